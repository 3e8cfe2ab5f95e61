"""The small maps: light enough to be sent, and still the 21 prefectures."""

from __future__ import annotations

import json

from tests.worlds import prefectures, the_atlas
from ui.parts.shapes import simple_shapes


def test_every_prefecture_has_a_shape_with_its_name() -> None:
    found = {each["properties"]["id"]: each for each in simple_shapes(the_atlas())["features"]}
    assert sorted(found) == sorted(prefectures())
    assert all(each["properties"]["name"] == the_atlas().name_of(adcode) for adcode, each in found.items())
    assert all(each["geometry"]["coordinates"] for each in found.values())


def test_they_are_light_and_made_once() -> None:
    assert len(json.dumps(simple_shapes(the_atlas()))) < 100_000
    assert simple_shapes(the_atlas()) is simple_shapes(the_atlas())

"""The tip and the card tell the number of a place beside its class: as it prints, with unit and date, in the order of
the map's file.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from atlas.map_state import map_state, view_of
from layers import layer
from layers.base import derived
from tests.worlds import the_atlas, usual_question


def told(wanted: str, **asked: Any) -> dict[str, str]:
    """Feature -> what is told of it, of one layer; nothing of those without a number."""
    texts = view_of(the_atlas(), usual_question(**asked)).captions[wanted]
    ids = derived(layer(wanted).features, the_atlas().world)["id"]
    numbers = zip(ids, texts["=values"].split("|"), strict=True)
    return {each: texts["=around"].replace("{}", number) for each, number in numbers if number}


def test_a_measure_is_told_with_unit_and_year() -> None:
    assert told("measured", measure="gdp-per-resident")["440200"] == "57,710元（2024）"


def test_an_indicator_is_told_with_unit_and_year() -> None:
    assert told("indicator", indicator="gdp-per-resident", period="2024")["440200"] == "57,710元（2024）"


def test_of_two_measures_both_are_told() -> None:
    both = told("two-measures", measure="gdp-per-resident", other_measure="reach")
    assert re.fullmatch(r"57,710元（2024） × [\d.]+%（2025-12-31）", both["440200"])


@pytest.mark.parametrize("km", [30, 50, 120])
def test_a_share_that_is_neither_none_nor_all_is_told_as_neither(km: int) -> None:
    found = view_of(the_atlas(), usual_question(radius_km=km))
    shares, numbers = found.reached.counties["share"], told("reach", radius_km=km)
    assert {each.removeprefix("c") for each in numbers} == {*shares[(shares > 0) & (shares < 1)].index}
    assert not {"0.0%", "100.0%"} & {*numbers.values()}
    for county, text in numbers.items():
        assert float(text.removesuffix("%")) == pytest.approx(100 * shares[county[1:]], abs=0.1)


def test_a_difference_is_told_with_its_sign_and_only_where_there_is_one() -> None:
    pinned = usual_question(radius_km=120).pinned()
    numbers = told("difference", against=pinned)
    assert numbers
    assert all(re.fullmatch(r"−[\d.]+个百分点", each) for each in numbers.values())
    assert not told("difference", against=usual_question().pinned())


def test_nothing_is_told_where_nothing_is_asked() -> None:
    assert "=values" not in view_of(the_atlas(), usual_question()).captions["difference"]


def test_a_page_is_sent_the_numbers_of_the_layers_that_are_on_and_a_file_those_of_all() -> None:
    question = usual_question(layers=("prefectures", "reach"), measure="gdp")
    found = view_of(the_atlas(), question)
    page, file = (map_state(question, found, alone=each)["captions"] for each in (False, True))
    assert {each for each, texts in page.items() if "=values" in texts} == {"reach"}
    assert {"reach", "measured", "indicator"} <= {each for each, texts in file.items() if "=values" in texts}
    assert page["measured"] == {name: text for name, text in file["measured"].items() if not name.startswith("=")}

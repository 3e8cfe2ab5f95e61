"""Who serves a point: the nearest body that may, by a slow look at every one of them."""

from __future__ import annotations

import random

import pytest
from pyproj import Geod

from atlas.inquiry import Inquiry
from atlas.question.question import Question, default_question
from atlas.reach import bodies_asked, reach_of
from atlas.serving import served_at
from atlas.words import say_in
from data.recipes.tables import records
from tests.worlds import choices, the_atlas

ELLIPSOID = Geod(ellps="WGS84")
AT_SEA = (115.0, 21.5)
IN_HUNAN = (112.9, 28.2)


def asked(**changes: object) -> Question:
    return default_question(choices()).with_changes(**changes)


def slowly(question: Question, lon: float, lat: float, home: str) -> list[tuple[str, float]]:
    """Every body that may serve the prefecture, by its road distance in km, nearest first."""
    found = []
    for body in bodies_asked(the_atlas(), question).to_dict("records"):
        if question.ignore_borders or body["serves"] == "province" or body["prefecture"] == home:
            # The default way: straight × 1.3.
            metres = ELLIPSOID.inv(lon, lat, body["lon"], body["lat"])[2]
            found.append((body["id"], metres / 1000 * 1.3))
    return sorted(found, key=lambda each: each[1])


@pytest.mark.parametrize("ignoring", [False, True])
def test_the_nearest_two_that_may_serve_it_are_told_with_their_road_distance(ignoring: bool) -> None:
    source, question = random.Random(15), asked(ignore_borders=ignoring)
    reached = reach_of(the_atlas(), question)
    for place in source.sample(records("county_seats").to_dict("records"), 25):
        lon, lat = place["lon"], place["lat"]
        served = served_at(the_atlas(), question, reached, lon, lat)
        assert served is not None
        assert served.county == place["adcode"]
        wanted = slowly(question, lon, lat, place["prefecture"])[:2]
        assert [each.km for each in served.bodies] == pytest.approx([km for _, km in wanted], rel=1e-3)
        if len({round(km) for _, km in wanted}) == len(wanted):
            assert [each.id for each in served.bodies] == [body for body, _ in wanted]


@pytest.mark.parametrize("place", [AT_SEA, IN_HUNAN])
def test_nobody_is_told_to_serve_what_is_not_the_province(place: tuple[float, float]) -> None:
    assert Inquiry(the_atlas(), asked()).serving(*place) == []


def test_the_sentence_says_county_body_distance_rule_and_radius() -> None:
    (guangzhou, *_rest) = Inquiry(the_atlas(), asked(radius_km=50)).serving(113.36, 23.13)
    assert guangzhou.startswith("此处（天河区）由")
    assert guangzhou.endswith("，在50公里以内（按辖区、直线×1.3）。")
    beyond = Inquiry(the_atlas(), asked(radius_km=5, ignore_borders=True)).serving(115.36, 22.78)
    assert "最近的服务机构是" in beyond[0]
    assert beyond[0].endswith("，在5公里以外（不论辖区、直线×1.3）。")


def test_where_nobody_may_serve_that_is_said() -> None:
    (told,) = Inquiry(the_atlas(), asked(kinds=())).serving(115.36, 22.78)
    assert told == "此处（城区）没有可服务的机构（按辖区、直线×1.3）。"


def test_what_is_supposed_says_so() -> None:
    foshan = (113.12, 23.02)
    (real, *_rest) = Inquiry(the_atlas(), asked()).serving(*foshan)
    (supposed, *_rest) = Inquiry(the_atlas(), asked(scenario="close protection-centre-foshan")).serving(*foshan)
    word = say_in("zh")("supposed")
    assert word not in real
    assert word in supposed

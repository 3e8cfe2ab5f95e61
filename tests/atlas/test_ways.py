"""The ways of counting roads agree on page, map, definitions, siting, command line and link, and each says itself."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

import cli
from atlas.ledger import access_of
from atlas.link_answer import link_answer
from atlas.map_state import map_state, view_of
from atlas.prefecture import describe_prefecture
from atlas.siting.answer import found_answer
from atlas.siting.ground import Loaded
from atlas.siting.question import COUNTIES, SitingQuestion
from atlas.siting.search import search
from atlas.ways import way_called
from atlas.words import say_in
from geo.distance import distance_m
from geo.siting import Clock
from tests.atlas.oracles import UNSURE, by_road_km, metres_to, serves, straight_limit_m
from tests.oracles import stands
from tests.worlds import answered, prefectures, rows, the_atlas, usual_question

pytestmark = pytest.mark.usefixtures("one_atlas")

BENT = {"distance": "by-distance"}


def test_each_way_says_what_it_is_in_both_languages() -> None:
    chinese, english = say_in("zh"), say_in("en")
    assert way_called("detour").sentence(chinese) == (
        "估算道路距离＝直线×1.3；与路网比对，单点误差中位约5–9%，160公里内九成在11–19%以内，珠江口两岸、海岛可达80%。"
    )
    told = way_called("by-distance").sentence(chinese)
    assert "10公里×1.32、60公里×1.33、120公里×1.27、240公里×1.23、400公里×1.18，其间线性" in told
    assert "单点误差未另行检验" in told
    for way in ("detour", "by-distance"):
        assert way_called(way).sentence(english).startswith("Estimated road distance = straight × ")


def test_the_map_draws_the_straight_line_that_stands_for_the_road() -> None:
    for distance in ("detour", "by-distance"):
        question = usual_question(distance=distance, radius_km=100)
        shown = view_of(the_atlas(), question)
        state = map_state(question, shown)
        assert by_road_km(state["ring_m"], distance) == pytest.approx(100)
        assert way_called(distance).label(say_in("zh")) in shown.moment.ring_title


def test_a_definition_of_people_counts_by_the_way_that_is_asked_for() -> None:
    """Recounted for every prefecture by loops, with the bodies of the best reading."""
    question = usual_question(**BENT)
    declared = next(each for each in the_atlas().plan.definitions if each.get("rule") == "access")
    told = access_of(the_atlas(), question, declared["id"])
    kinds = {each["kind"] for each in rows("bodies")} & {kind for each in declared["admits"] for kind in each["kinds"]}
    limit = straight_limit_m(float(declared["radius_km"]), "by-distance")
    bodies = [row for row in rows("bodies") if row["kind"] in kinds and row["lon"] and stands(row, question)]
    people, reached = dict.fromkeys(prefectures(), 0), dict.fromkeys(prefectures(), 0)
    for number, place in enumerate(rows("demand_points")):
        people[place["prefecture"]] += int(place["residents"])
        near = [
            metres_to(body["lon"], body["lat"])[number] <= limit for body in bodies if serves(body, place, question)
        ]
        reached[place["prefecture"]] += int(place["residents"]) * any(near)
    shares = {each: reached[each] / people[each] for each in prefectures()}
    assert told.shares["best"].to_dict() == pytest.approx(shares, rel=1e-9)


def test_a_county_has_its_nearest_centre_as_far_as_by_hand() -> None:
    plain = describe_prefecture(the_atlas(), usual_question(), "441400").counties
    bent = describe_prefecture(the_atlas(), usual_question(**BENT), "441400").counties
    column = "any_protection_centre_km"
    assert list(bent["any_protection_centre"]) == list(plain["any_protection_centre"])
    for km, road in zip(plain[column], bent[column], strict=True):
        assert road == pytest.approx(by_road_km(km / 1.3 * 1000, "by-distance"))


def test_a_median_site_is_that_of_all_roads_and_not_of_all_straight_lines() -> None:
    question = usual_question(**BENT, kinds=(), ignore_borders=True)
    siting = SitingQuestion(question="all", aim="p-median", p=1, sites=COUNTIES, demand=COUNTIES)
    found = search(the_atlas(), question, siting, Loaded(), Clock(30))
    told = found_answer(the_atlas(), question, found, say_in("zh"))
    on, total = found.on, 0.0
    assert on is not None
    place = on.candidates[on.candidates["id"] == told["sites"][0]].iloc[0]
    far = distance_m(on.demand["lon"], on.demand["lat"], [place["lon"]], [place["lat"]])
    for metres, weight in zip(far, on.demand["weight"], strict=True):
        total += by_road_km(float(metres), "by-distance") * float(weight)
    assert told["objective"] == pytest.approx(total / float(on.demand["weight"].sum()), rel=UNSURE)
    assert told["distance"] == "by-distance"


def test_most_people_within_a_radius_are_counted_by_the_same_way_as_reach() -> None:
    """With no new site to choose from but a seat that has a centre, siting counts whom reach counts."""
    question = usual_question(**BENT)
    siting = SitingQuestion(question="most", p=1, sites=COUNTIES, share=Fraction(4, 5))
    found = search(the_atlas(), question, siting, Loaded(), Clock(60))
    told = found_answer(the_atlas(), question, found, say_in("zh"))
    before = sum(each["covered_before"] for each in told["per_prefecture"])
    assert round(before) == answered("coverage", **BENT)["gaps"]["covered"]


def test_page_command_line_and_link_say_the_same_by_distance(capsys: pytest.CaptureFixture[str]) -> None:
    page = answered("coverage", **BENT, radius_km=100)
    assert page["question"]["distance"] == "by-distance"
    assert page["gaps"] != answered("coverage", radius_km=100)["gaps"]
    assert cli.main(["gaps", "--json", "--distance", "by-distance", "--radius-km", "100"]) == 0
    typed = json.loads(capsys.readouterr().out)
    assert typed.pop("catchment") is None
    assert typed.pop("parks") == json.loads(json.dumps(page["parks"]))
    assert typed == json.loads(json.dumps(page["gaps"]))
    link = link_answer("/coverage?distance=by-distance&radius=100", "14-5", None)
    assert json.loads(json.dumps(link["gaps"])) == json.loads(json.dumps(page["gaps"]))


def test_a_way_nobody_knows_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gaps", "--json", "--distance", "by-car"]) == cli.BAD_ARGUMENTS
    assert capsys.readouterr().err == "cli.py gaps: distance 'by-car' cannot be used\n"


def test_the_command_line_names_the_parks_beyond_reach(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gaps", "--json", "--zone", "north"]) == 0
    parks = json.loads(capsys.readouterr().out)["parks"]
    named = {row["id"]: row["name_zh"] for row in rows("candidate_sites")}
    beyond = [each for each in parks["parks"] if each["state"] != "within"]
    assert beyond
    assert all(each["name"] == named[each["id"]] for each in beyond)
    counts = parks["counts"].values()
    assert sum(each["beyond"] + each["none"] for each in counts) == len(beyond)


def test_the_key_of_reach_names_the_kinds_that_are_not_usual() -> None:
    usual = view_of(the_atlas(), usual_question()).moment.reach_title
    asked = ("court", "overseas_branch")
    for kinds in (asked, asked[::-1]):
        title = view_of(the_atlas(), usual_question(kinds=kinds)).moment.reach_title
        assert title == f"{usual} · 海外纠纷应对指导分中心、司法机构"

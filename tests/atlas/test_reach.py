"""Residents in reach, counted once more by a double loop over the raw tables, with geodesics instead of the page's
straight metres.
"""

from __future__ import annotations

import json
import random
from datetime import date
from functools import cache
from typing import Any

import pytest

import cli
from atlas.gaps import gaps_told
from atlas.question.question import Question
from atlas.reach import distances_km, gaps_answer, profile_km, reach_of
from tests.atlas.oracles import UNSURE, asked_bodies, median_of, nearest_road_km, people, reaches, straight_limit_m
from tests.oracles import ends
from tests.worlds import choices, partition, prefectures, rows, the_atlas, usual_question, zones

QUESTIONS: dict[str, dict[str, Any]] = {
    "20 km": {"radius_km": 20},
    "50 km": {},
    "100 km": {"radius_km": 100},
    "20 km, ignoring borders": {"radius_km": 20, "ignore_borders": True},
    "50 km, ignoring borders": {"ignore_borders": True},
    "100 km, ignoring borders": {"radius_km": 100, "ignore_borders": True},
    "one industry": {"industry": "玩具"},
    "operating": {"definition": "national-operating"},
    "operating, 100 km, ignoring borders": {
        "definition": "national-operating",
        "radius_km": 100,
        "ignore_borders": True,
    },
    "end of 2020": {"as_of": date(2020, 12, 31)},
    "end of 2020, operating": {"as_of": date(2020, 12, 31), "definition": "national-operating"},
    "one record wrong": {"wrong": ("protection-centre-guangdong",)},
    "one record wrong, ignoring borders": {"wrong": ("protection-centre-dongguan",), "ignore_borders": True},
    "other kinds": {"kinds": ("court", "rights_aid")},
    "confirmed evidence only": {"confirmed_only": True},
    "before any body": {"as_of": date(2010, 1, 1)},
    "no kind": {"kinds": ()},
    "roads by distance": {"distance": "by-distance"},
    "roads by distance, 120 km, ignoring borders": {
        "distance": "by-distance",
        "radius_km": 120,
        "ignore_borders": True,
    },
}


@cache
def answer(name: str) -> dict[str, Any]:
    return gaps_asked(usual_question(**QUESTIONS[name]))


def gaps_asked(question: Question) -> dict[str, Any]:
    """The numbers of a question, which stand apart where it takes records as wrong or confirmed."""
    told = gaps_answer(the_atlas(), question)
    return told["supposed"] or told


@cache
def slow(name: str) -> list[list[str]]:
    question = usual_question(**QUESTIONS[name])
    return reaches(question, asked_bodies(question))


@pytest.mark.parametrize("name", QUESTIONS)
def test_people_in_reach_are_those_of_a_double_loop(name: str) -> None:
    question, told, found = usual_question(**QUESTIONS[name]), answer(name), slow(name)
    assert sorted(told["bodies"]) == sorted(row["id"] for row in asked_bodies(question))
    assert told["total"] == sum(int(row["residents_2020"]) for row in rows("residents_county"))
    assert told["covered"] == people([len(each) > 0 for each in found])
    assert told["second_in_reach"] == people([len(each) > 1 for each in found])
    assert told["share"] == pytest.approx(told["covered"] / told["total"], abs=1e-12)
    assert told["straight_m"] == pytest.approx(straight_limit_m(question.radius_km, question.distance))
    assert told["detour"] == (1.3 if question.distance == "detour" else None)
    assert (told["distance"], told["radius_km"]) == (question.distance, question.radius_km)
    assert (told["as_of"], told["ignore_borders"]) == (question.as_of.isoformat(), question.ignore_borders)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_range_comes_from_how_far_positions_may_be_off(name: str) -> None:
    question, told = usual_question(**QUESTIONS[name]), answer(name)
    bodies = asked_bodies(question)
    ends_of_range = [people([len(each) > 0 for each in reaches(question, bodies, off)]) for off in (1, -1)]
    assert told["covered_range"] == ends_of_range
    assert told["covered_range"][0] <= told["covered"] <= told["covered_range"][1]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_county_has_the_gap_of_the_double_loop(name: str) -> None:
    told, found = answer(name), slow(name)
    wanted: dict[tuple[str, str], int] = {}
    for place, mine in zip(rows("demand_points"), found, strict=True):
        key = (place["county"], place["prefecture"])
        wanted[key] = wanted.get(key, 0) + (0 if mine else int(place["residents"]))
    gaps = {(row["county"], row["prefecture"]): row["unserved"] for row in told["gaps"]}
    assert gaps == {key: number for key, number in wanted.items() if number}
    assert len(gaps) == len(told["gaps"])
    assert [row["unserved"] for row in told["gaps"]] == sorted(gaps.values(), reverse=True)
    assert sum(gaps.values()) == told["total"] - told["covered"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_body_loses_whom_nobody_else_reaches_when_it_is_really_gone(name: str) -> None:
    question, told = usual_question(**QUESTIONS[name]), answer(name)
    bodies = asked_bodies(question)
    lost = {}
    for gone in bodies:
        left = reaches(question, [body for body in bodies if body is not gone])
        lost[gone["id"]] = told["covered"] - people([len(each) > 0 for each in left])
    assert {row["id"]: row["people"] for row in told["lost_when_closed"]} == lost
    order = [row["people"] for row in told["lost_when_closed"]]
    assert order == sorted(order, reverse=True)
    worst = max(lost.values(), default=0)
    assert told["critical"] == sorted(body for body, number in lost.items() if number == worst > 0)


@pytest.mark.parametrize("name", ["50 km", "100 km, ignoring borders", "end of 2020, operating"])
def test_a_body_taken_to_be_wrong_loses_as_many_as_its_closing(name: str) -> None:
    told = answer(name)
    for row in told["lost_when_closed"]:
        changes = {**QUESTIONS[name], "wrong": (row["id"],)}
        without = gaps_asked(usual_question(**changes))
        assert row["id"] not in without["bodies"]
        assert told["covered"] - without["covered"] == row["people"], row["id"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_prefectures_and_zones_are_those_of_the_double_loop_and_add_up(name: str) -> None:
    told, found = answer(name), slow(name)
    served = [len(each) > 0 for each in found]
    everybody = [True] * len(found)
    assert [row["id"] for row in told["prefectures"]] == prefectures()
    of_prefecture = {
        each: (people(everybody, prefecture=each), people(served, prefecture=each)) for each in prefectures()
    }
    for row in told["prefectures"]:
        assert (row["people"], row["covered"]) == of_prefecture[row["id"]], row["id"]
        assert row["share"] == pytest.approx(row["covered"] / row["people"], abs=1e-12)
    assert {row["id"] for row in told["zones"]} == set(partition().values())
    for row in told["zones"]:
        members = [of_prefecture[each] for each in prefectures() if partition()[each] == row["id"]]
        assert row["people"] == sum(whole for whole, _ in members), row["id"]
        assert row["covered"] == sum(reached for _, reached in members), row["id"]
        assert row["share"] == pytest.approx(row["covered"] / row["people"], abs=1e-12)
    for part in ("prefectures", "zones"):
        assert sum(row["people"] for row in told[part]) == told["total"]
        assert sum(row["covered"] for row in told[part]) == told["covered"]
        for end in (0, 1):
            assert sum(row["range"][end] for row in told[part]) == told["covered_range"][end]


@pytest.mark.parametrize("name", ["50 km", "100 km, ignoring borders", "end of 2020", "no kind"])
def test_with_a_zone_the_gaps_add_up_to_what_the_zone_lacks(name: str) -> None:
    whole, found = answer(name), slow(name)
    for zone in choices().zones:
        told = gaps_asked(usual_question(**QUESTIONS[name], zone=zone))
        members = zones()[zone]
        assert told["zone"] == zone
        assert told["total"] == sum(people([True] * len(found), prefecture=each) for each in members)
        assert told["covered"] == sum(people([len(ids) > 0 for ids in found], prefecture=each) for each in members)
        assert told["second_in_reach"] == sum(
            people([len(ids) > 1 for ids in found], prefecture=each) for each in members
        )
        assert sum(row["unserved"] for row in told["gaps"]) == told["total"] - told["covered"]
        assert told["gaps"] == [row for row in whole["gaps"] if row["prefecture"] in members]
        assert told["share"] == pytest.approx(told["covered"] / told["total"], abs=1e-12)


@pytest.mark.parametrize("borders", [False, True], ids=["by jurisdiction", "ignoring borders"])
def test_coverage_never_falls_when_a_body_is_switched_back_on(borders: bool) -> None:
    source = random.Random(50)
    gone = [row["id"] for row in asked_bodies(usual_question())]
    source.shuffle(gone)
    before = gaps_asked(usual_question(wrong=tuple(gone), ignore_borders=borders))
    assert before["covered"] == 0
    while gone:
        gone.pop()
        after = gaps_asked(usual_question(wrong=tuple(gone), ignore_borders=borders))
        assert after["covered"] >= before["covered"]
        assert after["second_in_reach"] >= before["second_in_reach"]
        assert after["covered_range"][0] >= before["covered_range"][0]
        assert after["covered_range"][1] >= before["covered_range"][1]
        for part in ("prefectures", "zones"):
            for new, old in zip(after[part], before[part], strict=True):
                assert new["id"] == old["id"]
                assert new["covered"] >= old["covered"]
        before = after
    assert before == answer("50 km, ignoring borders" if borders else "50 km")


@pytest.mark.parametrize("name", ["50 km", "50 km, ignoring borders", "operating", "roads by distance"])
def test_a_wider_radius_never_reaches_fewer_and_the_profile_says_so(name: str) -> None:
    question = usual_question(**QUESTIONS[name])
    bodies, found = asked_bodies(question), reach_of(the_atlas(), question)
    table = profile_km(found).set_index("km")
    total = answer(name)["total"]
    assert table["nearest"].is_monotonic_increasing
    assert (table["second"] <= table["nearest"]).all()
    for km in (5, 35, 50, 100, 150):
        slowly = reaches(question.with_changes(radius_km=km), bodies)
        assert table.at[km, "nearest"] == pytest.approx(people([len(each) > 0 for each in slowly]) / total, abs=1e-12)
        assert table.at[km, "second"] == pytest.approx(people([len(each) > 1 for each in slowly]) / total, abs=1e-12)


@pytest.mark.parametrize("name", ["50 km", "50 km, ignoring borders", "one industry", "no kind", "roads by distance"])
def test_distances_are_those_of_every_resident_in_a_row(name: str) -> None:
    question = usual_question(**QUESTIONS[name])
    told = distances_km(reach_of(the_atlas(), question))
    line, without = nearest_road_km(question, asked_bodies(question))
    assert told["without"] == without
    if not line:
        assert all(told[each] != told[each] for each in ("mean_km", "median_km", "worst_km"))
        return
    assert told["mean_km"] == pytest.approx(
        sum(km * many for km, many in line) / sum(many for _, many in line), rel=UNSURE
    )
    assert told["median_km"] == pytest.approx(median_of(line), rel=UNSURE)
    assert told["worst_km"] == pytest.approx(line[-1][0], rel=UNSURE)


def test_an_industry_asks_only_for_the_bodies_approved_for_it() -> None:
    listed = [row["id"] for row in rows("bodies") if "玩具" in row["industries"].split("; ")]
    assert listed
    assert set(answer("one industry")["bodies"]) <= set(listed)
    assert answer("one industry")["industry"] == "玩具"


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["--radius-km", "20"], "20 km"),
        (["--ignore-borders", "--radius-km", "100"], "100 km, ignoring borders"),
        (["--as-of", "2020-12-31", "--definition", "national-operating"], "end of 2020, operating"),
        (["--industry", "玩具"], "one industry"),
        (["--wrong", "protection-centre-guangdong"], "one record wrong"),
        (["--kinds"], "no kind"),
        (["--kinds", "rights_aid", "court"], "other kinds"),
    ],
)
def test_the_command_line_says_the_same(
    arguments: list[str], name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atlas.loading.load", lambda *_, **__: the_atlas())
    assert cli.main(["gaps", *arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == gaps_told(the_atlas(), usual_question(**QUESTIONS[name]))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--radius-km", "4"], "expected a whole number from 5 to 150, got '4'"),
        (["--radius-km", "151"], "expected a whole number from 5 to 150, got '151'"),
        (["--radius-km", "50.5"], "expected a whole number from 5 to 150, got '50.5'"),
        (["--zone", "moon"], "zone 'moon' cannot be used"),
        (["--industry", "moon"], "industry 'moon' cannot be used"),
        (["--wrong", "moon"], "wrong 'moon' cannot be used"),
        (["--kinds", "moon"], "kinds 'moon' cannot be used"),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atlas.loading.load", lambda *_, **__: the_atlas())
    try:
        code = cli.main(["gaps", *arguments])
    except SystemExit as stopped:
        code = stopped.code  # type: ignore[assignment]
    captured = capsys.readouterr()
    assert code == 2
    assert sentence in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_a_confirmed_record_operates_from_then_on() -> None:
    """Yangjiang's is believed, undated and in operation: confirmed, it serves its prefecture and nobody else's."""
    row = next(each for each in rows("bodies") if each["id"] == "rapid-rights-yangjiang-hardware")
    assert (row["evidence"], row["operating"], row["status"]) == ("B", "", "in_operation")
    plain, question = answer("operating"), usual_question(definition="national-operating", confirmed=(row["id"],))
    told = gaps_asked(question)
    assert sorted(told["bodies"]) == sorted([*plain["bodies"], row["id"]])
    found = reaches(question, [*asked_bodies(usual_question(**QUESTIONS["operating"])), row])
    assert told["covered"] == people([len(each) > 0 for each in found])
    assert told["covered"] > plain["covered"]


def test_the_bodies_of_the_end_of_2020_are_covered_by_their_published_count() -> None:
    counted = [row for row in rows("bodies") if row["counted_by"] and ends(row["counted_by"]) <= date(2020, 12, 31)]
    assert set(answer("end of 2020")["bodies"]) == {row["id"] for row in counted}

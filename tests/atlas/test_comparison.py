"""Zones and prefectures side by side, recounted from the raw tables with sums, loops and schoolbook formulas."""

from __future__ import annotations

import json
from datetime import date
from math import isnan, log

import pytest

import cli
from atlas.reach import gaps_answer
from tests.atlas.oracles import (
    CATALOGUE,
    COMPUTED,
    about,
    asked_bodies,
    expected,
    members_of,
    of_indicator,
    people,
    raw,
    reaches,
    same,
)
from tests.atlas.worlds import COMPARISONS, GEOGRAPHIC, comparison
from tests.worlds import prefectures, rows, the_atlas, toml, usual_question, zones

DEFAULT_REGIONS = ["core", "belt", "belt-east", "belt-west", "north", "double-city", "province"]


@pytest.mark.parametrize("name", GEOGRAPHIC)
@pytest.mark.parametrize("measure_id", [*COMPUTED, *CATALOGUE])
def test_every_region_has_the_number_of_the_raw_tables(measure_id: str, name: str) -> None:
    question, told = usual_question(**COMPARISONS[name]), comparison(name)
    line = next(each for each in told["lines"] if each["id"] == measure_id)
    for region in [each["id"] for each in told["regions"]]:
        members = members_of(region)
        wanted = expected(measure_id, question, members)
        assert same(line["values"][region], wanted, measure_id), region
        have = sum(not isnan(expected(measure_id, question, [each])) for each in members)
        if isnan(wanted):
            assert line["cells"][region] == f"– {have}/{len(members)}", region
        else:
            assert have == len(members)
            assert "/" not in line["cells"][region], region


def test_a_zone_with_an_unknown_member_has_no_number_and_its_neighbour_has() -> None:
    """The yearbook leaves Shenzhen, Huizhou and Maoming blank."""
    values = next(each["values"] for each in comparison("plain")["lines"] if each["id"] == "high-tech-firms")
    for region, unknown in [("core", 2), ("belt", 1), ("belt-west", 1), ("double-city", 1), ("province", 3)]:
        assert isnan(values[region]), region
        assert sum(each not in raw("high-tech-firms", "2023") for each in members_of(region)) == unknown
    for region in ("belt-east", "north"):
        assert values[region] == sum(raw("high-tech-firms", "2023")[each] for each in members_of(region)), region


def test_a_ratio_is_not_the_mean_of_its_members() -> None:
    """Guangzhou and Shenzhen by hand: grants per 10,000 residents weigh by residents of the same year."""
    values = next(each["values"] for each in comparison("plain")["lines"] if each["id"] == "invention-grants-per-10k")
    ratio, weight = raw("invention-grants-per-10k", "2023"), raw("residents-year-end", "2023")
    two = ratio["440100"] * weight["440100"] + ratio["440300"] * weight["440300"]
    assert same(values["double-city"], two / (weight["440100"] + weight["440300"]))
    assert not same(values["double-city"], (ratio["440100"] + ratio["440300"]) / 2)


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_partial_measure_says_how_many_it_knows(name: str) -> None:
    question, told = usual_question(**COMPARISONS[name]), comparison(name)
    measure_id = question.measure
    have = [each for each in prefectures() if not isnan(expected(measure_id, question, [each]))]
    assert told["measure"]["id"] == measure_id
    assert (told["measure"]["known"], told["measure"]["of"]) == (len(have), 21)
    assert (f"{len(have)}/21" in told["measure"]["title"]) == (len(have) < 21)
    assert same(told["measure"]["province"], expected(measure_id, question, prefectures()), measure_id)
    assert {row["of"] for row in told["ranking"]} == {len(have)}
    period = question.as_of.isoformat() if measure_id in COMPUTED else about(measure_id)["default_period"]
    assert told["measure"]["period"] == period


def test_the_bodies_of_the_kinds_add_up_to_the_bodies() -> None:
    for name in GEOGRAPHIC:
        question, told = usual_question(**COMPARISONS[name]), comparison(name)
        bodies = asked_bodies(question)
        kinds = [line for line in told["lines"] if line["id"].startswith("kind:")]
        assert {line["id"] for line in kinds} == {f"kind:{body['kind']}" for body in bodies}
        for region in [each["id"] for each in told["regions"]]:
            for line in kinds:
                wanted = [body for body in bodies if line["id"] == f"kind:{body['kind']}"]
                count = sum(body["prefecture"] in members_of(region) for body in wanted)
                assert line["values"][region] == count
                assert line["cells"][region] == str(count)


@pytest.mark.parametrize("name", COMPARISONS)
def test_theil_is_the_plain_formula_and_the_sum_of_its_parts(name: str) -> None:
    question, told = usual_question(**COMPARISONS[name]), comparison(name)["theil"]
    in_reach = [len(each) > 0 for each in reaches(question, asked_bodies(question))]
    whole = {each: people([True] * len(in_reach), prefecture=each) for each in prefectures()}
    served_people = {each: people(in_reach, prefecture=each) for each in prefectures()}
    groups = {zone: zones()[zone] for zone in ("core", "belt", "north")}
    assert sorted(each for members in groups.values() for each in members) == sorted(prefectures())

    def formula(units: list[tuple[float, float]]) -> float:
        """T of units (people reached, people): sum of s ln(x / mean)."""
        reached, everybody = sum(unit[0] for unit in units), sum(unit[1] for unit in units)
        mean = reached / everybody
        return sum(one / reached * log(one / many / mean) for one, many in units if one)

    units = [(served_people[each], whole[each]) for each in prefectures()]
    zone_units = [
        (sum(served_people[each] for each in members), sum(whole[each] for each in members))
        for members in groups.values()
    ]
    assert told["n"] == 21
    assert told["total"] == pytest.approx(formula(units), abs=1e-12)
    assert told["between"] == pytest.approx(formula(zone_units), abs=1e-12)
    assert told["total"] == pytest.approx(told["between"] + told["within"], abs=1e-12)
    assert {row["zone"] for row in told["groups"]} == set(groups)
    reached = sum(served_people.values())
    for row in told["groups"]:
        members = groups[row["zone"]]
        mine = sum(served_people[each] for each in members)
        assert row["units"] == len(members)
        assert row["share"] == pytest.approx(mine / reached, abs=1e-12)
        if mine:
            own = formula([(served_people[each], whole[each]) for each in members])
            assert row["theil"] == pytest.approx(own, abs=1e-12)
            assert row["contribution"] == pytest.approx(mine / reached * own, abs=1e-12)
    assert told["within"] == pytest.approx(sum(row["contribution"] for row in told["groups"]), abs=1e-12)


def test_regions_are_the_plans_unless_others_are_chosen() -> None:
    assert toml("plans/14-5/plan.toml")["compared_zones"] == DEFAULT_REGIONS[:-1]
    for name in ("plain", "end of 2020"):
        assert [each["id"] for each in comparison(name)["regions"]] == DEFAULT_REGIONS
    chosen = comparison("operating, 100 km, ignoring borders")["regions"]
    assert [each["id"] for each in chosen] == ["north", "440500", "440300", "province"]
    for each in [*comparison("plain")["regions"], *chosen]:
        assert sorted(each["prefectures"]) == sorted(members_of(each["id"]))
        assert (f"（{len(each['prefectures'])}）" in each["title"]) == (len(each["prefectures"]) > 1)


def test_chosen_regions_come_in_the_order_in_which_they_are_offered(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atlas.loading.load", lambda *_, **__: the_atlas())
    assert cli.main(["compare", "--regions", "440500", "belt", "--measure", "high-tech-firms", "--json"]) == 0
    told = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert [each["id"] for each in told["regions"]] == ["belt", "440500", "province"]
    assert told["measure"]["province"] is None
    assert [row["value"] for row in told["ranking"]][-3:] == [None, None, None]
    assert cli.main(["compare", "--measure", "moon", "--json"]) == 2
    assert cli.main(["compare", "--regions", "moon", "--json"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("plain", ["2020-12-31", "2025-12-31"]),
        ("operating, 100 km, ignoring borders", ["2020-12-31", "2025-12-31"]),
        ("invention grants", ["2020", "2023"]),
        ("high-tech firms", []),
        ("end of 2020", []),
    ],
)
def test_a_slope_has_two_times_or_none(name: str, times: list[str]) -> None:
    question, told = usual_question(**COMPARISONS[name]), comparison(name)["slope"]
    assert [(row["time"], row["prefecture"]) for row in told] == [
        (time, each) for time in times for each in prefectures()
    ]
    for row in told:
        if question.measure in COMPUTED:
            then = question.with_changes(as_of=date.fromisoformat(row["time"]))
            wanted = expected(question.measure, then, [row["prefecture"]])
        else:
            wanted = of_indicator(question.measure, row["time"], [row["prefecture"]])
        assert same(row["value"], wanted, question.measure), row


def test_faulty_numbers_of_the_yearbook_are_unknown_in_the_slope() -> None:
    faulty = [
        row["prefecture"]
        for row in rows("prefecture_indicators")
        if (row["indicator"], row["period"], row["evidence"]) == ("invention-grants", "2020", "C")
    ]
    unknown = [row["prefecture"] for row in comparison("invention grants")["slope"] if isnan(row["value"])]
    assert sorted(unknown) == sorted(faulty) == ["441400", "441600"]


def test_reach_is_the_same_number_on_every_desk() -> None:
    for name in GEOGRAPHIC:
        gaps = gaps_answer(the_atlas(), usual_question(**COMPARISONS[name], zone=""))
        line = next(each for each in comparison(name)["lines"] if each["id"] == "reach")
        assert line["values"]["province"] == pytest.approx(gaps["share"], abs=1e-12)

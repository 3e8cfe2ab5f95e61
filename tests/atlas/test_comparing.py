"""Zones and prefectures side by side, recounted from the raw tables with sums, loops and schoolbook formulas."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from math import isnan, log, nan
from typing import Any

import pytest

import cli
from atlas.comparison import compare_answer, ranking
from atlas.ledger import ledger, ledger_answer
from atlas.measures import measure
from atlas.question.question import Question
from atlas.reach import gaps_answer, reach_of
from atlas.words import say_in
from tests.atlas.oracles import (
    CATALOGUE,
    COMPUTED,
    EXACT,
    about,
    asked_bodies,
    expected,
    members_of,
    of_indicator,
    people,
    raw,
    reaches,
    same,
    served,
)
from tests.oracles import begins, ends
from tests.worlds import partition, prefectures, rows, the_atlas, toml, usual_question, zones

DEFAULT_REGIONS = ["core", "belt", "belt-east", "belt-west", "north", "double-city", "province"]

QUESTIONS: dict[str, dict[str, Any]] = {
    "plain": {},
    "operating, 100 km, ignoring borders": {
        "definition": "national-operating",
        "radius_km": 100,
        "ignore_borders": True,
        "measure": "median-distance",
        "regions": ("north", "440500", "440300"),
    },
    "end of 2020": {"as_of": date(2020, 12, 31), "measure": "bodies"},
    "high-tech firms": {"measure": "high-tech-firms"},
    "invention grants": {"measure": "invention-grants"},
}
GEOGRAPHIC = ["plain", "operating, 100 km, ignoring borders", "end of 2020"]
# The catalogue does not depend on the question.
MEASURED = [(each, name) for each in COMPUTED for name in GEOGRAPHIC] + [(each, "plain") for each in CATALOGUE]


@cache
def answer(name: str) -> dict[str, Any]:
    return compare_answer(the_atlas(), usual_question(**QUESTIONS[name]))


@pytest.mark.parametrize("name", GEOGRAPHIC)
@pytest.mark.parametrize("measure_id", [*COMPUTED, *CATALOGUE])
def test_every_region_has_the_number_of_the_raw_tables(measure_id: str, name: str) -> None:
    question, told = usual_question(**QUESTIONS[name]), answer(name)
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
    values = next(each["values"] for each in answer("plain")["lines"] if each["id"] == "high-tech-firms")
    for region, unknown in [("core", 2), ("belt", 1), ("belt-west", 1), ("double-city", 1), ("province", 3)]:
        assert isnan(values[region]), region
        assert sum(each not in raw("high-tech-firms", "2023") for each in members_of(region)) == unknown
    for region in ("belt-east", "north"):
        assert values[region] == sum(raw("high-tech-firms", "2023")[each] for each in members_of(region)), region


def test_a_ratio_is_not_the_mean_of_its_members() -> None:
    """Guangzhou and Shenzhen by hand: grants per 10,000 residents weigh by residents of the same year."""
    values = next(each["values"] for each in answer("plain")["lines"] if each["id"] == "invention-grants-per-10k")
    ratio, weight = raw("invention-grants-per-10k", "2023"), raw("residents-year-end", "2023")
    two = ratio["440100"] * weight["440100"] + ratio["440300"] * weight["440300"]
    assert same(values["double-city"], two / (weight["440100"] + weight["440300"]))
    assert not same(values["double-city"], (ratio["440100"] + ratio["440300"]) / 2)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_partial_measure_says_how_many_it_knows(name: str) -> None:
    question, told = usual_question(**QUESTIONS[name]), answer(name)
    measure_id = question.measure
    have = [each for each in prefectures() if not isnan(expected(measure_id, question, [each]))]
    assert told["measure"]["id"] == measure_id
    assert (told["measure"]["known"], told["measure"]["of"]) == (len(have), 21)
    assert (f"{len(have)}/21" in told["measure"]["title"]) == (len(have) < 21)
    assert same(told["measure"]["province"], expected(measure_id, question, prefectures()), measure_id)
    assert {row["of"] for row in told["ranking"]} == {len(have)}
    period = question.as_of.isoformat() if measure_id in COMPUTED else about(measure_id)["default_period"]
    assert told["measure"]["period"] == period


def test_high_tech_firms_are_known_in_eighteen_of_twenty_one() -> None:
    assert (answer("high-tech firms")["measure"]["known"], answer("high-tech firms")["measure"]["of"]) == (18, 21)
    unranked = [row["prefecture"] for row in answer("high-tech firms")["ranking"] if isnan(row["rank"])]
    assert unranked == ["440300", "440900", "441300"]
    assert [row["prefecture"] for row in answer("high-tech firms")["ranking"]][-3:] == unranked


def ranked(measure_id: str, question: Question) -> list[dict[str, Any]]:
    reached = reach_of(the_atlas(), question)
    chosen = measure(the_atlas(), question, reached, measure_id, say_in("zh"))
    return ranking(the_atlas(), chosen).reset_index().to_dict("records")


def as_good(one: float, other: float) -> bool:
    return abs(one - other) <= EXACT * max(abs(one), abs(other))


@pytest.mark.parametrize(("measure_id", "name"), MEASURED)
def test_ranks_and_ties_are_those_of_a_recount(measure_id: str, name: str) -> None:
    question = usual_question(**QUESTIONS[name])
    values = {each: expected(measure_id, question, [each]) for each in prefectures()}
    sign = -1 if measure_id == "median-distance" else 1
    table = ranked(measure_id, question)
    assert sorted(row["prefecture"] for row in table) == sorted(prefectures())
    for row in table:
        value = values[row["prefecture"]]
        assert same(row["value"], value, measure_id)
        if isnan(value):
            assert isnan(row["rank"])
            assert row["ties"] == 0
            continue
        others = [each for each in values.values() if not isnan(each)]
        better = sum(sign * each > sign * value and not as_good(each, value) for each in others)
        assert row["rank"] == better + 1, row["prefecture"]
        assert row["ties"] == sum(as_good(each, value) for each in others), row["prefecture"]
        assert row["of"] == len(others)
    order = [(row["rank"] if not isnan(row["rank"]) else 99, row["prefecture"]) for row in table]
    assert order == sorted(order)


AMOUNTS = {
    "bodies", "invention-grants", "patent-grants", "high-tech-firms", "technology-contracts", "gdp", "gdp-preliminary",
    "residents-year-end", "residents-census", "official-area",
}  # fmt: skip


@pytest.mark.parametrize(("measure_id", "name"), MEASURED)
def test_differences_to_province_zone_and_best_peer_are_those_of_loops(measure_id: str, name: str) -> None:
    question = usual_question(**QUESTIONS[name])
    province = expected(measure_id, question, prefectures())
    for row in ranked(measure_id, question):
        zone = partition()[row["prefecture"]]
        members = [each for each in prefectures() if partition()[each] == zone]
        value, whole = expected(measure_id, question, [row["prefecture"]]), expected(measure_id, question, members)
        assert row["zone"] == zone
        # A part of a sum is compared with the sum by its share, never by a difference.
        amount = measure_id in AMOUNTS
        to_province, to_zone = (nan, nan) if amount else (value - province, value - whole)
        share = value / province if amount and province else nan
        assert same(row["to_province"], to_province, measure_id, [value, province]), row["prefecture"]
        assert same(row["to_zone"], to_zone, measure_id, [value, whole]), row["prefecture"]
        assert same(row["of_province"], share, measure_id, [value, province]), row["prefecture"]
        best, best_value = "", nan
        for other in sorted(members):
            number = expected(measure_id, question, [other])
            if other == row["prefecture"] or isnan(number):
                continue
            nearer = number < best_value if measure_id == "median-distance" else number > best_value
            if best == "" or (nearer and not as_good(number, best_value)):
                best, best_value = other, number
        assert row["best_peer"] == best, row["prefecture"]
        assert same(row["to_best_peer"], value - best_value, measure_id, [value, best_value]), row["prefecture"]


@pytest.mark.parametrize("name", ["plain", "end of 2020", "high-tech firms"])
def test_the_answer_carries_the_ranking_of_its_measure(name: str) -> None:
    question, told = usual_question(**QUESTIONS[name]), answer(name)
    table = ranked(question.measure, question)
    assert str(told["ranking"]) == str(table)


def test_bodies_per_million_of_guangzhou_by_hand() -> None:
    """Three bodies stand there, the provincial one included: 3 / 18.676605 = 0.16063."""
    row = next(each for each in ranked("bodies-per-million", usual_question()) if each["prefecture"] == "440100")
    assert row["value"] == pytest.approx(3 / 18.676605, rel=1e-12)
    assert row["value"] == pytest.approx(0.16063, abs=5e-6)


def test_the_bodies_of_the_kinds_add_up_to_the_bodies() -> None:
    for name in GEOGRAPHIC:
        question, told = usual_question(**QUESTIONS[name]), answer(name)
        bodies = asked_bodies(question)
        kinds = [line for line in told["lines"] if line["id"].startswith("kind:")]
        assert {line["id"] for line in kinds} == {f"kind:{body['kind']}" for body in bodies}
        for region in [each["id"] for each in told["regions"]]:
            for line in kinds:
                wanted = [body for body in bodies if line["id"] == f"kind:{body['kind']}"]
                count = sum(body["prefecture"] in members_of(region) for body in wanted)
                assert line["values"][region] == count
                assert line["cells"][region] == str(count)


@pytest.mark.parametrize("name", QUESTIONS)
def test_theil_is_the_plain_formula_and_the_sum_of_its_parts(name: str) -> None:
    question, told = usual_question(**QUESTIONS[name]), answer(name)["theil"]
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
        assert [each["id"] for each in answer(name)["regions"]] == DEFAULT_REGIONS
    chosen = answer("operating, 100 km, ignoring borders")["regions"]
    assert [each["id"] for each in chosen] == ["north", "440500", "440300", "province"]
    for each in [*answer("plain")["regions"], *chosen]:
        assert sorted(each["prefectures"]) == sorted(members_of(each["id"]))
        assert (f"({len(each['prefectures'])})" in each["title"]) == (len(each["prefectures"]) > 1)


def test_chosen_regions_come_in_the_order_in_which_they_are_offered(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atlas.atlas.load", lambda *_, **__: the_atlas())
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
    question, told = usual_question(**QUESTIONS[name]), answer(name)["slope"]
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
    unknown = [row["prefecture"] for row in answer("invention grants")["slope"] if isnan(row["value"])]
    assert sorted(unknown) == sorted(faulty) == ["441400", "441600"]


# The definitions, prefecture by prefecture.


def known_by(row: dict[str, str], stage: str, day: date) -> bool:
    return bool(row[stage]) and row[f"{stage}_bound"] != "unknown" and ends(row[stage]) <= day


def exists(row: dict[str, str], stage: str, degree: str, day: date) -> bool:
    """Whether a body exists at a day as surely as `degree`, from the sentences of docs/decisions/0003."""
    if row["record_type"] != "body" or row["evidence"] == "C":
        return False
    if row["not_before"] and begins(row["not_before"]) > day:
        return False
    if row["approved_bound"] == "exact" and begins(row["approved"]) > day:
        return False
    if stage == "operating":
        if row["status"] == "approved" or (row["operating_bound"] == "exact" and begins(row["operating"]) > day):
            return False
        proven = known_by(row, "operating", day)
    else:
        proven = known_by(row, "approved", day) or known_by(row, "operating", day)
    if degree == "certain":
        return proven and row["evidence"] in ("A1", "A2")
    counted = stage == "approved" and bool(row["counted_by"]) and ends(row["counted_by"]) <= day
    return degree == "possible" or proven or counted


def admits(definition: dict[str, Any], row: dict[str, str]) -> bool:
    return any(
        all(row[part] in each.get(f"{part}s", [row[part]]) for part in ("kind", "subkind", "level"))
        for each in definition["admits"]
    )


def enough(definition: dict[str, Any], prefecture: str, bodies: list[dict[str, str]], off: int) -> bool:
    """Whether four fifths of the residents have one of the bodies in reach."""
    borders = bool(definition.get("ignore_borders", False))
    reached = [served(body["id"], definition["radius_km"], borders, off) for body in bodies]
    mine = [number for number, place in enumerate(rows("demand_points")) if place["prefecture"] == prefecture]
    whole = sum(int(rows("demand_points")[number]["residents"]) for number in mine)
    near = sum(
        int(rows("demand_points")[number]["residents"]) for number in mine if any(number in each for each in reached)
    )
    assert definition["residents_share"] == "0.80"
    return near * 5 >= whole * 4


def qualifying(definition: dict[str, Any], degree: str, day: date) -> set[str]:
    """The prefectures that qualify at least as surely as `degree`, bodies without a place left aside."""
    bodies = [
        row for row in rows("bodies") if admits(definition, row) and exists(row, definition["stage"], degree, day)
    ]
    if definition.get("rule") == "access":
        off = {"certain": 1, "best": 0, "possible": -1}[degree]
        assert all(body["lon"] for body in bodies)
        return {each for each in prefectures() if enough(definition, each, bodies, off)}
    return {body["prefecture"] for body in bodies if body["serves"] != "province" and body["prefecture"]}


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_definitions_count_the_members_that_qualify(name: str) -> None:
    question, told = usual_question(**QUESTIONS[name]), answer(name)
    definitions = [each for each in toml("plans/14-5/definitions.toml")["definition"] if each.get("data") != "none"]
    lines = {line["id"]: line for line in told["lines"]}
    for definition in definitions:
        line = lines[definition["id"]]
        sets = [qualifying(definition, degree, question.as_of) for degree in ("certain", "best", "possible")]
        for region in [each["id"] for each in told["regions"]]:
            members = set(members_of(region))
            wanted = [len(each & members) for each in sets]
            if definition["id"] == "any-rapid-body":
                assert line["values"][region][:2] == wanted[:2], region
                continue
            assert line["values"][region] == wanted, (definition["id"], region)
            assert line["cells"][region] == f"{' · '.join(map(str, wanted))} / {len(members)}"
    assert "public-service-body" not in lines


def test_the_province_has_the_counts_of_the_ledger() -> None:
    told = {line["id"]: line["values"]["province"] for line in answer("plain")["lines"]}
    for row in ledger_answer(ledger(the_atlas(), usual_question())):
        if row["verdict"] is not None:
            assert told[row["id"]] == [row["certain"], row["best"], row["possible"]], row["id"]


def test_reach_is_the_same_number_on_every_desk() -> None:
    for name in GEOGRAPHIC:
        gaps = gaps_answer(the_atlas(), usual_question(**QUESTIONS[name], zone=""))
        line = next(each for each in answer(name)["lines"] if each["id"] == "reach")
        assert line["values"]["province"] == pytest.approx(gaps["share"], abs=1e-12)

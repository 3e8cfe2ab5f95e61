"""What a scenario changes equals two counts from scratch: people by a double loop over tables edited by hand, and
definitions by an atlas that has the edited table for its data.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pandas as pd
import pytest

from atlas.atlas import Atlas
from atlas.ledger import coverage_of, ledger, ledger_answer
from atlas.memo import Memo
from atlas.question.question import Question, from_params, to_params
from atlas.reach import distances_km, gaps_answer, reach_of
from atlas.records import assumed
from atlas.scenario.effect import as_text, effect, effect_answer
from atlas.supposing import DEGREES
from tests.atlas.oracles import DETOUR, UNSURE, metres_to, nearest_road_km, people, serves
from tests.oracles import stands
from tests.worlds import choices, partition, prefectures, rows, the_atlas, usual_question

SUPPOSED = {"certain": "supposed", "best": "supposed", "possible": "supposed-possible", "none": "supposed-none"}


def recorded(told: dict[str, Any]) -> dict[str, Any]:
    """What is told of a supposition, with the names that the same numbers of records have."""
    names = {name: degree for degree, name in DEGREES.items()}
    return {names.get(name, name): value for name, value in told.items()}


# An added body as a table would hold it, place and date left to each case.
CENTRE = {
    "kind": "protection_centre",
    "subkind": "national_protection_centre",
    "level": "national",
    "serves": "prefecture",
    "record_type": "body",
    "approved": "2025-12-31",
    "approved_bound": "exact",
    "operating": "2025-12-31",
    "operating_bound": "exact",
    "status": "in_operation",
    "evidence": "A2",
    "position_km": "0",
}


@dataclass(frozen=True)
class Case:
    """A scenario, and the same done to the table by hand: id -> cells to overwrite (None: the row goes)."""

    scenario: str
    edits: Mapping[str, Mapping[str, str] | None]
    question: Mapping[str, Any] = field(default_factory=dict)


MEIZHOU = {"lon": "116.1", "lat": "24.3", "prefecture": "441400", "county": "441403"}
ZHANJIANG = {"lon": "110.4", "lat": "21.2", "prefecture": "440800", "county": "440802"}
SHAOGUAN = {"lon": "113.6", "lat": "24.8", "prefecture": "440200", "county": "440203", "position_km": "0"}
CASES = {
    "one more": Case("add protection_centre 116.1,24.3 Meizhou", {"new-1": {**CENTRE, **MEIZHOU}}),
    "two more, ignoring borders": Case(
        "add protection_centre 116.1,24.3; add protection_centre 110.4,21.2",
        {"new-1": {**CENTRE, **MEIZHOU}, "new-2": {**CENTRE, **ZHANJIANG}},
        {"ignore_borders": True, "radius_km": 100},
    ),
    "one moved": Case("move protection-centre-shantou 113.6,24.8", {"protection-centre-shantou": SHAOGUAN}),
    "the provincial one moved": Case(
        "move protection-centre-guangdong 113.6,24.8", {"protection-centre-guangdong": SHAOGUAN}
    ),
    "one closed": Case("close rapid-rights-chaozhou-tableware", {"rapid-rights-chaozhou-tableware": None}),
    "all at once, operating": Case(
        "close protection-centre-foshan; add protection_centre 116.1,24.3; move protection-centre-shantou 113.6,24.8; "
        "status rapid-rights-yangjiang-hardware operating; status protection-centre-shenzhen approved",
        {
            "protection-centre-foshan": None,
            "new-1": {**CENTRE, **MEIZHOU},
            "protection-centre-shantou": SHAOGUAN,
            "rapid-rights-yangjiang-hardware": {
                "evidence": "A2",
                "approved": "2025-12-31",
                "approved_bound": "exact",
                "operating": "2025-12-31",
                "operating_bound": "exact",
            },
            "protection-centre-shenzhen": {
                "status": "approved",
                "approved": "2018-12",
                "approved_bound": "exact",
                "operating": "",
                "operating_bound": "unknown",
            },
        },
        {"definition": "national-operating"},
    ),
    "nothing": Case("", {}),
}


def edited(case: Case) -> list[dict[str, str]]:
    """The rows of the table with the edits made by hand."""
    table = {row["id"]: dict(row) for row in rows("bodies")}
    blank = dict.fromkeys(next(iter(table.values())), "")
    for record, cells in case.edits.items():
        if cells is None:
            del table[record]
        else:
            table[record] = {**table.get(record, blank), **cells, "id": record}
    return list(table.values())


def asked_question(case: Case) -> Question:
    return usual_question(**case.question, scenario=case.scenario)


def counting(case: Case, of: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows that count as in reach."""
    operating = asked_question(case).definition == "national-operating"
    return [
        row
        for row in of
        if row["kind"] in asked_question(case).kinds
        and row["lon"]
        and stands(row, asked_question(case))
        and (not operating or (row["operating"] and row["operating_bound"] != "unknown"))
    ]


def reached(case: Case, bodies: list[dict[str, str]]) -> list[bool]:
    """Whether each demand point has a body in reach, the slow way."""
    limit, found = asked_question(case).radius_km * 1000 / DETOUR, []
    metres = {body["id"]: metres_to(body["lon"], body["lat"]) for body in bodies}
    for number, place in enumerate(rows("demand_points")):
        mine = [metres[body["id"]][number] for body in bodies if serves(body, place, asked_question(case))]
        assert all(abs(each - limit) > UNSURE * each for each in mine), place["id"]
        found.append(any(each <= limit for each in mine))
    return found


@cache
def loops(name: str) -> tuple[list[bool], list[bool]]:
    case = CASES[name]
    return reached(case, counting(case, rows("bodies"))), reached(case, counting(case, edited(case)))


@cache
def with_edited_data(name: str) -> Atlas:
    """The atlas with the table edited by hand for its data."""
    frames, table = the_atlas().world.frames, the_atlas().world["bodies"]
    by_hand = pd.DataFrame(edited(CASES[name]), columns=list(table.columns))
    for column in ("lon", "lat", "position_km"):
        by_hand[column] = pd.to_numeric(by_hand[column])
    by_hand = by_hand.astype(table.dtypes.to_dict())
    return replace(the_atlas(), world=replace(the_atlas().world, frames={**frames, "bodies": by_hand}), memo=Memo())


@pytest.mark.parametrize("name", CASES)
def test_people_before_and_after_are_those_of_two_double_loops(name: str) -> None:
    told = effect_answer(the_atlas(), asked_question(CASES[name]))
    before, after = loops(name)
    whole = people([True] * len(before))
    assert (told["before"]["people"], told["after"]["people"]) == (whole, whole)
    assert (told["before"]["covered"], told["after"]["covered"]) == (people(before), people(after))
    assert told["delta"]["covered"] == people(after) - people(before)
    assert told["delta"]["share"] == pytest.approx((people(after) - people(before)) / whole, abs=1e-12)
    assert [each["prefecture"] for each in told["per_prefecture"]] == prefectures()
    for row in told["per_prefecture"]:
        old, new = (people(side, prefecture=row["prefecture"]) for side in (before, after))
        mine = people([True] * len(before), prefecture=row["prefecture"])
        assert (row["before"]["covered"], row["after"]["covered"], row["delta"]["covered"]) == (old, new, new - old)
        assert row["after"]["share"] == pytest.approx(new / mine, abs=1e-12)
        assert row["delta"]["share"] == pytest.approx((new - old) / mine, abs=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_zones_add_up_from_their_prefectures(name: str) -> None:
    told = effect_answer(the_atlas(), asked_question(CASES[name]))
    for zone in told["zones"]:
        mine = [row for row in told["per_prefecture"] if partition()[row["prefecture"]] == zone["zone"]]
        for when in ("before", "after", "delta"):
            assert zone[when]["covered"] == sum(row[when]["covered"] for row in mine)
    assert sum(zone["delta"]["covered"] for zone in told["zones"]) == told["delta"]["covered"]
    assert {zone["zone"] for zone in told["zones"]} == set(partition().values())


@pytest.mark.parametrize("name", CASES)
def test_definitions_and_states_are_those_of_an_atlas_with_the_edited_table(name: str) -> None:
    case = CASES[name]
    told, plain = effect_answer(the_atlas(), asked_question(case)), usual_question(**case.question)
    sides = {"before": the_atlas(), "after": with_edited_data(name)}
    for when, atlas in sides.items():
        rows_told = [row if row["verdict"] else None for row in ledger_answer(ledger(atlas, plain))]
        for definition, wanted in zip(told["definitions"], rows_told, strict=True):
            if wanted is None:
                assert definition[when] is None
            else:
                assert recorded(definition[when]) == {each: wanted[each] for each in recorded(definition[when])}
        counted = coverage_of(atlas, plain, plain.definition)
        for row in told["per_prefecture"]:
            state = counted.per_prefecture[row["prefecture"]]
            assert row[when]["state"] in ((state,) if when == "before" else (state, SUPPOSED[state]))
        assert [recorded(told[when])[each] for each in DEGREES] == [getattr(counted, each).count for each in DEGREES]
        assert told[when]["verdict"] == counted.verdict
    for degree, renamed in DEGREES.items():
        assert told["delta"][renamed] == told["after"][renamed] - told["before"][degree]


@pytest.mark.parametrize("name", CASES)
def test_what_differs_from_the_records_is_called_supposed_and_never_certain(name: str) -> None:
    told = effect_answer(the_atlas(), asked_question(CASES[name]))
    for row in told["per_prefecture"]:
        before, after = row["before"]["state"], row["after"]["state"]
        assert after == before or after in SUPPOSED.values()
    for definition in told["definitions"]:
        assert definition["after"] is None or "certain" not in definition["after"]
    assert "certain" not in told["after"]


@pytest.mark.parametrize("name", CASES)
def test_the_whole_atlas_speaks_of_the_scenario_as_of_data(name: str) -> None:
    case = CASES[name]
    plain = usual_question(**case.question)
    mine, theirs = gaps_answer(the_atlas(), asked_question(case)), gaps_answer(with_edited_data(name), plain)
    mine = mine["supposed"] or mine
    del theirs["supposed"]
    assert {each: mine[each] for each in theirs} == theirs
    assert distances_km(reach_of(the_atlas(), asked_question(case))) == distances_km(
        reach_of(with_edited_data(name), plain)
    )


@pytest.mark.parametrize("name", CASES)
def test_distances_are_those_of_every_resident_in_a_row(name: str) -> None:
    case = CASES[name]
    found = effect(the_atlas(), asked_question(case))
    for when, table in (("before", rows("bodies")), ("after", edited(case))):
        bodies = counting(case, table)
        for region in ("province", "441400", "440600"):
            line, _ = nearest_road_km(asked_question(case), bodies, prefecture="" if region == "province" else region)
            mean = sum(km * many for km, many in line) / sum(many for _, many in line)
            assert found.regions.at[region, f"mean_km_{when}"] == pytest.approx(mean, rel=UNSURE)
            assert found.regions.at[region, f"worst_km_{when}"] == pytest.approx(line[-1][0], rel=UNSURE)
    told = effect_answer(the_atlas(), asked_question(case))
    assert told["delta"]["mean_km"] == told["after"]["mean_km"] - told["before"]["mean_km"]


def test_without_changes_there_is_no_difference() -> None:
    told = effect_answer(the_atlas(), usual_question())
    assert told["before"] == recorded(told["after"])
    assert set(told["delta"].values()) == {0}
    assert told["changes"] == []
    assert all(row["before"] == row["after"] for row in told["per_prefecture"])


def test_adding_and_closing_again_is_no_change() -> None:
    told = effect_answer(the_atlas(), usual_question(scenario="add protection_centre 116.1,24.3; close new-1"))
    assert told["before"] == recorded(told["after"])
    assert len(told["changes"]) == 2


def test_a_body_added_never_takes_residents_away_and_one_closed_never_brings_any() -> None:
    for seat in the_atlas().world["prefectures"].to_dict("records"):
        told = effect_answer(
            the_atlas(),
            usual_question(scenario=f"add protection_centre {seat['seat_lon']},{seat['seat_lat']} {seat['name_zh']}"),
        )
        assert all(row["delta"]["covered"] >= 0 for row in told["per_prefecture"])
        mine = next(row for row in told["per_prefecture"] if row["prefecture"] == seat["adcode"])
        assert mine["after"]["state"] == ("certain" if mine["before"]["state"] == "certain" else "supposed")
    for body in reach_of(the_atlas(), usual_question()).bodies["id"]:
        told = effect_answer(the_atlas(), usual_question(scenario=f"close {body}"))
        assert all(row["delta"]["covered"] <= 0 for row in told["per_prefecture"])


def test_the_records_stand_before_all_that_is_supposed_and_a_closed_record_can_no_longer_be_wrong() -> None:
    shantou = "protection-centre-shantou"
    wrong = usual_question(wrong=(shantou,), scenario=f"close {shantou}; add protection_centre 116.1,24.3")
    told = effect_answer(the_atlas(), wrong)
    assert told["before"]["covered"] == gaps_answer(the_atlas(), usual_question())["covered"]
    assert told["after"] == effect_answer(the_atlas(), wrong.with_changes(wrong=()))["after"]


def test_a_change_that_cannot_be_made_is_named_and_the_others_are_made() -> None:
    told = effect_answer(the_atlas(), usual_question(scenario="close moon; hop; add protection_centre 116.1,24.3"))
    assert len(told["changes"]) == 1
    assert len(told["not_applied"]) == 2
    assert "moon is not the id of a body" in " ".join(told["not_applied"])
    assert told["delta"]["covered"] > 0


def test_where_nobody_is_reached_unknown_stays_unknown() -> None:
    found = effect(the_atlas(), usual_question(kinds=(), scenario="add protection_centre 116.1,24.3"))
    assert math.isnan(found.regions.at["province", "mean_km_before"])
    assert math.isnan(found.regions.at["province", "mean_km_delta"])
    assert found.regions.at["province", "covered_delta"] == 0


def test_the_link_of_a_scenario_gives_the_same_numbers() -> None:
    mine = asked_question(CASES["all at once, operating"]).with_changes(scenario_name="试；one")
    again, problems = from_params(to_params(mine, choices()), choices())
    assert problems == []
    assert again.scenario_name == mine.scenario_name
    assert effect_answer(the_atlas(), again) == effect_answer(the_atlas(), mine)


def test_the_table_for_a_terminal_names_every_region_and_definition() -> None:
    told = as_text(the_atlas(), effect(the_atlas(), asked_question(CASES["one more"])))
    for adcode in prefectures():
        assert f"\n{adcode} " in told
    for definition in the_atlas().plan.definitions:
        assert f"\n{definition['id']} " in told
    assert "none > supposed" in told
    assert "> certain" not in told.replace("certain > certain", "")


def test_what_is_only_assumed_says_so_in_its_notes_and_sources() -> None:
    changes = (
        "add protection_centre 116.1,24.3; move protection-centre-shantou 113.6,24.8; close protection-centre-foshan"
    )
    table = assumed(the_atlas(), usual_question(scenario=changes)).set_index("id")
    assert (table.at["new-1", "notes"], table.at["new-1", "sources"]) == ("设想：不在数据之中", "设想")
    was = the_atlas().world["bodies"].set_index("id").at["protection-centre-shantou", "notes"]
    assert table.at["protection-centre-shantou", "notes"] == f"设想：点位已移 · {was}"
    assert "protection-centre-foshan" not in table.index

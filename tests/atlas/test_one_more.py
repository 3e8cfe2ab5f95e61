"""What one more body at the seat of a prefecture would change, counted place by place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from atlas.atlas import Atlas
from atlas.ledger import coverage_of, ledger
from atlas.memo import Memo
from atlas.one_more import effect_of_one_more
from atlas.question.question import Question
from atlas.reach import reach_of
from atlas.scenario.reading import scenario_of
from geo.scenario import MOST_CHANGES, Add, Scenario
from geo.scenario_text import to_text
from tests.addresses import SCENARIO
from tests.atlas.oracles import gained, in_reach, people
from tests.atlas.worlds import ledger_once, prefecture_pages, reached_once
from tests.worlds import prefectures, the_atlas, usual_question

FULL = to_text(
    Scenario(
        changes=tuple(Add(f"new-{each}", "protection_centre", "", 113.26, 23.13) for each in range(1, MOST_CHANGES + 1))
    )
)


def with_one_more(atlas: Atlas, question: Question, kind: str, adcode: str) -> Question:
    """The question with a body of a kind added to its scenario at the seat of a prefecture; a scenario that is full, or
    a kind no record has, stays as it is.
    """
    held = scenario_of(atlas, question).found.usable.changes
    taken = [int(each.id.removeprefix("new-")) for each in held if isinstance(each, Add)]
    seat = atlas.world["prefectures"].set_index("adcode").loc[adcode]
    if not kind or len(held) >= MOST_CHANGES:
        return question
    one = Add(f"new-{max(taken, default=0) + 1}", kind, "", float(seat["seat_lon"]), float(seat["seat_lat"]))
    return question.with_changes(scenario=to_text(Scenario(changes=(*held, one))))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"as_of": date(2016, 6, 30), "definition": "national-operating"},
        {"kinds": ("rapid_rights_centre",)},
        {"kinds": ()},
        {"industry": "灯饰照明"},
        {"confirmed_only": True, "literal": True},
        {"radius_km": 0},
        {"radius_km": 400, "ignore_borders": True},
        {"radius_km": 120, "ignore_borders": True, "distance": "by-distance"},
        {"wrong": ("protection-centre-shantou",), "confirmed": ("rapid-rights-yangjiang-hardware",)},
        {"scenario": SCENARIO},
        {"scenario": FULL},
    ],
    ids=lambda changes: " ".join(changes) or "usual",
)
def test_the_effect_is_that_of_the_same_question_with_the_centre_in_its_scenario(changes: dict[str, Any]) -> None:
    atlas, question = the_atlas(), usual_question(**changes)
    rows_of, reached = ledger(atlas, question), reach_of(atlas, question)
    for adcode in prefectures()[::4]:
        told = effect_of_one_more(atlas, question, reached, rows_of, adcode)
        more = with_one_more(atlas, question, told["kind"], adcode)
        after = reach_of(atlas, more).found
        assert told["more"] == round(after.covered - reached.found.covered)
        assert told["share_after"] == pytest.approx(after.share, abs=1e-12)
        for each in told["definitions"]:
            assert each["after"] == coverage_of(atlas, more, each["id"]).best.count, (adcode, each["id"])


def test_only_one_town_lies_too_near_to_the_radius_to_be_sure() -> None:
    """Yingya is 38,461.77 m from the seat of Meizhou, and 50 km of road are 38,461.54 m."""
    unsure = [each for each in prefectures() if gained(usual_question(), each)[0] != gained(usual_question(), each)[1]]
    assert unsure == ["441400"]


@pytest.mark.parametrize("adcode", prefectures())
@pytest.mark.parametrize(
    "changes", [{}, {"ignore_borders": True}, {"radius_km": 20}, {"as_of": date(2020, 12, 31)}], ids=str
)
def test_one_more_body_at_the_seat_reaches_those_nobody_reaches_yet(changes: dict[str, Any], adcode: str) -> None:
    question = usual_question(**changes)
    told = effect_of_one_more(the_atlas(), question, reached_once(question), ledger_once(question), adcode)
    total, before = people([True] * len(in_reach(question))), people(in_reach(question))
    least, most = gained(question, adcode)
    assert least <= told["more"] <= most
    assert told["share_before"] == pytest.approx(before / total, abs=1e-12)
    assert told["share_after"] == pytest.approx((before + told["more"]) / total, abs=1e-12)
    assert told["radius_km"] == question.radius_km
    coverage = {
        row.id: row.result for row in ledger_once(question) if row.rule == "coverage" and row.result is not None
    }
    assert [each["id"] for each in told["definitions"]] == list(coverage)
    for each in told["definitions"]:
        best = coverage[each["id"]].best.prefectures
        assert (each["before"], each["after"]) == (len(best), len({*best, adcode})), each["id"]
        assert each["needed"] == 17


@pytest.mark.parametrize("adcode", prefectures())
def test_the_page_carries_the_effect_of_the_plain_question(adcode: str) -> None:
    found = prefecture_pages()[adcode].effect
    assert found == effect_of_one_more(
        the_atlas(), usual_question(), reached_once(usual_question()), ledger_once(usual_question()), adcode
    )


def test_one_more_centre_counts_only_where_the_definition_admits_its_kind() -> None:
    """A ledger with a definition of courts: a protection centre more is no court more."""
    usual = the_atlas().plan.definitions[0]
    courts = {**usual, "id": "courts", "admits": [{"kinds": ["court"]}], "target": usual["target"]}
    plan = replace(the_atlas().plan, definitions=[*the_atlas().plan.definitions, courts])
    widened = replace(the_atlas(), plan=plan, memo=Memo())
    question = usual_question()
    rows_of, reached = ledger(widened, question), reach_of(widened, question)
    courts_now = next(row for row in rows_of if row.id == "courts").result
    assert courts_now is not None
    for adcode in prefectures():
        told = effect_of_one_more(widened, question, reached, rows_of, adcode)
        mine = {each["id"]: each for each in told["definitions"]}
        assert told["kind"] == "protection_centre"
        assert mine["courts"]["after"] == mine["courts"]["before"] == courts_now.best.count
        assert not mine["courts"]["admits"]
        assert mine[usual["id"]]["admits"]


def test_one_more_centre_under_an_industry_it_is_not_approved_for_reaches_nobody_more() -> None:
    question = usual_question(industry="灯饰照明")
    told = effect_of_one_more(
        the_atlas(), question, reach_of(the_atlas(), question), ledger(the_atlas(), question), "441400"
    )
    assert told["more"] == 0
    assert any(each["after"] > each["before"] for each in told["definitions"])


def test_every_seat_lies_in_its_own_prefecture_so_that_a_centre_more_is_one_of_it() -> None:
    for adcode in prefectures():
        more = with_one_more(the_atlas(), usual_question(), "protection_centre", adcode)
        added = scenario_of(the_atlas(), more).found.usable.changes
        assert len(added) == 1
        assert scenario_of(the_atlas(), more).found.counties[0][:4] == adcode[:4]

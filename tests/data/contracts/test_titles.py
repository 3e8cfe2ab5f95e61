"""Titles of prefectures and latest known outcomes: a title begins before it ends, a value says where it is from."""

from __future__ import annotations

from data.catalog import read
from data.plans import plan_ids, read_plan
from geo.partial_dates import first_day, last_day

TITLES, OUTCOMES = read("titles"), read("outcomes")


def test_a_total_has_no_place() -> None:
    assert TITLES.dropna(subset="n")["prefecture"].eq("").all()


def test_a_title_has_a_beginning_and_ends_after_it() -> None:
    for title in TITLES.to_dict("records"):
        assert title["since"], title["id"]
        if title["until"]:
            assert first_day(title["since"]) <= last_day(title["until"]), title["id"]


def test_an_outcome_points_to_a_target_of_a_plan() -> None:
    targets = {each.id for plan in plan_ids() for each in read_plan(plan).targets}
    assert set(OUTCOMES["target"]) - {""} <= targets


def test_a_value_has_a_date_and_a_source_and_a_weak_one_says_how_it_was_derived() -> None:
    valued = OUTCOMES.dropna(subset="value")
    assert valued["date"].ne("").all()
    assert valued["sources"].ne("").all()
    assert valued.loc[valued["evidence"] == "B", "method_zh"].ne("").all()


def test_what_is_read_beside_a_target_is_no_result_of_it_and_a_bound_says_how_it_was_reckoned() -> None:
    targets = {each.id for plan in plan_ids() for each in read_plan(plan).targets}
    for outcome in OUTCOMES.to_dict("records"):
        assert not (outcome["target"] and outcome["context"]), outcome["id"]
        assert outcome["context"] in {"", *targets}, outcome["id"]
        if outcome["context"]:
            assert outcome["date"], outcome["id"]
        if outcome["bound"]:
            assert outcome["target"], outcome["id"]
            assert outcome["method_zh"], outcome["id"]

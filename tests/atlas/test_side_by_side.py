"""The pinned view beside the present one: each is what it is alone, and its totals are counted again."""

from __future__ import annotations

import random
from datetime import date

from atlas.inquiry import Inquiry
from atlas.ledger import coverage_of
from atlas.map_state import map_state
from atlas.question.question import from_params, to_params
from atlas.reach import reach_of
from atlas.side_by_side import beside, is_beside, pinned_as_shown
from tests.atlas.oracles import amounts
from tests.worlds import choices, random_question, the_atlas, usual_question

LAYERS = ("neighbours", "prefectures", "reach")


def test_it_stands_beside_only_where_another_view_is_pinned_and_the_map_shows_no_difference() -> None:
    question = usual_question(layers=LAYERS)
    assert not is_beside(question)
    assert not is_beside(question.with_changes(against=question.pinned()))
    other = question.with_changes(against=question.with_changes(radius_km=80).pinned())
    assert is_beside(other)
    assert not is_beside(other.with_changes(layers=("difference",)))
    assert beside(the_atlas(), question) is None
    assert beside(the_atlas(), other.with_changes(layers=("difference",))) is None


def test_a_is_the_map_that_its_own_link_shows() -> None:
    first = usual_question(as_of=date(2020, 12, 31), radius_km=80, layers=LAYERS)
    then = usual_question(layers=LAYERS).with_changes(against=first.pinned())
    told = beside(the_atlas(), then)
    assert told is not None
    alone, problems = from_params(to_params(first, choices()), choices())
    assert not problems
    assert told["state"] == map_state(alone, Inquiry(the_atlas(), alone).view)
    assert told["before"][0] == "A · 日期：2020-12-31；半径：80公里"
    assert told["after"][0] == "B · 日期：2025-12-31；半径：50公里"


def test_the_totals_of_both_are_counted_again_for_random_pairs() -> None:
    source = random.Random(20261127)
    for _ in range(12):
        first, then = random_question(source), random_question(source)
        then = then.with_changes(layers=LAYERS, against=first.pinned())
        told = beside(the_atlas(), then)
        if told is None:
            assert first.pinned() == then.pinned()
            continue
        for side, question in (("before", pinned_as_shown(then)), ("after", then)):
            weights = amounts(question.weight)
            times = reach_of(the_atlas(), question).found.in_reach
            reached = [amount for amount, there in zip(weights, times, strict=True) if there]
            counted = coverage_of(the_atlas(), question, question.definition).per_prefecture
            n = sum(state in ("certain", "best") for state in counted)
            assert f"21市中{n}市计入" in told[side][1]
            share = f"{100 * sum(reached) / sum(weights):.1f}%"
            assert f"可及{share}" in told[side][1]
            assert told[side][1].endswith("（设想）") == question.supposes

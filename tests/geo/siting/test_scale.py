"""A question is the same in people, in thousandths of them, in metres or in light years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from geo.errors import BadValueError
from geo.siting import (
    Answer,
    Floor,
    ImpossibleError,
    Rule,
    Task,
    cover_all,
    cover_most,
    frontier,
    p_center,
    p_median,
    rule_plan,
)
from geo.siting.conflict import explain, one_fewer
from geo.siting.equity import explain_floors
from geo.siting.units import NEAR, scaled
from tests.geo.siting import oracle
from tests.geo.siting.worlds import drawn

POWERS = [-12, -9, -6, -3, -1, 1, 2, 5, 8, 12]
GROUPS = np.arange(14) % 5
ZONES = {"north": np.array([0, 1])}


def rule(radius: float) -> Rule:
    return Rule(radius, Fraction(7, 10), 3, GROUPS, tuple("abcde"), ZONES, {"north": 1})


QUESTIONS: dict[str, Callable[[Task, float], Answer]] = {
    "mclp": lambda task, radius: cover_most(task, 3, radius),
    "mclp with a floor": lambda task, radius: cover_most(
        task, 3, radius, floors=[Floor("some", np.arange(5), Fraction(1, 2))]
    ),
    "lscp": lambda task, radius: cover_all(task, 2 * radius),
    "p-median": lambda task, _: p_median(task, 3),
    "p-center": lambda task, _: p_center(task, 3),
    "rule": lambda task, radius: rule_plan(task, rule(radius)),
}


def told(question: str, task: Task, radius: float) -> object:
    try:
        answer = QUESTIONS[question](task, radius)
    except ImpossibleError:
        return "impossible"
    return answer.sites, answer.status, [stage.gap for stage in answer.stages]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_unit_of_the_weights_changes_nothing(question: str, seed: int) -> None:
    task = drawn(seed)
    expected = told(question, task, 2.5)
    for power in POWERS:
        assert told(question, replace(task, weights=task.weights * 10.0**power), 2.5) == expected, power


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_unit_of_the_costs_changes_nothing(question: str, seed: int) -> None:
    task = drawn(seed)
    expected = told(question, task, 2.5)
    for power in POWERS:
        ten = 10.0**power
        other = replace(task, cost=task.cost * ten, already=task.already * ten)
        assert told(question, other, 2.5 * ten) == expected, power


@pytest.mark.parametrize("power", [-12, -7, 7, 12])
def test_the_unit_changes_neither_a_frontier_nor_the_reason_why_something_cannot_be(power: int) -> None:
    task = replace(drawn(5), quotas=())
    other = replace(task, weights=task.weights * 10.0**power)
    assert list(frontier(task, 5, 2.0).points["sites"]) == list(frontier(other, 5, 2.0).points["sites"])
    assert frontier(task, 5, 2.0).order == frontier(other, 5, 2.0).order
    hard = replace(rule(1.0), k=5)
    assert explain(task, hard) == explain(other, hard)
    answer = rule_plan(task, rule(2.5))
    assert one_fewer(task, rule(2.5), answer) == one_fewer(other, rule(2.5), answer)
    floors = [Floor("one", np.arange(7), Fraction(9, 10)), Floor("two", np.arange(7, 14), Fraction(9, 10))]
    assert explain_floors(task, 2, 2.0, floors) == explain_floors(other, 2, 2.0, floors)


COST = np.array([[9.0, 9, 1], [1, 9, 9], [1, 9, 1]])


@pytest.mark.parametrize("power", range(-12, 13))
def test_weights_far_below_one_are_told_apart(power: int) -> None:
    answer = cover_most(Task(COST, np.array([7.0, 6, 4]) * 10.0**power), 1, 2)
    assert (answer.sites, answer.status) == ((2,), "optimal")
    assert answer.objective == pytest.approx(11 * 10.0**power)


@pytest.mark.parametrize("large", [1e3, 1e5, 1e7])
def test_a_large_weight_beside_them_changes_nothing(large: float) -> None:
    cost = np.vstack([COST, [1, 1, 1]])
    answer = cover_most(Task(cost, np.array([7e-3, 6e-3, 4e-3, large])), 1, 2)
    assert (answer.sites, answer.status) == ((2,), "optimal")


def test_a_bound_is_the_solvers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that ends with a bound above its answer has proven nothing."""
    from geo.siting import cover

    solve = cover.solve
    monkeypatch.setattr(cover, "solve", lambda *args, **named: replace(solve(*args, **named), bound=12.0))
    answer = cover_most(Task(COST, np.array([7.0, 6, 4])), 1, 2)
    assert (answer.objective, answer.bound, answer.status) == (11.0, 12.0, "time_limit")


@pytest.mark.parametrize("seed", range(60))
def test_numbers_in_their_unit_are_the_same_for_every_power_of_ten(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = [rng.integers(0, 2000, 30) / 10, rng.uniform(0, 1, 30), rng.integers(1, 10**8, 30)][seed % 3].astype(float)
    known = scaled(values)
    assert known.values * known.unit == pytest.approx(values, rel=1e-12)
    assert known.whole == (seed % 3 != 1)
    for power in range(-12, 13):
        np.testing.assert_array_equal(scaled(values * 10.0**power).values, known.values)


@pytest.mark.parametrize("seed", range(30))
def test_a_place_at_the_radius_is_within_it_in_every_unit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tenths = rng.integers(1, 60, (8, 5))
    for power in range(-12, 13):
        task = Task(tenths * 0.1 * 10.0**power, np.ones(8))
        np.testing.assert_array_equal(task.within(2.7 * 10.0**power), tenths <= 27)


def test_beyond_the_radius_is_beyond_however_small_the_costs() -> None:
    task = Task(np.array([[1e-9, 2e-9]]), np.ones(1))
    assert task.within(1e-9).tolist() == [[True, False]]
    assert not task.within(1e-9 * (1 - 3 * NEAR))[0, 0]


def test_nobody_to_serve_is_refused_before_any_question() -> None:
    with pytest.raises(BadValueError, match="some weight"):
        replace(drawn(0), weights=np.zeros(14))


@pytest.mark.parametrize("seed", range(20))
def test_a_share_reached_exactly_is_reached_in_every_unit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.integers(1, 50, 10).astype(float)
    weights[-1] = 10 * (weights.sum() // 10 + 1) - weights[:-1].sum()
    has = weights[:6].sum()
    share = Fraction(int(has), int(weights.sum()))
    task = Task(np.where(np.arange(10) < 6, 1.0, 9.0)[:, None], weights)
    for power in range(-12, 13):
        other = replace(task, weights=task.weights * 10.0**power)
        assert Rule(1.0, share, 1, np.zeros(10, dtype=int), ("a",)).met(other, [0])
        assert cover_most(other, 1, 1.0, floors=[Floor("a", np.arange(10), share)]).status == "optimal"
        assert rule_plan(other, Rule(1.0, share, 1, np.zeros(10, dtype=int), ("a",))).sites == (0,)
    assert oracle.covered(task, (0,), 1.0) == has

"""Every search ends, and is right about equal costs: small questions in tenths, which no machine holds exactly."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
import pytest

from geo.siting import Clock, ImpossibleError, Rule, Task, cover_all, cover_most, p_center, p_median, rule_plan
from geo.siting.levels import Levels
from tests.geo.siting import oracle
from tests.geo.siting.worlds import by_squares, plane

# Three tenths twice: once as written, once added up.
TIES = np.array([[0.1, 0.30000000000000004, 0.5], [0.7, 0.3, 0.30000000000000004]])


def test_three_tenths_twice_are_one_distance_and_the_search_ends() -> None:
    began = time.monotonic()
    answer = p_center(Task(TIES, np.ones(2)), 1)
    assert time.monotonic() - began < 1
    assert (answer.sites, answer.status) == ((1,), "optimal")
    assert answer.objective == answer.bound == pytest.approx(0.3)


def test_the_last_aim_of_the_rule_ends_too() -> None:
    rule = Rule(0.7, Fraction(1), 1, np.zeros(2, dtype=int), ("all",))
    began = time.monotonic()
    answer = rule_plan(Task(TIES, np.ones(2)), rule)
    assert time.monotonic() - began < 1
    assert (answer.sites, answer.status) == ((1,), "optimal")
    assert answer.stages[-1].objective == pytest.approx(0.3)


def tenths(seed: int) -> Task:
    """Costs that are sums of tenths, so that equal ones differ in their last digit."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(2, 7)), int(rng.integers(2, 6))
    cost = np.zeros((n, m))
    for _ in range(int(rng.integers(1, 9))):
        cost += 0.1 * rng.integers(0, 4, (n, m))
    return Task(cost, rng.integers(1, 4, n) * 0.1)


@pytest.mark.parametrize("seed", range(300))
def test_small_questions_in_tenths_end_and_equal_every_choice(seed: int) -> None:
    task, p = tenths(seed), 1 + seed % 2
    choices = oracle.choices(task, p)
    worst = min(oracle.worst(task, sites) for sites in choices)
    answer = p_center(task, p)
    assert answer.status == "optimal"
    assert answer.objective == answer.bound == oracle.worst(task, answer.sites) == pytest.approx(worst, abs=1e-12)

    radius = worst * 0.8
    most = max(oracle.covered(task, sites, radius + 1e-12) for sites in choices)
    reached = cover_most(task, p, radius)
    assert (reached.objective, reached.status) == (pytest.approx(most), "optimal")

    total = min(oracle.mean(task, sites) for sites in choices) * sum(task.weights)
    assert p_median(task, p).objective == pytest.approx(total, abs=1e-12)
    assert p_median(task, p).status == "optimal"


@pytest.mark.parametrize("seed", range(100))
def test_the_rule_in_tenths_ends_and_equals_every_choice(seed: int) -> None:
    task = tenths(seed)
    whole = Task(task.cost, np.rint(task.weights * 10))
    rule = Rule(float(np.median(task.cost)) + 1e-12, Fraction(3, 5), 1, np.arange(task.n) % 2, ("a", "b"))
    expected = oracle.rule_plan(whole, rule)
    if expected is None:
        with pytest.raises(ImpossibleError):
            rule_plan(task, rule)
        return
    answer = rule_plan(task, rule)
    sites, covered, worst = (stage.objective for stage in answer.stages)
    assert (sites, covered * 10, worst) == pytest.approx(expected, abs=1e-9)
    assert answer.status == "optimal"


def test_levels_are_the_different_costs_and_none_lies_between_two_that_are_the_same() -> None:
    levels = Levels.of(np.array([[0.3, 0.1 + 0.2], [np.inf, 0.7]]), np.array([0.0, 0.7]))
    assert levels.costs == pytest.approx([0, 0.3, 0.7])
    assert [levels.place(each) for each in (0, 0.3, 0.1 + 0.2, 0.7)] == [0, 1, 1, 2]
    assert len(Levels.of(np.array([np.inf]))) == 0


HARD = plane(1500, 700)


@pytest.mark.parametrize("limit_s", [1e-6, 0.05, 0.5])
def test_with_no_time_every_bound_is_a_number_and_true(limit_s: float) -> None:
    """In a square of 100 x 100 with places everywhere, a radius of 9 reaches a fraction of it from one site."""
    covering = cover_all(HARD, 9.0, clock=Clock(limit_s))
    assert 1 <= covering.bound <= covering.objective
    # A disc of radius 9 holds no two places that are more than 18 apart.
    assert covering.bound >= 9
    most = cover_most(HARD, 40, 9.0, clock=Clock(limit_s))
    assert most.objective <= most.bound <= HARD.weights.sum()
    worst = p_center(HARD, 30, clock=Clock(limit_s))
    assert 0 <= worst.bound <= worst.objective
    plan = rule_plan(HARD, by_squares(HARD), clock=Clock(max(limit_s, 0.5)))
    assert all(np.isfinite(stage.bound) for stage in plan.stages)
    assert plan.bound >= 1

"""The exact answers against every choice, on small instances of every kind."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from geo.siting import (
    ImpossibleError,
    Rule,
    cover_all,
    cover_most,
    p_center,
    p_median,
    rule_plan,
)
from tests.geo.siting import oracle
from tests.geo.siting.worlds import drawn

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("p", [1, 2, 3])
def test_most_covered_equals_every_choice(seed: int, p: int) -> None:
    task = drawn(seed)
    found = [oracle.covered(task, sites, 2.5) for sites in oracle.choices(task, p)]
    if not found:
        with pytest.raises(ImpossibleError):
            cover_most(task, p, 2.5)
        return
    answer = cover_most(task, p, 2.5)
    assert answer.objective == pytest.approx(max(found), abs=1e-6)
    assert (answer.gap, answer.status) == (0, "optimal")
    assert oracle.allowed(task, answer.sites)
    assert len(answer.sites) == p


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("p", [1, 2, 3])
def test_least_mean_equals_every_choice(seed: int, p: int) -> None:
    task = drawn(seed)
    found = [oracle.mean(task, sites) for sites in oracle.choices(task, p)]
    if not np.isfinite(found).any():
        with pytest.raises(ImpossibleError):
            p_median(task, p)
        return
    answer = p_median(task, p)
    assert answer.objective == pytest.approx(min(found) * task.weights.sum(), rel=1e-9)
    assert (answer.gap, answer.status) == (0, "optimal")
    assert oracle.allowed(task, answer.sites)
    assert len(answer.sites) == p


# Each was once answered by sites that break its quota and called proven: bounds had left one choice alone.
BROKE = [(84, 1), (164, 1), (284, 1), (289, 1), (369, 1), (124, 2), (269, 2), (99, 3), (379, 3), (389, 4), (399, 4)]


@pytest.mark.parametrize(("seed", "p"), BROKE)
def test_what_bounds_leave_alone_is_no_answer_where_it_breaks_a_quota(seed: int, p: int) -> None:
    task = drawn(seed)
    assert task.quotas
    answer = p_median(task, p)
    assert answer.objective == pytest.approx(
        min(oracle.mean(task, sites) for sites in oracle.choices(task, p)) * task.weights.sum(), rel=1e-9
    )
    assert (answer.gap, answer.status) == (0, "optimal")
    assert oracle.allowed(task, answer.sites)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("p", [1, 2, 3])
def test_least_worst_equals_every_choice(seed: int, p: int) -> None:
    task = drawn(seed)
    found = [oracle.worst(task, sites) for sites in oracle.choices(task, p)]
    if not np.isfinite(found).any():
        with pytest.raises(ImpossibleError):
            p_center(task, p)
        return
    answer = p_center(task, p)
    assert answer.objective == pytest.approx(min(found), abs=1e-9)
    assert (answer.gap, answer.status) == (0, "optimal")
    assert oracle.allowed(task, answer.sites)
    assert len(answer.sites) == p


@pytest.mark.parametrize("seed", SEEDS)
def test_fewest_for_all_equals_every_choice(seed: int) -> None:
    task = drawn(seed)
    counts = [p for p in range(task.m + 1) if any(oracle.worst(task, s) <= 4 for s in oracle.choices(task, p))]
    if not counts:
        with pytest.raises(ImpossibleError):
            cover_all(task, 4)
        return
    answer = cover_all(task, 4)
    assert (answer.objective, answer.gap, answer.status) == (counts[0], 0, "optimal")
    assert oracle.allowed(task, answer.sites)
    assert oracle.worst(task, answer.sites) <= 4


@pytest.mark.parametrize("seed", range(200))
def test_the_rule_equals_every_choice(seed: int) -> None:
    rng = np.random.default_rng(1000 + seed)
    task = drawn(seed, n=int(rng.integers(8, 16)), m=int(rng.integers(5, 9)))
    groups = rng.integers(0, 5, task.n)
    zones = {"north": np.array([0, 1]), "core": np.array([2, 3, 4])}
    floors = {"north": int(rng.integers(0, 3))} if seed % 2 else {}
    share = Fraction(int(rng.integers(5, 11)), 10)
    rule = Rule(float(rng.uniform(1.5, 4)), share, int(rng.integers(0, 6)), groups, tuple("abcde"), zones, floors)
    expected = oracle.rule_plan(task, rule)
    if expected is None:
        with pytest.raises(ImpossibleError):
            rule_plan(task, rule)
        return
    answer = rule_plan(task, rule)
    assert [stage.objective for stage in answer.stages] == pytest.approx(list(expected), abs=1e-6)
    assert [stage.gap for stage in answer.stages] == [0, 0, 0]
    assert oracle.met(task, rule, answer.sites)
    assert oracle.allowed(task, answer.sites)

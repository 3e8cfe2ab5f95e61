"""Graphs made as the published p-median sets are (OR-Library: random edges of length 1 to 100, all shortest paths),
against an independent model, and against greedy with interchange.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from geo.siting import Clock, Task, p_center, p_median
from tests.geo.siting.oracle import by_milp
from tools.bench.graphs import graph


def simple(cost: np.ndarray, p: int, until: float) -> float:
    """Greedy, then any swap that helps, one pair after the other."""
    sites: list[int] = []
    for _ in range(p):
        best = np.minimum(cost, cost[:, sites].min(axis=1, initial=np.inf)[:, None]).sum(axis=0)
        sites.append(int(np.argmin(best)))
    better = True
    while better and time.monotonic() < until:
        better = False
        for place in range(p):
            others = cost[:, sites[:place] + sites[place + 1 :]].min(axis=1, initial=np.inf)
            totals = np.minimum(cost, others[:, None]).sum(axis=0)
            candidate = int(np.argmin(totals))
            if totals[candidate] < np.minimum(others, cost[:, sites[place]]).sum() - 1e-9:
                sites[place], better = candidate, True
    return float(cost[:, sites].min(axis=1).sum())


@pytest.mark.parametrize(("n", "p"), [(40, 3), (60, 5), (60, 20)])
def test_small_graphs_equal_an_independent_model(n: int, p: int) -> None:
    cost = graph(n)
    answer = p_median(Task(cost, np.ones(n)), p)
    assert answer.objective == pytest.approx(by_milp(cost, p))
    assert (answer.gap, answer.status) == (0, "optimal")


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("n", "p"), [(100, 5), (100, 10), (100, 33), (200, 20), (200, 67)])
def test_larger_graphs_equal_an_independent_model(n: int, p: int) -> None:
    cost = graph(n)
    answer = p_median(Task(cost, np.ones(n)), p, clock=Clock(60))
    assert answer.objective == pytest.approx(by_milp(cost, p))
    assert (answer.gap, answer.status) == (0, "optimal")


@pytest.mark.parametrize(("n", "p"), [(100, 5), (100, 10), (100, 20), (200, 5), (200, 10), (200, 40), (200, 67)])
def test_up_to_two_hundred_nodes_are_proven(n: int, p: int) -> None:
    cost = graph(n)
    answer = p_median(Task(cost, np.ones(n)), p, clock=Clock(60))
    assert (answer.gap, answer.status) == (0, "optimal")
    assert answer.objective == cost[:, list(answer.sites)].min(axis=1).sum()
    assert answer.objective <= simple(cost, p, time.monotonic() + 10) + 1e-6


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("n", range(100, 1000, 100))
@pytest.mark.parametrize("p", [lambda n: 5, lambda n: 10, lambda n: n // 10, lambda n: n // 3])
def test_all_sizes_of_the_published_sets_are_proven(n: int, p: Callable[[int], int]) -> None:
    cost = graph(n)
    for problem in (p_median, p_center):
        answer = problem(Task(cost, np.ones(n)), p(n), clock=Clock(300))
        assert (answer.gap, answer.status) == (0, "optimal")


@pytest.mark.parametrize(
    ("n", "p"),
    [
        (400, 5),
        (400, 80),
        *(pytest.param(*each, marks=pytest.mark.long) for each in [(600, 10), (900, 5), (900, 90), (900, 300)]),
    ],
)
def test_up_to_nine_hundred_nodes_have_a_true_bound_in_time(n: int, p: int) -> None:
    cost, began = graph(n), time.monotonic()
    answer = p_median(Task(cost, np.ones(n)), p, clock=Clock(8))
    assert time.monotonic() - began < 9.5
    assert 0.9 * answer.objective < answer.bound <= answer.objective
    assert (answer.status == "optimal") == (answer.gap == 0)
    assert answer.objective == cost[:, list(answer.sites)].min(axis=1).sum()
    assert answer.objective <= simple(cost, p, time.monotonic() + 8) + 1e-6

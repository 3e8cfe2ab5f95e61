"""What a covering question can do without changes no answer."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geo.siting.cover import with_workers
from geo.siting.task import Quota, Task

RADIUS = 10.0


def random_task(seed: int, **more: object) -> Task:
    """Twelve places, nine candidates, three of them twins of others, one place with a body already."""
    chance = np.random.default_rng(seed)
    cost = chance.uniform(0, 25, (12, 6))
    cost = np.hstack([cost, cost[:, :3] + chance.choice([0.0, 6.0], (12, 3))])
    already = np.full(12, np.inf)
    already[0] = 1.0
    return Task(cost, chance.integers(1, 100, 12).astype(float), already, **more)  # type: ignore[arg-type]


def most_covered(task: Task, p: int) -> float:
    """Every choice of p candidates that may be chosen, one after the other."""
    return max(task.covered(sites, RADIUS) for sites in combinations(task.free.tolist(), p))


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("p", [1, 2, 3])
def test_as_few_candidates_reach_as_much(seed: int, p: int) -> None:
    task = random_task(seed)
    less = with_workers(task, RADIUS)
    assert len(less.free) < task.m
    if len(less.free) >= p:
        assert most_covered(less, p) == most_covered(task, p)


@pytest.mark.parametrize("seed", range(10))
def test_whoever_is_left_out_does_no_more_than_one_who_stays(seed: int) -> None:
    task = random_task(seed)
    within = task.within(RADIUS)[~task.reached_already(RADIUS)]
    less = with_workers(task, RADIUS)
    for gone in less.ban:
        assert not within[:, gone].any() or any((within[:, stays] >= within[:, gone]).all() for stays in less.free)


def test_locked_candidates_stay_and_banned_ones_work_for_nobody() -> None:
    near, far = 1.0, 99.0
    cost = np.array([[near, near, far], [near, far, far], [far, far, near]])
    plain = Task(cost, np.ones(3))
    assert with_workers(plain, RADIUS).free.tolist() == [0, 2]
    assert with_workers(Task(cost, np.ones(3), lock=(1,)), RADIUS).free.tolist() == [0, 1, 2]
    assert with_workers(Task(cost, np.ones(3), ban=(0,)), RADIUS).free.tolist() == [1, 2]


def test_with_quotas_every_candidate_counts() -> None:
    task = random_task(1, quotas=(Quota("twins", np.array([6, 7, 8]), least=2),))
    assert with_workers(task, RADIUS) is task

"""Small questions of siting, drawn by a seed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from geo.siting import (
    Quota,
    Rule,
    Task,
)


def plane(n: int, m: int, seed: int = 0) -> Task:
    """Places and candidates in a square of 100."""
    rng = np.random.default_rng(seed)
    places, candidates = rng.uniform(0, 100, (n, 2)), rng.uniform(0, 100, (m, 2))
    return Task(np.linalg.norm(places[:, None] - candidates[None], axis=2), rng.integers(1, 1000, n).astype(float))


def drawn(seed: int, n: int = 14, m: int = 9) -> Task:
    """A small task with borders, bodies that are there, places without weight, locks, bans and quotas, by the seed."""
    rng = np.random.default_rng(seed)
    places, candidates = rng.uniform(0, 10, (n, 2)), rng.uniform(0, 10, (m, 2))
    cost = np.linalg.norm(places[:, None] - candidates[None], axis=2)
    if seed % 3 == 1:
        cost = np.round(cost)  # ties
    if seed % 4 == 2:
        cost[rng.uniform(size=cost.shape) < 0.3] = np.inf
    weights = rng.integers(0 if seed % 2 else 1, 30, n).astype(float)
    if seed % 5 == 3:
        weights = weights * rng.uniform(0.1, 1.0, n)
    already = np.where(rng.uniform(size=n) < 0.2, rng.uniform(0, 5, n), np.inf)
    lock, ban = ((int(rng.integers(0, 4)),), (int(rng.integers(4, m)),)) if seed % 4 == 3 else ((), ())
    quotas = (Quota("first", np.arange(5), 1, 2),) if seed % 5 == 4 else ()
    return Task(cost, weights, already, lock, ban, quotas)


def by_squares(task: Task, groups: int = 16) -> Rule:
    return Rule(12.0, Fraction(4, 5), 12, np.arange(task.n) * groups // task.n, tuple(map(str, range(groups))))

"""A search for few columns: a cover always, the smallest where all choices can be looked at, the same every time."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geo.siting.clock import Clock
from geo.siting.cover import cover_all
from geo.siting.fewer import fewer
from geo.siting.task import Task


def drawn(seed: int, rows: int, columns: int, radius: float) -> np.ndarray:
    """Which of the columns reach which places of a square of 100, those out of reach of all left out."""
    draw = np.random.default_rng(seed)
    places, sites = draw.uniform(0, 100, (rows, 2)), draw.uniform(0, 100, (columns, 2))
    within = np.linalg.norm(places[:, None] - sites[None], axis=2) <= radius
    return within[within.any(axis=1)]


def smallest(within: np.ndarray) -> int:
    """How few columns can do it, by looking at every choice."""
    everyone = range(within.shape[1])
    choices = (each for k in everyone for each in combinations(everyone, k))
    return len(next(each for each in choices if within[:, list(each)].any(axis=1).all()))


def one_after_the_other(within: np.ndarray) -> int:
    """How many it takes when each is the one that reaches most of what is left."""
    left, count = np.ones(len(within), dtype=bool), 0
    while left.any():
        left &= ~within[:, int(np.argmax(within[left].sum(axis=0)))]
        count += 1
    return count


@pytest.mark.parametrize("seed", range(40))
def test_it_finds_the_smallest_of_all_choices(seed: int) -> None:
    within = drawn(seed, 60, 12, 35)
    found = fewer(within, within.shape[1] + 1, Clock())
    assert found is not None
    assert within[:, found].any(axis=1).all()
    assert len(set(found.tolist())) == len(found) == smallest(within)


def test_it_gets_further_than_one_site_after_the_other_and_as_far_every_time() -> None:
    within = drawn(1, 2_000, 200, 13)
    found, again = (fewer(within, one_after_the_other(within), Clock()) for _ in range(2))
    assert found is not None
    assert again is not None
    assert within[:, found].any(axis=1).all()
    assert len(found) < one_after_the_other(within) - 2
    assert found.tolist() == again.tolist()


def test_it_ends_at_once_where_it_is_told_to_or_where_nothing_smaller_is_possible() -> None:
    within = drawn(3, 300, 40, 25)
    assert fewer(within, 41, Clock(stopped=lambda: True)) is None
    best = fewer(within, 41, Clock())
    assert best is not None
    assert fewer(within, len(best), Clock()) is None
    enough = fewer(within, 41, Clock(), least=40)
    assert enough is not None
    assert within[:, enough].any(axis=1).all()


def test_locked_sites_stay_and_barred_ones_stay_away() -> None:
    draw = np.random.default_rng(8)
    places, sites = draw.uniform(0, 100, (400, 2)), draw.uniform(0, 100, (60, 2))
    cost = np.linalg.norm(places[:, None] - sites[None], axis=2)
    task = Task(cost[(cost[:, 5:] <= 25).any(axis=1)], np.ones(int((cost[:, 5:] <= 25).any(axis=1).sum())))
    free = cover_all(task, 25.0)
    held = cover_all(Task(task.cost, task.weights, lock=(0, 1), ban=(2, 3, 4)), 25.0)
    assert {0, 1} <= set(held.sites)
    assert not {2, 3, 4} & set(held.sites)
    assert (task.cost[:, list(held.sites)].min(axis=1) <= 25).all()
    assert held.stages[0].status == free.stages[0].status == "optimal"
    assert len(held.sites) >= len(free.sites)

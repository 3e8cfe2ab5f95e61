"""Generated tasks of siting: graphs as the published p-median sets are, towns, and places spread evenly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import shortest_path

from geo.siting import Task

SEED = 20260703
# Nodes and numbers of sites of the forty sets of OR-Library (Beasley 1985).
PUBLISHED = (
    *((n, p) for n in range(100, 700, 100) for p in (5, 10, n // 10, n // 5, n // 3)),
    *((700, p) for p in (5, 10, 70, 140)),
    *((n, p) for n in (800, 900) for p in (5, 10, n // 10)),
)
LONGEST = 100
TOWNS, SIDE_KM, TOWN_KM = 60, 400.0, 20.0
SQUARE = 100.0


@dataclass(frozen=True)
class Covering:
    """A task whose places all have a candidate in reach. radius  in the unit of its costs"""

    title: str
    task: Task
    radius: float


def graph(n: int, seed: int = 0) -> np.ndarray:
    """All shortest paths between `n` nodes: a random tour and n²/50 random edges of whole lengths from 1 to 100."""
    chance = np.random.default_rng(1000 * seed + n)
    order = chance.permutation(n)
    edges = np.concatenate([np.column_stack([order[:-1], order[1:]]), chance.integers(0, n, (n * n // 50, 2))])
    edges = np.unique(np.sort(edges[edges[:, 0] != edges[:, 1]], axis=1), axis=0)
    lengths = chance.integers(1, LONGEST + 1, len(edges))
    found: np.ndarray = shortest_path(
        sparse.csr_array((lengths, (edges[:, 0], edges[:, 1])), shape=(n, n)), directed=False
    )
    return found


def towns(n: int, m: int) -> Task:
    """`n` places around seeded towns on a plane of km, whole weights, the first `m` of them candidates."""
    chance = np.random.default_rng(SEED + n)
    centres = chance.uniform(0, SIDE_KM, (TOWNS, 2))
    places = centres[chance.integers(0, len(centres), n)] + chance.normal(0, TOWN_KM, (n, 2))
    weights = np.ceil(chance.lognormal(8, 1, n))
    return Task(cost=_apart(places, m), weights=weights)


def spread(n: int, m: int) -> Task:
    """`n` places spread evenly over a square of 100, all of weight 1, the first `m` of them candidates."""
    places = np.random.default_rng(SEED + n).uniform(0, SQUARE, (n, 2))
    return Task(cost=_apart(places, m), weights=np.ones(n))


def covering(title: str, task: Task, radius: float) -> Covering:
    """The task without the places that no candidate reaches, which could not be covered at all."""
    reached = (task.cost <= radius).any(axis=1)
    return Covering(f"{title}, radius {radius:g}", Task(task.cost[reached], task.weights[reached]), radius)


def _apart(places: np.ndarray, m: int) -> np.ndarray:
    found: np.ndarray = np.hypot(*(places[:, None, :] - places[None, :m, :]).transpose(2, 0, 1))
    return found

"""Good answers for the p-centre without a proof: the place that is worst off gets a site, then swaps that help it.

Sources: Gonzalez (1985), Clustering to minimize the maximum intercluster distance; Mladenovic, Labbe & Hansen (2003),
Solving the p-center problem with tabu search and variable neighborhood search (the swap that looks at the worst place).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.distance import Floats
from geo.siting.clock import Clock
from geo.siting.cover import may
from geo.siting.task import Columns, Task

STARTS, NEAREST = 20, 10


def good(task: Task, p: int, clock: Clock, seed: int = 0) -> tuple[int, ...] | None:
    """The best of some starts; None when none serves everybody, or quotas would have to be kept."""
    best = None if task.quotas else one_by_one(task, p)
    if best is None:
        return None
    best = swapped(task, best, clock)
    rng = np.random.default_rng(seed)
    for _ in range(STARTS):
        if clock.over():
            break
        other = one_by_one(task, p, rng)
        if other is not None:
            best = min((best, swapped(task, other, clock)), key=task.worst_cost)
    return best


def one_by_one(task: Task, p: int, rng: np.random.Generator | None = None) -> tuple[int, ...] | None:
    """Locked sites, then one after the other the best for the place that is worst off, or with `rng` one of the best
    few; None when that does not serve everybody.
    """
    sites = list(dict.fromkeys(task.lock))
    pays = task.nearest(sites)
    while len(sites) < p:
        cost = task.cost[int(np.argmax(pays))].copy()
        cost[list({*task.ban, *sites})] = np.nan
        order = np.argsort(cost, kind="stable")
        order = order[: min(NEAREST if rng is not None else 1, int((~np.isnan(cost)).sum()))]
        if not len(order):
            return None
        sites.append(int(order[0] if rng is None else rng.choice(order)))
        pays = np.minimum(pays, task.cost[:, sites[-1]])
    return tuple(sorted(sites)) if np.isfinite(pays).all() else None


def swapped(task: Task, sites: Sequence[int], clock: Clock) -> tuple[int, ...]:
    """Swap the pair that helps the worst place and leaves the smallest worst cost, until none helps."""
    now, free = list(sites), may(task) > 0
    while now and not clock.over():
        served = np.column_stack([task.cost[:, now], task.already])
        two = np.sort(np.argpartition(served, 1, axis=1)[:, :2], axis=1)
        first, second = np.sort(np.take_along_axis(served, two, axis=1), axis=1).T
        by, worst = served.argmin(axis=1), float(first.max())
        helps = np.flatnonzero((task.cost[int(np.argmax(first))] < worst) & free)
        swaps = [
            (*_best(task, np.where(by == place, second, first), helps, worst), place)
            for place, site in enumerate(now)
            if site not in task.lock
        ]
        reached, candidate, place = min(swaps, default=(worst, -1, -1))
        if not reached < worst:
            break
        now[place] = candidate
    return tuple(sorted(now))


def _best(task: Task, without: Floats, candidates: Columns, worst: float) -> tuple[float, int]:
    """The smallest worst cost with one of the candidates, given what places pay without the site that leaves."""
    far = np.flatnonzero(without >= worst)
    enough = candidates[(task.cost[np.ix_(far, candidates)] < worst).all(axis=0)]
    if not len(enough):
        return worst, -1
    left = np.minimum(without[:, None], task.cost[:, enough]).max(axis=0)
    at = int(np.argmin(left))
    return float(left[at]), int(enough[at])

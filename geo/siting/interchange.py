"""Good answers for the p-median without a proof: one site after the other, then swaps, then swaps of what was shaken.

Sources: Cornuejols, Fisher & Nemhauser (1977), greedy; Teitz & Bart (1968), interchange; Whitaker (1983), its fast
form; Hansen & Mladenovic (1997), Variable neighborhood search for the p-median.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.distance import Floats
from geo.siting.clock import Clock
from geo.siting.cover import may
from geo.siting.prices import Prices
from geo.siting.solver import Flags
from geo.siting.task import PROVEN, Columns, Task


def greedy(prices: Prices, p: int, clock: Clock) -> tuple[int, ...]:
    """Locked sites, then one after the other the one that saves most; quotas are not looked at."""
    price_of, now = prices.of, list(dict.fromkeys(prices.task.lock))
    pays = np.minimum(price_of[:, now].min(axis=1, initial=np.inf), prices.own)
    pays = np.where(np.isfinite(pays), pays, price_of.max(axis=1, initial=0.0))
    gain = np.maximum(pays[:, None] - price_of, 0.0).sum(axis=0)
    gain[may(prices.task) == 0] = -np.inf
    while len(now) < p:
        gain[now] = -np.inf
        now.append(int(np.argmax(gain)))
        less = np.flatnonzero(price_of[:, now[-1]] < pays)
        if clock.over():
            continue
        # Only the places that are now served cheaper change what the others would save.
        old, new = pays[less], price_of[less, now[-1]]
        gain -= np.maximum(old[:, None] - price_of[less], 0.0).sum(axis=0)
        gain += np.maximum(new[:, None] - price_of[less], 0.0).sum(axis=0)
        pays[less] = new
    return tuple(sorted(now))


def interchange(prices: Prices, sites: Sequence[int], clock: Clock) -> tuple[int, ...]:
    """Swap the pair that gains most until none gains, within locks, bans and quotas."""
    now = list(sites)
    free = ~np.isin(now, prices.task.lock)
    held = _Held(prices, len(now))
    while now and not clock.over():
        paid = held.by(now)
        change = held.lost - held.saved.sum(axis=0)
        change[~_swaps(prices.task, now)] = np.inf
        change[~free] = np.inf
        place, candidate = np.unravel_index(int(np.argmin(change)), change.shape)
        if not change[place, candidate] < -PROVEN * paid:
            break
        now[place] = int(candidate)
    return tuple(sorted(now))


class _Held:
    """What the places that each site holds would save, and lose with the site, by each column that may come in.

    saved, lost  (sites, m). A swap changes few of the places of few sites: only those sites are summed again.
    """

    def __init__(self, prices: Prices, count: int) -> None:
        self._prices = prices
        self.saved, self.lost = np.zeros((count, prices.of.shape[1])), np.zeros((count, prices.of.shape[1]))
        self._known = np.full(len(prices.own), -1), np.zeros(len(prices.own)), np.zeros(len(prices.own))

    def by(self, now: Sequence[int]) -> float:
        """Brought to these sites; what all places pay."""
        nearest, first, second = _two_nearest(self._prices, now)
        before, cheapest, next_best = self._known
        other = (nearest != before) | (first != cheapest) | (second != next_best)
        again = np.zeros(len(now), dtype=bool)
        again[nearest[other]] = True
        again[before[other & (before >= 0)]] = True
        self.saved[again], self.lost[again] = 0.0, 0.0
        rows = np.flatnonzero(again[nearest])
        rows = rows[np.argsort(nearest[rows], kind="stable")]
        if len(rows):
            of, pays = self._prices.of[rows], first[rows, None]
            sites, starts = np.unique(nearest[rows], return_index=True)
            self.saved[sites] = np.add.reduceat(np.maximum(pays - of, 0.0), starts, axis=0)
            # What the places of a leaving site pay more, with each site that may come in.
            more = np.maximum(np.minimum(second[rows, None], of) - pays, 0.0)
            self.lost[sites] = np.add.reduceat(more, starts, axis=0)
        self._known = nearest, first, second
        return float(first.sum())


def shaken(task: Task, sites: Sequence[int], rng: np.random.Generator, most: int) -> tuple[int, ...]:
    """From one to `most` of the sites swapped at random, as far as allowed."""
    now = list(sites)
    for place in rng.permutation(len(now))[: int(rng.integers(1, max(2, most + 1)))]:
        options = np.flatnonzero(allowed(task, now, now[place]))
        if now[place] not in task.lock and len(options):
            now[place] = int(rng.choice(options))
    return tuple(sorted(now))


def allowed(task: Task, now: Sequence[int], leaving: int) -> Flags:
    """Columns that may come in for the one leaving."""
    free = may(task) > 0
    free[list(now)] = False
    stay = [each for each in now if each != leaving]
    for quota in task.quotas:
        inside = np.isin(np.arange(task.m), quota.columns)
        count = int(inside[stay].sum())
        if quota.most is not None and count >= quota.most:
            free &= ~inside
        if count < quota.least:
            free &= inside
    return free


def _two_nearest(prices: Prices, now: Sequence[int]) -> tuple[Columns, Floats, Floats]:
    """For every place which of `now` serves it (position), its price, and that of the next best."""
    of = prices.of[:, list(now)]
    nearest = of.argmin(axis=1)
    places = np.arange(len(prices.own))
    first = np.minimum(of[places, nearest], prices.own)
    of[places, nearest] = np.inf
    return nearest, first, np.minimum(of.min(axis=1), prices.own)


def _swaps(task: Task, now: Sequence[int]) -> Flags:
    """Which column may come in for each of `now`."""
    if task.quotas:
        return np.array([allowed(task, now, site) for site in now])
    return np.tile(allowed(task, now, now[0]), (len(now), 1))

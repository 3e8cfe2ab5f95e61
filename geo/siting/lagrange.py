"""A bound for the p-median: "every place is served once" is priced instead of demanded, and the prices move uphill.

Given what each place would pay (its multiplier), the best p columns are those that save most: that is quick, and no
answer is cheaper. Sources: Cornuejols, Fisher & Nemhauser (1977); Beasley (1993), Lagrangean heuristics for location
problems; Camerini, Fratta & Maffioli (1975), the direction.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geo.distance import Floats
from geo.siting.task import Columns

SERIOUS = 0.02  # of the gap: less is no progress
MEMORY = 0.85  # of how often a column was opened lately
AHEAD = 0.8
MANY = 2**15  # columns are not counted in two bytes
BLOCK = 32_768  # prices looked at together


@dataclass(frozen=True, eq=False)
class Part:
    """What is left to decide: prices (n, columns), the first `fixed` columns open, `count` more to open.

    own  (n,) what a place pays at most, inf for none; no price is above it
    """

    prices: Floats
    own: Floats
    fixed: int
    count: int


@dataclass(frozen=True)
class Pace:
    """At most so many turns; the step is halved after `patience` turns without progress, and ends below `least`."""

    turns: int
    step: float
    patience: int
    least: float


ROOT = Pace(1500, 1.5, 20, 1e-3)
NODE = Pace(20, 1.5, 8, 0.02)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """bound  no answer of the part is cheaper;  multipliers (n,)  that prove it;  opened  positions of the columns that
    are open in it, and what they cost as an answer;  reduced, often  of each column after the fixed ones: what it adds,
    and how much it was open lately
    """

    bound: float
    multipliers: Floats
    opened: Columns
    cost: float
    reduced: Floats
    often: Floats


def ascend(
    part: Part, multipliers: Floats, upper: float, target: float, pace: Pace, told: Callable[[float], bool]
) -> Relaxed:
    """The best bound found from these multipliers on; ends at `target`, by its pace, or when `told` returns True.

    upper  an answer: how far the bound may have to go;  told  hears the best bound so far
    """
    ascent = _Ascent(part, multipliers, upper, pace)
    for _ in range(pace.turns):
        going = ascent.turn()
        if not going or ascent.bound >= target or told(ascent.bound):
            break
    return ascent.relaxed()


class _Ascent:
    """Only what a turn can change is looked at: columns that are left, and places that one of them would serve cheaper
    than those that are open.
    """

    def __init__(self, part: Part, multipliers: Floats, upper: float, pace: Pace) -> None:
        self._part, self._upper, self._pace = part, upper, pace
        self._own = np.minimum(part.own, part.prices[:, : part.fixed].min(axis=1, initial=np.inf))
        left = part.prices[:, part.fixed :]
        cheapest = left.min(axis=1, initial=np.inf)
        self._rows = np.flatnonzero(cheapest < self._own)
        self._paid = float(np.delete(self._own, self._rows).sum())
        # Paying less than the cheapest column, or more than what there is, never raises the bound.
        self._least, self._most = cheapest[self._rows], self._own[self._rows]
        # Each column in one piece: what it saves is one sum.
        self._prices = np.ascontiguousarray(left[self._rows].T)
        self._now = self._within(multipliers[self._rows])
        self._step, self._idle = pace.step, 0
        self._direction: Floats | None = None
        self._often = np.zeros(len(self._prices))
        self._block = max(1, BLOCK // max(1, len(self._rows)))
        self._paying = np.empty((min(self._block, len(self._prices)), len(self._rows)))
        self.bound = -math.inf
        self._best = self._now, np.arange(part.count), self._often, self._often

    def turn(self) -> bool:
        """One evaluation and one step; False when nothing more is to be had."""
        count, now = self._part.count, self._now
        total = float(now.sum())
        reduced = self._paid_with_each() - total
        opened = np.argpartition(reduced, count - 1)[:count] if 0 < count < len(reduced) else np.arange(count)
        bound = self._paid + total + float(reduced[opened].sum())
        self._often = MEMORY * self._often
        self._often[opened] += 1 - MEMORY
        self._note(bound, opened, reduced)
        if self._idle >= self._pace.patience:
            self._step, self._idle, self._direction = self._step / 2, 0, None
            self._now = self._best[0]
            return self._step >= self._pace.least
        served = np.add.reduce(self._prices[opened] < now, axis=0, dtype=np.int16 if count < MANY else np.int64)
        return self._moved(1.0 - served, self._upper - bound)

    def relaxed(self) -> Relaxed:
        """The best so far."""
        now, opened, reduced, often = self._best
        multipliers, fixed = self._own.copy(), self._part.fixed
        multipliers[self._rows] = now
        cost = self._paid + float(self._prices[opened].min(axis=0, initial=np.inf).clip(max=self._most).sum())
        columns = np.concatenate([np.arange(fixed), fixed + opened])
        return Relaxed(self.bound, multipliers, columns, cost, reduced, often)

    def _paid_with_each(self) -> Floats:
        """What all places pay now if one column more is open, for each column."""
        paid = np.empty(len(self._prices))
        # Blocks that the processor keeps at hand: a matrix read once is quicker than one written and read again.
        for start in range(0, len(paid), self._block):
            some = self._prices[start : start + self._block]
            np.minimum(some, self._now, out=self._paying[: len(some)]).sum(axis=1, out=paid[start : start + len(some)])
        return paid

    def _note(self, bound: float, opened: Columns, reduced: Floats) -> None:
        before = self.bound
        serious = bound > before and bound > before + SERIOUS * abs(self._upper - before)
        self._idle = 0 if serious or math.isinf(before) else self._idle + 1
        if bound > before:
            self.bound, self._best = bound, (self._now, opened, reduced, self._often)

    def _moved(self, slope: Floats, missing: float) -> bool:
        direction = slope if self._direction is None else AHEAD * slope + (1 - AHEAD) * self._direction
        length = float(slope @ direction)
        if length <= 0:
            direction, length = slope, float(slope @ slope)
        if length == 0:
            return False
        self._direction = direction
        self._now = self._within(self._now + self._step * missing / length * direction)
        return True

    def _within(self, multipliers: Floats) -> Floats:
        return np.asarray(np.minimum(np.maximum(multipliers, self._least), self._most), dtype=float)

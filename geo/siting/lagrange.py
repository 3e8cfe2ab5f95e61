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
NODE = Pace(60, 0.5, 8, 0.02)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """bound  no answer of the part is cheaper;  multipliers (n,)  that prove it;  reduced (columns,)  what each column
    adds by them;  opened  positions of the columns that are open in it;  often (columns,)  how much they were lately
    """

    bound: float
    multipliers: Floats
    reduced: Floats
    opened: Columns
    often: Floats


def ascend(
    part: Part, multipliers: Floats, upper: float, target: float, pace: Pace, told: Callable[[Relaxed], bool]
) -> Relaxed:
    """The best bound found from these multipliers on; ends at `target`, by its pace, or when `told` returns True.

    upper  an answer: how far the bound may have to go
    """
    ascent = _Ascent(part, multipliers, upper, pace)
    for _ in range(pace.turns):
        going = ascent.turn()
        if not going or ascent.best.bound >= target or told(ascent.best):
            break
    return ascent.best


class _Ascent:
    def __init__(self, part: Part, multipliers: Floats, upper: float, pace: Pace) -> None:
        self._part, self._upper, self._pace = part, upper, pace
        # Paying less than the cheapest column, or more than what there is, never raises the bound.
        self._least = np.minimum(part.prices.min(axis=1, initial=np.inf), part.own)
        self._now = np.clip(multipliers, self._least, part.own)
        self._step, self._idle = pace.step, 0
        self._direction: Floats | None = None
        width = part.prices.shape[1]
        self._often = np.zeros(width)
        self.best = Relaxed(-math.inf, self._now, np.zeros(width), np.arange(part.fixed + part.count), self._often)

    def turn(self) -> bool:
        """One evaluation and one step; False when nothing more is to be had."""
        part = self._part
        saved = np.maximum(self._now[:, None] - part.prices, 0.0)
        reduced = -saved.sum(axis=0)
        free = reduced[part.fixed :]
        some = np.argpartition(free, part.count - 1)[: part.count] if 0 < part.count < len(free) else range(part.count)
        opened = np.concatenate([np.arange(part.fixed), part.fixed + np.asarray(some, dtype=np.intp)])
        bound = float(self._now.sum() + reduced[opened].sum())
        self._often = MEMORY * self._often
        self._often[opened] += 1 - MEMORY
        self._note(bound, reduced, opened)
        if self._idle >= self._pace.patience:
            self._step, self._idle, self._direction = self._step / 2, 0, None
            self._now = self.best.multipliers
            return self._step >= self._pace.least
        return self._moved(1.0 - (saved[:, opened] > 0).sum(axis=1), self._upper - bound)

    def _note(self, bound: float, reduced: Floats, opened: Columns) -> None:
        before = self.best
        better = bound > before.bound
        serious = better and bound > before.bound + SERIOUS * abs(self._upper - before.bound)
        self._idle = 0 if serious or math.isinf(before.bound) else self._idle + 1
        if better:
            self.best = Relaxed(bound, self._now, reduced, opened, self._often)

    def _moved(self, slope: Floats, missing: float) -> bool:
        direction = slope if self._direction is None else AHEAD * slope + (1 - AHEAD) * self._direction
        length = float(slope @ direction)
        if length <= 0:
            direction, length = slope, float(slope @ slope)
        if length == 0:
            return False
        self._direction = direction
        self._now = np.clip(self._now + self._step * missing / length * direction, self._least, self._part.own)
        return True

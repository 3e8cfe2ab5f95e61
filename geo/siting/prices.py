"""What it costs to serve each place from each column, times its weight: what the p-median adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.distance import Floats
from geo.siting.task import PROVEN, Columns, Task
from geo.siting.units import scaled

SLACK, ROUNDING = 1e-6, 1e-12


@dataclass(frozen=True, eq=False)
class Prices:
    """Weighted costs in a unit of their own, so that their unit changes nothing.

    of  (n, m) from a column, never more than  own  (n,): from what there is, inf without any
    whole  whether all are whole numbers: then nothing lies between an answer and the next better one
    """

    task: Task
    of: Floats
    own: Floats
    unit: float
    whole: bool

    @staticmethod
    def of_task(task: Task) -> Prices:
        """Where a column may not serve a place its price is dearer than any answer that serves everybody."""
        costs = np.column_stack([task.cost, task.already])
        known = np.isfinite(costs)
        plain = scaled(task.weights[:, None] * np.where(known, costs, 0.0))
        forbidden = float(plain.values.max(axis=1, initial=0.0).sum()) + 1.0
        own = np.where(known[:, -1], plain.values[:, -1], np.inf)
        price = np.where(known[:, :-1], plain.values[:, :-1], forbidden)
        return Prices(task, np.minimum(price, own[:, None]), own, plain.unit, plain.whole)

    def total(self, sites: Sequence[int] | Columns) -> float:
        """Weighted cost of all places."""
        return float(np.minimum(self.of[:, list(sites)].min(axis=1, initial=np.inf), self.own).sum())

    def target(self, upper: float) -> float:
        """A bound from here on proves that nothing is better than `upper`."""
        rounding = PROVEN * abs(upper)
        if not self.whole:
            return upper - rounding
        return upper - max(rounding, 1.0 - max(SLACK, ROUNDING * upper))

    def proven(self, lower: float, upper: float) -> bool:
        """Whether nothing better than `upper` is left."""
        return lower >= self.target(upper)

"""The p-median as a model for the exact solver, small where a bound has ruled out most of it.

For every place its possible prices in rising order; a variable after each says "dearer than this one". It may be 0 only
when a site at this price is open, or when the one before is 0. Where a place has a body, the last is free.
Source: Elloumi (2010), A tighter formulation of the p-median problem.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from geo.distance import Floats
from geo.siting.prices import Prices
from geo.siting.rows import Rows
from geo.siting.solver import Model
from geo.siting.task import Columns, Task


def ladder(prices: Prices, columns: Columns, fixed: int, limit: Floats, p: int) -> tuple[Model, float]:
    """The model of these columns, the first `fixed` of them open, and what every answer pays beside its objective.

    limit  (n,) no place is served dearer than this in an answer that is looked for
    """
    steps = _Steps(len(columns))
    for place, own in enumerate(prices.own):
        of = prices.of[place, columns]
        useful = np.flatnonzero((of <= limit[place]) & (of < own))
        steps.add(of[useful], useful, float(own) if np.isfinite(own) and own <= limit[place] else None)
    chain = steps.matrix()
    counted, lower, upper = _counted(prices.task, columns, steps.width, p)
    opened = (np.arange(len(columns)) < fixed).astype(float)
    sizes = _joined(steps.sizes)
    model = Model(
        cost=np.concatenate([np.zeros(len(columns)), sizes]),
        least=np.concatenate([opened, np.zeros(len(sizes))]),
        most=np.ones(steps.width),
        whole=np.arange(steps.width) < len(columns),
        matrix=sparse.csr_array(sparse.vstack([chain, counted])),
        lower=np.concatenate([_joined(steps.lowers), lower]),
        upper=np.concatenate([np.full(steps.rows, np.inf), upper]),
        maximise=False,
    )
    return model, steps.constant


class _Steps:
    """One row a price of a place, one variable between it and the next."""

    def __init__(self, width: int) -> None:
        self.width, self.rows, self.constant = width, 0, 0.0
        self.sizes: list[Floats] = []
        self.lowers: list[Floats] = []
        self._at_rows: list[Columns] = []
        self._at_columns: list[Columns] = []

    def add(self, prices: Floats, columns: Columns, own: float | None) -> None:
        """A place with its prices (unsorted, one a column), and what it pays without any of them."""
        options, level = np.unique(prices, return_inverse=True)
        steps = options if own is None else np.append(options, own)
        if not len(steps):
            # Nothing is near enough: no better answer exists, which this row of nothing says.
            self.lowers.append(np.ones(1))
            self.rows += 1
            return
        self.constant += float(steps[0])
        if not len(options):
            return
        up = np.diff(steps)
        self._at_rows += [self.rows + level, self.rows + np.arange(len(up)), self.rows + np.arange(1, len(options))]
        self._at_columns += [columns, self.width + np.arange(len(up)), self.width + np.arange(len(options) - 1)]
        self.sizes.append(up)
        self.lowers.append(np.append(np.ones(1), np.zeros(len(options) - 1)))
        self.rows, self.width = self.rows + len(options), self.width + len(up)

    def matrix(self) -> sparse.csr_array:
        """The rows: sites and the step after count for them, the step before against."""
        signs = [np.full(len(each), -1.0 if turn % 3 == 2 else 1.0) for turn, each in enumerate(self._at_rows)]
        places = (_joined(self._at_rows).astype(np.intp), _joined(self._at_columns).astype(np.intp))
        return sparse.csr_array((_joined(signs), places), shape=(self.rows, self.width))


def _counted(task: Task, columns: Columns, width: int, p: int) -> tuple[sparse.csr_array, Floats, Floats]:
    """The rows of the number of sites and of the quotas."""
    system = Rows(width)
    system.row(range(len(columns)), lower=p, upper=p)
    for quota in task.quotas:
        inside = np.flatnonzero(np.isin(columns, quota.columns))
        system.row(inside, lower=quota.least, upper=np.inf if quota.most is None else quota.most)
    return system.built()


def _joined(parts: Sequence[Floats] | Sequence[Columns]) -> Floats:
    return np.concatenate([np.empty(0), *parts])

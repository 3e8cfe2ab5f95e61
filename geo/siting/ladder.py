"""The p-median as a model for the exact solver, small where a bound has ruled out most of it.

For every place its possible prices in rising order; a variable after each says "dearer than this one". It may be 0 only
when a site at this price is open, or when the one before is 0. Where a place has a body, the last is free.
Source: Elloumi (2010), A tighter formulation of the p-median problem.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from geo.distance import Floats
from geo.siting.prices import Prices
from geo.siting.rows import Rows
from geo.siting.solver import Flags, Model
from geo.siting.task import Columns, Task


def ladder(prices: Prices, columns: Columns, fixed: int, limit: Floats, p: int) -> tuple[Model, float]:
    """The model of these columns, the first `fixed` of them open, and what every answer pays beside its objective.

    limit  (n,) no place is served dearer than this in an answer that is looked for
    """
    steps = _Steps(prices.of[:, columns], prices.own, limit)
    chain = steps.matrix()
    counted, lower, upper = _counted(prices.task, columns, steps.width, p)
    opened = (np.arange(len(columns)) < fixed).astype(float)
    model = Model(
        cost=np.concatenate([np.zeros(len(columns)), steps.sizes]),
        least=np.concatenate([opened, np.zeros(len(steps.sizes))]),
        most=np.ones(steps.width),
        whole=np.arange(steps.width) < len(columns),
        matrix=sparse.csr_array(sparse.vstack([chain, counted])),
        lower=np.concatenate([steps.lower, lower]),
        upper=np.concatenate([np.full(len(steps.lower), np.inf), upper]),
        maximise=False,
    )
    return model, steps.constant


class _Steps:
    """One row a price of a place, in rising order, and one variable between it and the next; all places at once.

    lower  of each row;  sizes  of each variable;  constant  the lowest prices together
    """

    def __init__(self, of: Floats, own: Floats, limit: Floats) -> None:
        places, columns = np.nonzero((of <= limit[:, None]) & (of < own[:, None]))
        prices = of[places, columns]
        order = np.lexsort((prices, places))
        places, prices, self._columns = places[order], prices[order], columns[order]
        starts = _starts(places)
        new = starts | np.append(True, prices[1:] != prices[:-1])[: len(prices)]
        at, price, first = places[new], prices[new], starts[new]
        last = np.append(first[1:], True)[: len(first)]
        has_own = np.isfinite(own) & (own <= limit)
        counts = np.bincount(at, minlength=len(own))
        # Where nothing is near enough no better answer exists, which a row of nothing says.
        heights = np.where((counts == 0) & ~has_own, 1, counts)
        tops = np.cumsum(heights) - heights
        row = np.arange(len(at)) + (tops - (np.cumsum(counts) - counts))[at]
        self.lower = np.zeros(int(heights.sum()))
        self.lower[tops[heights > 0]] = 1.0
        above = ~last | has_own[at]
        up = np.where(last, own[at], np.append(price[1:], 0.0)[: len(price)])
        self.sizes = (up - price)[above]
        self.constant = float(price[first].sum() + own[(counts == 0) & has_own].sum())
        self.width = of.shape[1] + len(self.sizes)
        variable = of.shape[1] + np.cumsum(above) - 1
        self._at_site, self._above = row[np.cumsum(new) - 1], (row[above], variable[above])
        self._below = row[~last] + 1, variable[~last]

    def matrix(self) -> sparse.csr_array:
        """The rows: sites and the step after count for them, the step before against."""
        rows = np.concatenate([self._at_site, self._above[0], self._below[0]])
        columns = np.concatenate([self._columns, self._above[1], self._below[1]])
        signs = np.ones(len(rows))
        signs[len(rows) - len(self._below[0]) :] = -1.0
        return sparse.csr_array((signs, (rows, columns)), shape=(len(self.lower), self.width))


def _starts(places: Columns) -> Flags:
    """Which are the first of their place, in places that rise."""
    return np.append(True, places[1:] != places[:-1])[: len(places)]


def _counted(task: Task, columns: Columns, width: int, p: int) -> tuple[sparse.csr_array, Floats, Floats]:
    """The rows of the number of sites and of the quotas."""
    system = Rows(width)
    system.row(range(len(columns)), lower=p, upper=p)
    for quota in task.quotas:
        inside = np.flatnonzero(np.isin(columns, quota.columns))
        system.row(inside, lower=quota.least, upper=np.inf if quota.most is None else quota.most)
    return system.built()

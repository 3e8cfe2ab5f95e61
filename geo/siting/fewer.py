"""Few columns that reach every row, without a proof: one is taken away, and one that a row left over wants comes in.

A row counts for more with every turn that leaves it over, so that the search gets out of where it is caught.
Source: Gao, Yao, Weise & Li (2015), An efficient local search heuristic with row weighting for the unicost set
covering problem.
"""

from __future__ import annotations

import numpy as np

from geo.distance import Floats
from geo.siting.clock import Clock
from geo.siting.reductions import reduced
from geo.siting.solver import Flags
from geo.siting.task import Columns

# Turns without a gain after which it ends, fewer where there are few columns: counted, not timed, so that every machine
# finds the same; only a clock that is nearly over cuts it short, to this part of what is left.
PATIENCE, PAIRS, SHARE = 20_000, 12, 0.1
SEED = 20151116


def fewer(within: Flags, most: int, clock: Clock, least: int = 1) -> Columns | None:
    """Columns, fewer than `most`, that reach every row; None where none were found.

    within  (rows, m), every row reached by some column;  least  no choice can be smaller, so that one is the end
    """
    rows, columns = reduced(within)
    search = _Search(within[rows][:, columns])
    began, allowed = clock.seconds(), SHARE * clock.left()
    best: Columns | None = None
    idle, patience = 0, min(PATIENCE, len(columns) ** 2 // PAIRS)
    while idle < patience and not clock.over() and clock.seconds() - began < allowed:
        while not search.left.size:
            if search.count < most:
                best, most, idle = columns[search.opened], search.count, 0
            if search.count <= least:
                return best
            search.close(search.cheapest())
        search.swap()
        idle += 1
    return best


class _Search:
    """A choice of columns, and what it would cost to close one or bring to open one: rows, each with its weight."""

    def __init__(self, within: Flags) -> None:
        n, m = within.shape
        self._within = within.astype(float)
        self._rows = [np.flatnonzero(column) for column in within.T]
        self._columns = [np.flatnonzero(row) for row in within]
        self._weights, self._reached = np.ones(n), np.zeros(n, dtype=np.intp)
        # What opening gains, what closing loses; the turn in which each column was moved last.
        self._gain, self._loss = self._within.sum(axis=0), np.zeros(m)
        self._moved, self._turn = np.zeros(m, dtype=np.intp), 0
        self._draw = np.random.default_rng(SEED)
        self._last = -1
        self.opened = np.zeros(m, dtype=bool)
        self.left = np.arange(n)
        while self.left.size:
            self.open(int(np.argmax(self._gain)))

    @property
    def count(self) -> int:
        """How many columns are open."""
        return int(self.opened.sum())

    def swap(self) -> None:
        """Close what is missed least, but for what came last; open what a row that is left over wants most."""
        self._turn += 1
        closed = self.cheapest()
        self.close(closed)
        wanting = self._columns[int(self.left[self._draw.integers(len(self.left))])]
        others = wanting[wanting != closed]
        came = self._oldest(others if others.size else wanting, -self._gain)
        self.open(came)
        self._last = came
        self._weights[self.left] += 1.0
        self._gain += self._within[self.left].sum(axis=0)

    def cheapest(self) -> int:
        """The open column whose rows would be missed least."""
        there = np.flatnonzero(self.opened)
        others = there[there != self._last]
        return self._oldest(others if others.size else there, self._loss)

    def open(self, column: int) -> None:
        """Bring a column in."""
        rows = self._rows[column]
        new, shared = rows[self._reached[rows] == 0], rows[self._reached[rows] == 1]
        self._reached[rows] += 1
        self._shift(new, 1.0)
        self._loss -= self._worth(shared)
        self._note(column, there=True)

    def close(self, column: int) -> None:
        """Take a column away."""
        rows = self._rows[column]
        lost, alone = rows[self._reached[rows] == 1], rows[self._reached[rows] == 2]
        self._reached[rows] -= 1
        self._shift(lost, -1.0)
        self._loss += self._worth(alone)
        self._note(column, there=False)

    def _shift(self, rows: Columns, sign: float) -> None:
        """Rows that came to be reached once (1) or not at all (-1)."""
        worth = sign * self._worth(rows)
        self._gain -= worth
        self._loss += worth

    def _worth(self, rows: Columns) -> Floats:
        return np.asarray(self._weights[rows] @ self._within[rows])

    def _note(self, column: int, *, there: bool) -> None:
        self.opened[column], self._moved[column] = there, self._turn
        self.left = np.flatnonzero(self._reached == 0)

    def _oldest(self, columns: Columns, cost: Floats) -> int:
        """Of the cheapest the one that was moved longest ago."""
        costs = cost[columns]
        equal = columns[costs == costs.min()]
        return int(equal[np.argmin(self._moved[equal])])

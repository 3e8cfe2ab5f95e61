"""Whether p sites reach everybody within a radius: a covering model that begins with few places.

Places are added only when the sites found leave them out, so most of the models are small; each is stripped of what it
can do without. Sources: Chen & Chen (2009), New relaxation-based algorithms for the optimal solution of the p-center
problems; Contardo, Iori & Kramer (2019), A scalable exact algorithm for the vertex p-center problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from geo.siting.clock import Clock
from geo.siting.reductions import reduced
from geo.siting.solver import Flags, Model, Outcome, Progress, solve
from geo.siting.task import Columns, Task, near

ADDED = 6
SURE = 1e-6


@dataclass
class Reached:
    """Answers about one task without quotas.

    rows  the places looked at so far, those of earlier radii included
    """

    task: Task
    p: int
    rows: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._lock = sorted(set(self.task.lock))
        self.rows = _spread(self.task, 3 * self.p + 10)

    def within(self, radius: float, clock: Clock) -> tuple[bool | None, tuple[int, ...]]:
        """Whether `p` sites reach everybody, and such sites; None when the time ran out first."""
        task, count = self.task, self.p - len(self._lock)
        may_serve = task.within(radius)
        may_serve[:, list(task.ban)] = False
        done = near(task.nearest(self._lock), radius)
        while True:
            rows = np.array([row for row in self.rows if not done[row]], dtype=np.intp)
            few, chosen = _few(may_serve[rows], count, clock)
            if chosen is None:
                return few, ()
            sites = [*self._lock, *(int(each) for each in chosen)]
            left = np.flatnonzero(~done & ~near(task.nearest(sites), radius))
            if not len(left):
                return True, self._filled(sites)
            self._adds(left, radius, may_serve)

    def _adds(self, left: Columns, radius: float, may_serve: Flags) -> None:
        """Places left out that no one column could serve together, the one with the fewest columns first."""
        taken = np.zeros(self.task.m, dtype=bool)
        added = 0
        for row in left[np.argsort(may_serve[left].sum(axis=1), kind="stable")]:
            if not (may_serve[row] & taken).any():
                self.rows.append(int(row))
                taken |= may_serve[row]
                added += 1
            if added == ADDED:
                break

    def _filled(self, sites: list[int]) -> tuple[int, ...]:
        """Exactly p sites: one more each for the place that is worst off."""
        while len(sites) < self.p:
            cost = self.task.cost[int(np.argmax(self.task.nearest(sites)))].copy()
            free = np.setdiff1d(self.task.free, np.asarray(sites, dtype=np.intp))
            sites = [*sites, int(free[np.argmin(cost[free])])]
        return tuple(sorted(sites))


def _few(within: Flags, count: int, clock: Clock) -> tuple[bool | None, Columns | None]:
    """At most `count` columns that cover all rows: (True, columns), (False, None) where there are none, (None, None)
    where that is not known.
    """
    if not len(within):
        return True, np.empty(0, dtype=np.intp)
    if not within.any(axis=1).all():
        return False, None
    rows, columns = reduced(within)
    matrix = sparse.csr_array(within[np.ix_(rows, columns)].astype(float))
    width = len(columns)
    model = Model(
        cost=np.ones(width),
        most=np.ones(width),
        whole=np.ones(width, dtype=bool),
        matrix=matrix,
        lower=np.ones(len(rows)),
        upper=np.full(len(rows), np.inf),
        maximise=False,
        least=np.zeros(width),
    )

    def decided(known: Progress) -> bool:
        enough = known.incumbent is not None and known.incumbent < count + 0.5
        return enough or (known.bound is not None and known.bound > count + SURE)

    outcome = solve(model, clock, watch=decided)
    return _verdict(outcome, columns, count)


def _verdict(outcome: Outcome, columns: Columns, count: int) -> tuple[bool | None, Columns | None]:
    if outcome.values is not None and (outcome.values > 0.5).sum() <= count:
        return True, columns[outcome.values > 0.5]
    if outcome.status == "infeasible" or outcome.bound > count + SURE:
        return False, None
    return None, None


def _spread(task: Task, most: int) -> list[int]:
    """Places far from one another, as far as costs tell: the one that is worst off in any case, then each the farthest
    from what is there and from the best candidates of those before.
    """
    rows = [int(np.argmax(task.nearest(task.free)))]
    pays = task.already.copy()
    while len(rows) < min(task.n, most):
        cost = np.where(np.isin(np.arange(task.m), list(task.ban)), np.inf, task.cost[rows[-1]])
        pays = np.minimum(pays, task.cost[:, int(np.argmin(cost))])
        at = int(np.argmax(pays))
        if at in rows:
            break
        rows.append(at)
    return rows

"""The last aim of the rule: among answers as good in sites and weight, the smallest worst cost.

The costs that occur are searched, as for the p-centre. Before that the relaxation of the aim before it fixes what no
answer as good can have otherwise (reduced costs: Nemhauser & Wolsey 1988, II.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from geo.distance import LIMIT_M, Floats
from geo.siting.clock import Clock
from geo.siting.rows import Rows
from geo.siting.solver import Flags, Progress, Status, Watch, relax
from geo.siting.task import Columns, ImpossibleError, NoAnswerError, Stage, Task

if TYPE_CHECKING:
    from geo.siting.rule_model import RuleModel

ROUNDING = 1e-9  # of the weight: what adding up in another order may change
FEASIBLE = 1e-6


def served_worst(task: Task, sites: Sequence[int]) -> float:
    """The largest cost to the nearest body among places with weight that some body may serve; 0 when none is served."""
    nearest = task.nearest(sites)[task.weights > 0]
    return float(nearest[np.isfinite(nearest)].max(initial=0.0))


def least_worst(
    model: RuleModel, sites: tuple[int, ...], clock: Clock, watch: Watch | None = None
) -> tuple[tuple[int, ...], Stage]:
    """The smallest worst cost of places that some body may serve, with as many sites and as much weight in reach."""
    task = model.task
    places = _Places.of(task, len(sites))
    costs = np.unique(np.concatenate([[served_worst(task, sites)], task.already, task.cost[task.weights > 0].ravel()]))
    costs = costs[(costs >= places.floor) & (costs <= served_worst(task, sites))]
    low, high, found = 0, len(costs) - 1, False
    status: Status = "optimal"
    search = _Search(model, places, sites, clock) if low < high and not clock.over() else None
    if search is not None:
        low = search.lowest(costs)
    while low < high:
        if clock.over() or search is None:
            status = "stopped" if clock.stopped() else "time_limit"
            break
        # Answers as good are few, the last one is mostly the best: ask for any better one, and halve only after that.
        middle = (low + high) // 2 if found else high - 1
        found = False
        try:
            sites = search.within(float(costs[middle]), sites)
            high, found = int(np.searchsorted(costs, served_worst(task, sites))), True
        except ImpossibleError:
            low = middle + 1
        except NoAnswerError:
            status = "stopped" if clock.stopped() else "time_limit"
            break
        if watch is not None and watch(Progress(float(costs[high]), float(costs[low]), clock.seconds(), "worst")):
            status = "optimal" if low >= high else "stopped"
            break
    objective = served_worst(task, sites)
    return sites, Stage("worst", objective, objective if status == "optimal" else float(costs[low]), status)


class _Places:
    """Places with weight: those that are served whatever is chosen (`sure`), and those only when a candidate that may
    serve them is (`set_of`: which set of candidates that is, -1 for the sure ones).

    floor  no answer has a smaller worst cost
    """

    def __init__(self, task: Task, rows: Columns, set_of: Columns, sets: list[Columns], floor: float) -> None:
        self.task, self.rows, self.set_of, self.sets, self.floor = task, rows, set_of, sets, floor

    @staticmethod
    def of(task: Task, count: int) -> _Places:
        rows = np.flatnonzero(task.weights > 0)
        may_serve = np.isfinite(task.cost[rows])
        may_serve[:, list(task.ban)] = False
        locked = may_serve[:, list(task.lock)].any(axis=1)
        everyone = may_serve[:, task.free].all(axis=1) & (count > 0)
        sure = np.isfinite(task.already[rows]) | locked | everyone
        patterns, of = np.unique(may_serve, axis=0, return_inverse=True)
        best = np.minimum(task.cost[rows][:, task.free].min(axis=1, initial=np.inf), task.already[rows])
        return _Places(
            task,
            rows,
            np.where(sure, -1, of.ravel()),
            [np.flatnonzero(pattern) for pattern in patterns],
            float(best[sure].max(initial=0.0)),
        )

    def beyond(self, worst: float) -> tuple[Flags, Columns]:
        """For places the bodies there are do not reach within `worst`: who does (one row each), and their set."""
        left = self.task.already[self.rows] > worst + LIMIT_M
        near = self.task.within(worst)[self.rows[left]]
        near[:, list(self.task.ban)] = False
        both = np.hstack([near, self.set_of[left][:, None]]).astype(np.int32)
        first = np.unique(both, axis=0, return_index=True)[1] if len(both) else np.empty(0, dtype=np.intp)
        return near[first], self.set_of[left][first]


class _Search:
    """Choices as good as `sites` in number and weight in reach."""

    def __init__(self, model: RuleModel, places: _Places, sites: tuple[int, ...], clock: Clock) -> None:
        task, radius = model.task, model.rule.radius
        self._places, self._clock, self._sites = places, clock, sites
        covered = task.covered(sites, radius) - task.covered((), radius)
        self._covered = covered - ROUNDING * float(task.weights.sum())
        self._model = replace(model, flags=len(places.sets), fixed=_fixed(model, sites, self._covered, clock))

    def lowest(self, costs: Floats) -> int:
        """The first of `costs` that the relaxation does not rule out."""
        low, high = 0, len(costs) - 1
        nothing = np.zeros(self._model.width)
        while low < high and not self._clock.over():
            middle = (low + high) // 2
            rows = self._model.rows(self._rows(float(costs[middle])))
            if relax(self._model.stated(nothing, rows), self._clock).feasible is False:
                low = middle + 1
            else:
                high = middle
        # Only what was ruled out counts when the time ran out half-way.
        return low

    def within(self, worst: float, start: Sequence[int]) -> tuple[int, ...]:
        """A choice without a served place farther than `worst`. Raises ImpossibleError, NoAnswerError."""
        _, found = self._model.solve(np.zeros(self._model.width), self._rows(worst), self._clock, start=None)
        return found

    def _rows(self, worst: float) -> Rows:
        model, m = self._model, self._model.task.m
        extra = model.as_many(self._sites)
        # As a share: the solver's tolerance is absolute, and millions of people are beyond it.
        shares = model.folded.weights / max(self._covered, 1.0)
        extra.row(m + np.arange(len(shares)), shares, lower=self._covered / max(self._covered, 1.0))
        near, of = self._places.beyond(worst)
        flag = np.where(of >= 0, model.flags_at + of, 0)
        served = sparse.csr_array(
            (-np.ones(int((of >= 0).sum())), (np.flatnonzero(of >= 0), flag[of >= 0])), shape=(len(of), model.width)
        )
        inside = sparse.csr_array(near.astype(float))
        inside.resize((len(of), model.width))
        extra.block((inside + served)[of >= 0], lower=0)
        extra.block(inside[of < 0], lower=1)
        for each in np.unique(of[of >= 0]):
            members = self._places.sets[each]
            rows = sparse.hstack(
                [-sparse.eye_array(m, format="csr")[members], sparse.csr_array((len(members), model.width - m))]
            )
            ones = sparse.csr_array(
                (np.ones(len(members)), (np.arange(len(members)), np.full(len(members), model.flags_at + each))),
                shape=(len(members), model.width),
            )
            extra.block(sparse.csr_array(rows) + ones, lower=0)
        return extra


def _fixed(model: RuleModel, sites: Sequence[int], covered: float, clock: Clock) -> tuple[Floats, Floats]:
    """Limits of the candidates that every choice with as many sites and `covered` new weight in reach keeps."""
    m = model.task.m
    stated = model.stated(model.covering_cost, model.rows(model.as_many(sites)), maximise=True)
    least, most = np.array(stated.least[:m]), np.array(stated.most[:m])
    relaxed = relax(stated, clock)
    if relaxed.feasible:
        room = relaxed.bound - covered + FEASIBLE * max(1.0, abs(relaxed.bound))
        reduced = relaxed.reduced[:m]
        most[(-reduced > room) & (least < 1)] = 0.0
        least[(reduced > room) & (most > 0)] = 1.0
    return least, most

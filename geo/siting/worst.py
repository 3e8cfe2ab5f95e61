"""The last aim of the rule: among answers as good in sites and weight, the smallest worst cost.

The costs that occur are searched, as for the p-centre. Before that the relaxation of the aim before it fixes what no
answer as good can have otherwise (reduced costs: Nemhauser & Wolsey 1988, II.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from geo.distance import Floats
from geo.siting.clock import Clock
from geo.siting.levels import Levels
from geo.siting.rows import Rows
from geo.siting.rule_model import RuleModel, unfinished
from geo.siting.solver import Flags, Progress, Status, Watch, relax
from geo.siting.task import Columns, ImpossibleError, NoAnswerError, Stage, Task, near, stage
from geo.siting.units import NEAR, parts

FEASIBLE = 1e-6


def served_worst(task: Task, sites: Sequence[int]) -> float:
    """The largest cost to the nearest body among places with weight that some body may serve; 0 when none is served."""
    nearest = task.nearest(sites)[task.weights > 0]
    return float(nearest[np.isfinite(nearest)].max(initial=0.0))


def least_worst(
    model: RuleModel, sites: tuple[int, ...], clock: Clock, watch: Watch | None = None
) -> tuple[tuple[int, ...], Stage]:
    """The smallest worst cost of places that some body may serve, with as many sites and as much weight in reach."""
    worst, floor = served_worst(model.task, sites), _floor(model.task, len(sites))
    if clock.over():
        return sites, stage("worst", worst, min(floor, worst), unfinished(clock))
    span = _Span.of(model.task, sites, floor)
    status: Status = "optimal"
    if span.open:
        search = _Search(model, _Places.of(model.task, len(sites)), sites, clock)
        span.low = search.lowest(span)
        status = _narrowed(span, search, clock, watch)
    objective = served_worst(model.task, span.sites)
    return span.sites, stage("worst", objective, objective if status == "optimal" else span.cost(span.low), status)


@dataclass
class _Span:
    """No choice as good is below level `low`;  sites  one that is at level `high`."""

    task: Task
    levels: Levels
    low: int
    high: int
    sites: tuple[int, ...]
    found: bool = False

    @staticmethod
    def of(task: Task, sites: tuple[int, ...], floor: float) -> _Span:
        worst = served_worst(task, sites)
        levels = Levels.of(np.array([worst]), task.already, task.cost[task.weights > 0])
        return _Span(task, levels, min(levels.place(floor), levels.place(worst)), levels.place(worst), sites)

    @property
    def open(self) -> bool:
        return self.low < self.high

    def cost(self, level: int) -> float:
        return float(self.levels.costs[level])

    @property
    def middle(self) -> int:
        # Choices as good are few, the last one is mostly the best: ask for any better one, and halve only after that.
        return (self.low + self.high) // 2 if self.found else self.high - 1

    def takes(self, sites: tuple[int, ...]) -> bool:
        """Whether these are better, as they have to be."""
        reached = self.levels.place(served_worst(self.task, sites))
        if reached >= self.high:
            return False
        self.sites, self.high, self.found = sites, reached, True
        return True

    def rules_out(self) -> None:
        """No choice is at the middle or below."""
        self.low, self.found = self.middle + 1, False


def _narrowed(span: _Span, search: _Search, clock: Clock, watch: Watch | None) -> Status:
    """Ask until nothing is left to ask, which every answer brings nearer, or until the time is over."""
    while span.open:
        if clock.over():
            return unfinished(clock)
        try:
            better = span.takes(search.within(span.cost(span.middle)))
        except ImpossibleError:
            span.rules_out()
        except NoAnswerError:
            return unfinished(clock)
        else:
            if not better:
                return unfinished(clock)
        known = Progress(span.cost(span.high), span.cost(span.low), clock.seconds(), "worst")
        if watch is not None and watch(known):
            return "stopped" if span.open else "optimal"
    return "optimal"


def _sure(task: Task, rows: Columns, count: int) -> Flags:
    """Which of these places are served whatever `count` sites are chosen."""
    may_serve = np.isfinite(task.cost[rows])
    everyone = may_serve[:, task.free].all(axis=1) & (count > 0)
    return np.asarray(np.isfinite(task.already[rows]) | may_serve[:, list(task.lock)].any(axis=1) | everyone)


def _floor(task: Task, count: int) -> float:
    """No choice of `count` sites has a smaller worst cost: places that are served anyway do no better than this."""
    rows = np.flatnonzero(task.weights > 0)
    best = task.nearest(task.free)[rows]
    return float(best[_sure(task, rows, count)].max(initial=0.0))


class _Places:
    """Places with weight: those that are served whatever is chosen, and those only when a candidate that may serve them
    is (`set_of`: which set of candidates that is, -1 for the former).
    """

    def __init__(self, task: Task, rows: Columns, set_of: Columns, sets: list[Columns]) -> None:
        self.task, self.rows, self.set_of, self.sets = task, rows, set_of, sets

    @staticmethod
    def of(task: Task, count: int) -> _Places:
        rows = np.flatnonzero(task.weights > 0)
        may_serve = np.isfinite(task.cost[rows])
        may_serve[:, list(task.ban)] = False
        patterns, of = np.unique(may_serve, axis=0, return_inverse=True)
        sets = [np.flatnonzero(pattern) for pattern in patterns]
        return _Places(task, rows, np.where(_sure(task, rows, count), -1, of.ravel()), sets)

    def beyond(self, worst: float) -> tuple[Flags, Columns]:
        """For places the bodies there are do not reach within `worst`: who does (one row each), and their set."""
        left = ~near(self.task.already[self.rows], worst)
        inside = near(self.task.cost[self.rows[left]], worst)
        inside[:, list(self.task.ban)] = False
        both = np.hstack([inside, self.set_of[left][:, None]]).astype(np.int32)
        first = np.unique(both, axis=0, return_index=True)[1] if len(both) else np.empty(0, dtype=np.intp)
        return inside[first], self.set_of[left][first]


class _Search:
    """Choices as good as `sites` in number and weight in reach."""

    def __init__(self, model: RuleModel, places: _Places, sites: tuple[int, ...], clock: Clock) -> None:
        task, radius = model.task, model.rule.radius
        self._places, self._clock, self._sites = places, clock, sites
        self._reached = task.covered(sites, radius)
        self._covered = self._reached - task.covered((), radius)
        room = NEAR * float(task.weights.sum())
        self._model = replace(model, flags=len(places.sets), fixed=_fixed(model, sites, self._covered - room, clock))

    def lowest(self, span: _Span) -> int:
        """The first level of the span that the relaxation does not rule out."""
        low, high = span.low, span.high
        nothing = np.zeros(self._model.width)
        # Mostly nothing better is left, which one question tells; only else is the rest halved.
        middle = high - 1
        while low < high and not self._clock.over():
            rows = self._model.rows(self._rows(span.cost(middle)))
            if relax(self._model.stated(nothing, rows), self._clock).feasible is False:
                low = middle + 1
            else:
                high = middle
            middle = (low + high) // 2
        # Only what was ruled out counts when the time ran out half-way.
        return low

    def within(self, worst: float) -> tuple[int, ...]:
        """A choice without a served place farther than `worst`. Raises ImpossibleError, NoAnswerError."""
        task, radius, rows = self._model.task, self._model.rule.radius, self._rows(worst)
        while True:
            _, found = self._model.solve(np.zeros(self._model.width), rows, self._clock, start=None)
            if task.covered(found, radius) >= self._reached * (1 - NEAR):
                return found
            # Only the solver's tolerance let it through: less weight is in reach.
            rows.row(found, upper=len(found) - 1)

    def _rows(self, worst: float) -> Rows:
        model, m = self._model, self._model.task.m
        extra = model.as_many(self._sites)
        if self._covered > 0:
            shares = parts(model.folded.weights, self._covered)
            extra.row(m + np.arange(len(shares)), shares, lower=1)
        inside, of = self._places.beyond(worst)
        flag = np.where(of >= 0, model.flags_at + of, 0)
        served = sparse.csr_array(
            (-np.ones(int((of >= 0).sum())), (np.flatnonzero(of >= 0), flag[of >= 0])), shape=(len(of), model.width)
        )
        reach = sparse.csr_array(inside.astype(float))
        reach.resize((len(of), model.width))
        extra.block((reach + served)[of >= 0], lower=0)
        extra.block(reach[of < 0], lower=1)
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
        room = relaxed.bound - covered + FEASIBLE * abs(relaxed.bound)
        reduced = relaxed.reduced[:m]
        most[(-reduced > room) & (least < 1)] = 0.0
        least[(reduced > room) & (most > 0)] = 1.0
    return least, most

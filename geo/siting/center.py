"""Least worst cost (p-centre, Hakimi 1964): the smallest radius within which p sites reach every place.

Solved by halving the list of costs that occur, each time asking whether p sites reach everybody (Minieka 1970; see
geo.siting.reaching): every "no" raises the bound, every "yes" is an answer. Each step leaves at most half of the list,
so the search ends, clock or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geo.siting.clock import Clock
from geo.siting.cover import fewest
from geo.siting.farthest import good
from geo.siting.levels import Levels
from geo.siting.reaching import Reached
from geo.siting.solver import Progress, Status, Watch
from geo.siting.task import (
    Answer,
    ImpossibleError,
    NoAnswerError,
    Task,
    in_unit,
    need_count,
    stage,
)

_Ask = Callable[[float, Clock], tuple[bool | None, tuple[int, ...]]]


def p_center(task: Task, p: int, *, clock: Clock | None = None, watch: Watch | None = None) -> Answer:
    """Where `p` new sites make the cost of the worst placed place least; weights do not count (unweighted).

    Raises BadValueError, ImpossibleError (also when `p` sites cannot serve every place), NoAnswerError.
    """
    need_count(task, p)
    clock = clock or Clock()
    plain, unit = in_unit(task)
    search, ask = _Search.of(plain, p, Clock(max(1e-3, min(1e9, clock.left()) / 6), clock.stopped)), _asked(plain, p)
    status = _halved(search, ask, clock, _in_unit(watch, unit))
    if search.sites is None:
        raise NoAnswerError("no answer was found in the time given; give it more time or ask for less")
    worst = task.worst_cost(search.sites)
    bound = worst if search.ended else search.bound * unit
    return Answer("p-center", search.sites, (stage("worst", worst, bound, status),), clock.seconds())


def _halved(search: _Search, ask: _Ask, clock: Clock, watch: Watch | None) -> Status:
    """Ask until nothing is left to ask, or until the time is over."""
    while not search.ended:
        if not search.learns(*ask(search.asks(), clock)):
            return "stopped" if clock.stopped() else "time_limit"
        if watch is not None and search.sites is not None and watch(search.known(clock)):
            return "optimal" if search.ended else "stopped"
    return "optimal"


def _in_unit(watch: Watch | None, unit: float) -> Watch | None:
    """The same watch, which hears numbers as they were given."""
    if watch is None:
        return None
    return lambda known: watch(Progress((known.incumbent or 0.0) * unit, (known.bound or 0.0) * unit, known.seconds))


@dataclass
class _Search:
    """What is known: no answer is below level `low`, and `sites` (None: none yet) reach everybody at level `high`."""

    task: Task
    p: int
    levels: Levels
    low: int
    high: int
    sites: tuple[int, ...] | None

    @staticmethod
    def of(task: Task, p: int, early: Clock) -> _Search:
        """Raises ImpossibleError when some place can be served from nowhere."""
        # No place can do better than its best candidate.
        floor = float(task.nearest(task.free).max(initial=0.0))
        if not np.isfinite(floor):
            never = np.flatnonzero(np.isinf(task.nearest(task.free)))
            raise ImpossibleError(
                "no candidate may serve some of the places ({named}); add candidates or ignore borders",
                named=task.named(never),
            )
        levels = Levels.of(np.minimum(task.cost[:, task.free], task.already[:, None]), task.already)
        search = _Search(task, p, levels, levels.place(floor), len(levels) - 1, None)
        search.takes(good(task, p, early))
        return search

    @property
    def ended(self) -> bool:
        return self.sites is not None and self.low >= self.high

    def asks(self) -> float:
        """The radius to ask for next: everybody at all, before there is any answer."""
        return self._cost((self.low + self.high) // 2 if self.sites is not None else self.high)

    def takes(self, sites: tuple[int, ...] | None) -> None:
        """Keeps sites that are better than those there are."""
        if sites is not None:
            reached = self.levels.place(self.task.worst_cost(sites))
            if self.sites is None or reached < self.high:
                self.sites, self.high = sites, reached

    def learns(self, reach: bool | None, sites: tuple[int, ...]) -> bool:
        """Takes in what came of asking; False when nothing did. Raises ImpossibleError when no answer exists."""
        if reach is None:
            return False
        if reach:
            asked = self.high if self.sites is None else (self.low + self.high) // 2
            self.takes(sites)
            # A "yes" that does not hold would be asked for again for ever.
            return self.sites is not None and self.high <= asked
        if self.sites is None:
            raise ImpossibleError(
                "{p} new sites cannot serve every place within the locks and quotas; allow more", p=self.p
            )
        self.low = (self.low + self.high) // 2 + 1
        return True

    def known(self, clock: Clock) -> Progress:
        """For whoever watches."""
        return Progress(self._cost(self.high), self.bound, clock.seconds())

    @property
    def bound(self) -> float:
        """No answer is better."""
        return self._cost(self.low)

    def _cost(self, level: int) -> float:
        return float(self.levels.costs[level]) if len(self.levels) else 0.0


def _asked(task: Task, p: int) -> _Ask:
    """Whether `p` sites reach everybody within a radius, and such sites; None when that is not known."""
    if not task.quotas:
        return Reached(task, p).within

    def reach_everybody(radius: float, clock: Clock) -> tuple[bool | None, tuple[int, ...]]:
        # With quotas no candidate does the work of another, so nothing can be left out.
        outcome = fewest(task, radius, clock, exactly=p)
        if outcome.values is not None:
            return True, tuple(int(each) for each in np.flatnonzero(outcome.values > 0.5))
        return (False if outcome.status == "infeasible" else None), ()

    return reach_everybody

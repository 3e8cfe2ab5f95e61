"""Least worst cost (p-centre, Hakimi 1964): the smallest radius within which p sites reach every place.

Solved by halving the list of costs that occur, each time asking the covering model how few sites it takes
(Minieka 1970): every "no" raises the bound, every "yes" is an answer. Each step leaves at most half of the list, so
the search ends, clock or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.siting.clock import Clock
from geo.siting.cover import fewest
from geo.siting.levels import Levels
from geo.siting.solver import Outcome, Progress, Status, Watch
from geo.siting.task import (
    Answer,
    ImpossibleError,
    NoAnswerError,
    Task,
    in_unit,
    need_count,
    need_weight,
    stage,
)


def p_center(task: Task, p: int, *, clock: Clock | None = None, watch: Watch | None = None) -> Answer:
    """Where `p` new sites make the cost of the worst placed place least; weights do not count (unweighted).

    Raises BadValueError, ImpossibleError (also when `p` sites cannot serve every place), NoAnswerError.
    """
    need_count(task, p)
    need_weight(task)
    clock = clock or Clock()
    plain, unit = in_unit(task)
    search = _Search.of(plain, p)
    status: Status = "optimal"
    while not search.ended:
        outcome = fewest(plain, search.asks(), clock, exactly=p)
        if not search.learns(outcome):
            status = "stopped" if clock.stopped() else "time_limit"
            break
        if watch is not None and search.sites is not None and watch(search.known(clock, unit)):
            status = "optimal" if search.ended else "stopped"
            break
    if search.sites is None:
        raise NoAnswerError("no answer was found in the time given; give it more time or ask for less")
    worst = task.worst_cost(search.sites)
    bound = worst if search.ended else search.bound * unit
    return Answer("p-center", search.sites, (stage("worst", worst, bound, status),), clock.seconds())


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
    def of(task: Task, p: int) -> _Search:
        """Raises ImpossibleError when some place can be served from nowhere."""
        # No place can do better than its best candidate.
        floor = float(task.nearest(task.free).max(initial=0.0))
        if not np.isfinite(floor):
            never = np.flatnonzero(np.isinf(task.nearest(task.free)))
            raise ImpossibleError(
                f"no candidate may serve some of the places ({task.named(never)}); add candidates or ignore borders"
            )
        levels = Levels.of(np.minimum(task.cost[:, task.free], task.already[:, None]), task.already)
        search = _Search(task, p, levels, levels.place(floor), len(levels) - 1, None)
        search.takes(first(task, p))
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

    def learns(self, outcome: Outcome) -> bool:
        """Takes in what came of asking; False when nothing did. Raises ImpossibleError when no answer exists."""
        if outcome.values is not None:
            asked = self.high if self.sites is None else (self.low + self.high) // 2
            self.takes(tuple(int(each) for each in np.flatnonzero(outcome.values > 0.5)))
            # A "yes" that does not hold would be asked for again for ever.
            return self.sites is not None and self.high <= asked
        if outcome.status != "infeasible":
            return False
        if self.sites is None:
            raise ImpossibleError(
                f"{self.p} new sites cannot serve every place within the locks and quotas; allow more"
            )
        self.low = (self.low + self.high) // 2 + 1
        return True

    def known(self, clock: Clock, unit: float) -> Progress:
        """For whoever watches."""
        return Progress(self._cost(self.high) * unit, self.bound * unit, clock.seconds())

    @property
    def bound(self) -> float:
        """No answer is better."""
        return self._cost(self.low)

    def _cost(self, level: int) -> float:
        return float(self.levels.costs[level]) if len(self.levels) else 0.0


def first(task: Task, p: int) -> tuple[int, ...] | None:
    """Locked sites, then one after the other the best for the place that is worst off (Gonzalez 1985); None when that
    does not serve everybody, or quotas would have to be kept.
    """
    sites = list(dict.fromkeys(task.lock))
    pays = task.nearest(sites)
    while len(sites) < p:
        cost = task.cost[int(np.argmax(pays))].copy()
        cost[list({*task.ban, *sites})] = np.nan
        if np.isnan(cost).all():
            return None
        sites.append(int(np.nanargmin(cost)))
        pays = np.minimum(pays, task.cost[:, sites[-1]])
    return tuple(sorted(sites)) if np.isfinite(pays).all() and not task.quotas else None

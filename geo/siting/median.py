"""Least mean cost to the nearest of p sites (p-median; ReVelle & Swain 1970).

Each step hands its proof to the next: interchange finds a good answer (geo.siting.interchange), a Lagrangian relaxation
bounds it (geo.siting.lagrange), and branching closes what is left between them (geo.siting.branching).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from geo.siting.branching import Search
from geo.siting.clock import Clock
from geo.siting.cover import fewest
from geo.siting.interchange import greedy, interchange, shaken
from geo.siting.prices import Prices
from geo.siting.solver import SOLVER, Progress, Status, Watch
from geo.siting.task import Answer, ImpossibleError, NoAnswerError, Task, need_count, stage

STARTS = 30
PART = 1 / 6  # of the time, for good answers without a proof: without a bound the best of them is worth little
METHOD = f"interchange + Lagrangian bound, {SOLVER}"


def p_median(task: Task, p: int, *, clock: Clock | None = None, seed: int = 0, watch: Watch | None = None) -> Answer:
    """Where `p` new sites make the weighted sum of costs to the nearest body least, and so their mean.

    Raises BadValueError, ImpossibleError (also when `p` sites cannot serve every place that has weight), NoAnswerError.
    """
    need_count(task, p)
    clock = clock or Clock()
    served = _only_weighted(task)
    sites = _first(served, p, clock)
    prices = Prices.of_task(served)
    early = _part(clock)
    if not task.quotas:
        sites = min((sites, greedy(prices, p, early)), key=prices.total)
    search = Search(prices, interchange(prices, sites, early), clock, _told(watch, prices.unit, clock))
    lock = np.array(sorted(set(task.lock)), dtype=np.intp)
    search.root(lock, np.setdiff1d(task.free, lock))
    if not prices.proven(search.lower, search.upper) and not search.halted:
        _shake(search, np.random.default_rng(seed))
    search.run()
    return _answer(served, search)


def _shake(search: Search, rng: np.random.Generator) -> None:
    """Better sites by leaving the best there are and swapping from there."""
    early = _part(search.clock)
    for _ in range(STARTS):
        if early.over() or search.prices.proven(search.lower, search.upper):
            break
        other = shaken(search.prices.task, search.sites, rng, search.p // 2)
        search.takes(interchange(search.prices, other, early))


def _answer(task: Task, search: Search) -> Answer:
    prices, clock = search.prices, search.clock
    total = float(task.weights @ task.nearest(search.sites))
    # Nothing is cheaper than every place served by its cheapest candidate.
    lower = max(search.lower, prices.total(task.free)) * prices.unit
    bound = total if prices.proven(search.lower, search.upper) else lower
    status: Status = "stopped" if clock.stopped() or search.stopped else "time_limit"
    return Answer("p-median", search.sites, (stage("total", total, bound, status),), clock.seconds(), METHOD)


def _part(clock: Clock) -> Clock:
    """A part of the time that is left."""
    return Clock(max(1e-3, min(1e9, clock.left()) * PART), clock.stopped)


def _told(watch: Watch | None, unit: float, clock: Clock) -> Callable[[float, float], bool]:
    """The same watch, which hears numbers as they were given."""
    if watch is None:
        return lambda upper, lower: False
    return lambda upper, lower: watch(
        Progress(upper * unit, lower * unit if math.isfinite(lower) else None, clock.seconds())
    )


def _only_weighted(task: Task) -> Task:
    """Without the places nobody lives in: they cost nothing wherever the sites are."""
    counts = task.weights > 0
    return replace(task, cost=task.cost[counts], weights=task.weights[counts], already=task.already[counts])


def _first(task: Task, p: int, clock: Clock) -> tuple[int, ...]:
    """Any `p` sites that serve every place, within locks and quotas."""
    far = max(float(costs[np.isfinite(costs)].max(initial=0.0)) for costs in (task.cost, task.already))
    never = ~(np.isfinite(task.cost[:, task.free]).any(axis=1) | np.isfinite(task.already))
    if never.any():
        raise ImpossibleError(
            "no candidate may serve {n} of {of} places with weight; add some or ignore borders",
            n=int(never.sum()),
            of=task.n,
        )
    outcome = fewest(task, far, clock, exactly=p)
    if outcome.status == "infeasible":
        alone = fewest(replace(task, quotas=()), far, clock)
        if alone.values is None:
            raise ImpossibleError("{p} new sites cannot serve every place within the locks and quotas", p=p)
        raise ImpossibleError(
            "{p} new sites cannot serve every place within the locks and quotas, at least {n} are needed",
            p=p,
            n=int((alone.values > 0.5).sum()),
        )
    if outcome.values is None:
        raise NoAnswerError("no answer was found in the time given; give it more time or ask for less")
    return tuple(int(each) for each in np.flatnonzero(outcome.values > 0.5))

"""What each further centre buys: the best coverage for every number of sites, and an order to build them in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo.checks import Fault, need
from geo.errors import BadValueError
from geo.siting.clock import Clock
from geo.siting.cover import cover_most
from geo.siting.solver import Watch
from geo.siting.task import Answer, Floor, Task, gap, near, need_count
from geo.siting.units import scaled


@dataclass(frozen=True, eq=False)
class Frontier:
    """points  one row a number of sites: p, covered, bound, gap, gain (over one site fewer), status, sites
    order      the sites of the last point in the order to build them, each the one that adds most
    built      one row a step of that order: p, site, covered, loss (against the best for as many sites)
    """

    points: pd.DataFrame
    order: tuple[int, ...]
    built: pd.DataFrame


def frontier(
    task: Task,
    most: int,
    radius: float,
    *,
    floors: Sequence[Floor] = (),
    clock: Clock | None = None,
    watch: Watch | None = None,
    told: Callable[[int, Answer], None] | None = None,
) -> Frontier:
    """The best coverage with as many new sites as are locked, and one more each, up to `most`.

    It never falls: the sites of one point and any further one start the search for the next.  told  hears each point.
    Raises what geo.siting.cover.cover_most does.
    """
    need([] if most > 0 else [Fault(BadValueError, f"expected a frontier up to 1 or more new sites, got {most}")])
    need_count(task, most)
    clock = clock or Clock()
    # Sums that are equal stay so in a unit of their own; then the first column is taken.
    plain = replace(task, weights=scaled(task.weights).values)
    answers: list[Answer] = []
    for p in range(max(1, len(set(task.lock))), most + 1):
        start = _one_more(plain, answers[-1].sites, radius) if answers else None
        answers.append(cover_most(task, p, radius, floors=floors, clock=clock, start=start, watch=watch))
        if told is not None:
            told(p, answers[-1])
    return Frontier(_points(task, answers, radius), *_order(task, plain, answers, radius))


def _points(task: Task, answers: Sequence[Answer], radius: float) -> pd.DataFrame:
    """A row an answer, with what it adds to the one before."""
    before = [task.covered((), radius), *(answer.objective for answer in answers[:-1])]
    return pd.DataFrame(
        {
            "p": [len(answer.sites) for answer in answers],
            "covered": [answer.objective for answer in answers],
            "bound": [answer.bound for answer in answers],
            "gap": [gap(answer.objective, answer.bound) for answer in answers],
            "gain": [answer.objective - less for answer, less in zip(answers, before, strict=True)],
            "status": [answer.status for answer in answers],
            "sites": [answer.sites for answer in answers],
        }
    )


def _one_more(task: Task, sites: tuple[int, ...], radius: float) -> tuple[int, ...]:
    """The sites and the first of the columns that reach most beside them; the same when none is left."""
    left = np.setdiff1d(task.free, np.asarray(sites, dtype=np.intp))
    if not len(left):
        return sites
    missing = ~near(task.nearest(sites), radius)
    gains = task.weights[missing] @ task.within(radius)[missing]
    return tuple(sorted((*sites, int(left[np.argmax(gains[left])]))))


def _order(task: Task, plain: Task, answers: Sequence[Answer], radius: float) -> tuple[tuple[int, ...], pd.DataFrame]:
    best = {len(answer.sites): answer.objective for answer in answers}
    left, order = list(answers[-1].sites) if answers else [], list[int]()
    rows: list[tuple[int, int, float, float]] = []
    while left:
        # What is locked is in every answer, so it is built first.
        among = [each for each in left if each in task.lock] or left
        site = max(among, key=lambda each: (plain.covered((*order, each), radius), -each))
        order.append(site)
        left.remove(site)
        covered = task.covered(order, radius)
        rows.append((len(order), site, covered, best.get(len(order), float("nan")) - covered))
    return tuple(order), pd.DataFrame(rows, columns=["p", "site", "covered", "loss"])

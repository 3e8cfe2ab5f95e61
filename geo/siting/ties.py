"""Whether another choice would be exactly as good: what is proven best need not be the only best (并列最优)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.distance import Floats
from geo.shares import at_least
from geo.siting.interchange import allowed
from geo.siting.rule import Rule
from geo.siting.task import Answer, Floor, Task, near
from geo.siting.units import NEAR

Where = NDArray[np.intp]


def exchanges_as_good(
    task: Task, answer: Answer, radius: float, *, rule: Rule | None = None, floors: Sequence[Floor] = ()
) -> int:
    """How many other choices are as good in every aim of the answer, and differ from it in one site only.

    radius  of the aims that have one;  rule, floors  what must hold as well. A number of choices at least: others may
    differ in more sites. Locks, bans and quotas hold. Numbers that differ by rounding only are the same.
    """
    return sum(
        _as_good(task, answer, leaving, radius, rule, floors) for leaving in answer.sites if leaving not in task.lock
    )


def _as_good(
    task: Task, answer: Answer, leaving: int, radius: float, rule: Rule | None, floors: Sequence[Floor]
) -> int:
    """How many candidates may come in for one site."""
    stay = [each for each in answer.sites if each != leaving]
    pays = task.nearest(stay)
    coming = np.flatnonzero(allowed(task, answer.sites, leaving))
    if answer.problem == "lscp":
        coming = coming[near(task.cost[np.ix_(~near(pays, radius), coming)], radius).all(axis=0)]
    for stage in answer.stages:
        if stage.aim != "sites" and len(coming):
            aim = "served worst" if (answer.problem, stage.aim) == ("rule", "worst") else stage.aim
            values = _values(task, aim, pays, coming, radius)
            here = _values(task, aim, pays, np.array([leaving]), radius)
            coming = coming[np.isclose(values, here, rtol=NEAR, atol=0)]
    return sum(_holds(task, [*stay, int(each)], radius, rule, floors) for each in coming)


def _values(task: Task, aim: str, pays: Floats, coming: Where, radius: float) -> Floats:
    """The value of an aim with each of `coming`, where the others leave every place to pay `pays`.

    "served worst" is the worst of the rule: of places with weight that some body may serve.
    """
    if aim == "covered":
        reached, open_rows = near(pays, radius), np.flatnonzero(~near(pays, radius))
        more = task.weights[open_rows] @ near(task.cost[np.ix_(open_rows, coming)], radius)
        return np.asarray(task.weights[reached].sum() + more, dtype=float)
    paid = np.minimum(pays[:, None], task.cost[:, coming])
    if aim == "worst":
        return np.asarray(paid.max(axis=0, initial=0.0), dtype=float)
    counts = task.weights > 0
    if aim == "served worst":
        return np.asarray(np.where(np.isfinite(paid[counts]), paid[counts], 0.0).max(axis=0, initial=0.0), dtype=float)
    return np.asarray(task.weights[counts] @ paid[counts], dtype=float)


def _holds(task: Task, sites: Sequence[int], radius: float, rule: Rule | None, floors: Sequence[Floor]) -> bool:
    if rule is not None and not rule.met(task, sites):
        return False
    if not floors:
        return True
    reached = task.weights * near(task.nearest(sites), radius)
    there = np.array([task.weights[each.rows].sum() for each in floors])
    found = np.array([reached[each.rows].sum() for each in floors])
    enough = [at_least(found[[place]], there[[place]], each.share)[0] for place, each in enumerate(floors)]
    return bool(all(enough[place] or there[place] == 0 for place in range(len(enough))))

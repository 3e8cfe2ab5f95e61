"""Least worst cost (p-centre, Hakimi 1964): the smallest radius within which p sites reach every place.

Solved by halving the list of costs that occur, each time asking the covering model how few sites it takes
(Minieka 1970): every "no" raises the bound, every "yes" is an answer.
"""

from __future__ import annotations

import numpy as np

from geo.siting.clock import Clock
from geo.siting.cover import fewest
from geo.siting.solver import Progress, Status, Watch
from geo.siting.task import Answer, ImpossibleError, NoAnswerError, Stage, Task, need_count


def p_center(task: Task, p: int, *, clock: Clock | None = None, watch: Watch | None = None) -> Answer:
    """Where `p` new sites make the cost of the worst placed place least; weights do not count (unweighted).

    Raises BadValueError, ImpossibleError (also when `p` sites cannot serve every place), NoAnswerError.
    """
    need_count(task, p)
    clock = clock or Clock()
    costs = np.unique(np.minimum(task.cost[:, task.free], task.already[:, None]))
    costs = np.unique(np.concatenate([costs, task.already]))
    costs = costs[np.isfinite(costs)]
    # No place can do better than its best candidate.
    floor = float(np.minimum(task.cost[:, task.free].min(axis=1, initial=np.inf), task.already).max(initial=0.0))
    if not np.isfinite(floor):
        raise ImpossibleError("no candidate may serve some of the places; add candidates or ignore borders")
    sites = _first(task, p)
    low, high = int(np.searchsorted(costs, floor)), len(costs) - 1
    if sites is not None:
        high = int(np.searchsorted(costs, task.worst_cost(sites)))
    status: Status = "optimal"
    while sites is None or low < high:
        middle = (low + high) // 2 if sites is not None else high
        outcome = fewest(task, float(costs[middle]), clock, exactly=p)
        if outcome.values is not None:
            sites = tuple(int(each) for each in np.flatnonzero(outcome.values > 0.5))
            high = int(np.searchsorted(costs, task.worst_cost(sites)))
        elif outcome.status != "infeasible":
            status = "stopped" if clock.stopped() else "time_limit"
            break
        elif sites is None:
            raise ImpossibleError(f"{p} new sites cannot serve every place within the locks and quotas; allow more")
        else:
            low = middle + 1
        known = Progress(float(costs[high]), float(costs[low]), clock.seconds())
        if sites is not None and watch is not None and watch(known):
            status = "stopped" if low < high else status
            break
    if sites is None:
        raise NoAnswerError("no answer was found in the time given; give it more time or ask for less")
    objective = task.worst_cost(sites)
    bound = objective if status == "optimal" else min(float(costs[low]), objective)
    return Answer("p-center", sites, (Stage("worst", objective, bound, status),), clock.seconds())


def _first(task: Task, p: int) -> tuple[int, ...] | None:
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

"""Slow, obvious answers: every choice of p columns, one after the other."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from geo.siting import Rule, Task


def nearest(task: Task, place: int, sites: tuple[int, ...]) -> float:
    return min([task.cost[place, site] for site in sites] + [task.already[place]])


def allowed(task: Task, sites: tuple[int, ...]) -> bool:
    if not set(task.lock) <= set(sites) or set(task.ban) & set(sites):
        return False
    for quota in task.quotas:
        count = len(set(quota.columns.tolist()) & set(sites))
        if count < quota.least or (quota.most is not None and count > quota.most):
            return False
    return True


def choices(task: Task, p: int) -> list[tuple[int, ...]]:
    return [sites for sites in combinations(range(task.m), p) if allowed(task, sites)]


def covered(task: Task, sites: tuple[int, ...], radius: float) -> float:
    return sum(task.weights[i] for i in range(task.n) if nearest(task, i, sites) <= radius)


def mean(task: Task, sites: tuple[int, ...]) -> float:
    return sum(task.weights[i] * nearest(task, i, sites) for i in range(task.n) if task.weights[i]) / sum(task.weights)


def worst(task: Task, sites: tuple[int, ...]) -> float:
    return max(nearest(task, i, sites) for i in range(task.n))


def served_worst(task: Task, sites: tuple[int, ...]) -> float:
    far = [nearest(task, i, sites) for i in range(task.n) if task.weights[i]]
    return max([each for each in far if np.isfinite(each)], default=0.0)


def qualifying(task: Task, rule: Rule, sites: tuple[int, ...]) -> list[bool]:
    found = []
    for group in range(len(rule.names)):
        rows = [i for i in range(task.n) if rule.groups[i] == group]
        total = sum((Fraction(task.weights[i]) for i in rows), Fraction(0))
        reached = sum((Fraction(task.weights[i]) for i in rows if nearest(task, i, sites) <= rule.radius), Fraction(0))
        found.append(total > 0 and reached >= rule.share * total)
    return found


def met(task: Task, rule: Rule, sites: tuple[int, ...]) -> bool:
    enough = qualifying(task, rule, sites)
    return sum(enough) >= rule.k and all(
        sum(enough[int(group)] for group in rule.zones[zone]) >= least for zone, least in rule.floors.items()
    )


def rule_plan(task: Task, rule: Rule) -> tuple[int, float, float] | None:
    """Fewest sites, then most covered, then the smallest worst; None when nothing meets the rule."""
    for p in range(task.m + 1):
        good = [sites for sites in choices(task, p) if met(task, rule, sites)]
        if good:
            most = max(covered(task, sites, rule.radius) for sites in good)
            best = [sites for sites in good if covered(task, sites, rule.radius) >= most - 1e-9]
            return p, most, min(served_worst(task, sites) for sites in best)
    return None


def by_milp(cost: np.ndarray, p: int) -> float:
    """The textbook model: a variable for every assignment."""
    n, m = cost.shape
    once = sparse.hstack([sparse.csr_array((n, m)), sparse.kron(sparse.eye_array(n), np.ones((1, m)))])
    links = sparse.hstack([-sparse.kron(np.ones((n, 1)), sparse.eye_array(m)), sparse.eye_array(n * m)])
    count = sparse.csr_array(np.concatenate([np.ones(m), np.zeros(n * m)])[None])
    found = milp(
        np.concatenate([np.zeros(m), cost.ravel()]),
        constraints=[LinearConstraint(once, 1, 1), LinearConstraint(links, -np.inf, 0), LinearConstraint(count, p, p)],
        integrality=np.concatenate([np.ones(m), np.zeros(n * m)]),
        bounds=Bounds(0, 1),
    )
    assert found.status == 0
    return float(found.fun)

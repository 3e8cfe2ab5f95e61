"""A question of siting on plain numbers: sites are column numbers, from 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from atlas.siting.tables import matrix_file, weights_column
from geo.checks import quoted
from geo.distance import Floats
from geo.siting import Answer, Clock, Task, cover_all, cover_most, p_center, p_median
from geo.siting.ties import exchanges_as_good
from geo.typed import whole

WITHIN = ("mclp", "lscp")


def by_matrix(
    problem: str,
    cost: Floats,
    weights: Floats | None = None,
    *,
    p: int = 1,
    radius: float | None = None,
    lock: Sequence[str] = (),
    ban: Sequence[str] = (),
    limit_s: float = 60.0,
) -> dict[str, Any]:
    """The answer with its certificate. cost  one row a place, one column a candidate;  weights  one a row, None: 1 each

    p  number of new sites;  radius  in the unit of the costs;  lock, ban  column numbers as text. Raises ValueError or
    geo.errors with one sentence.
    """
    weights = np.ones(len(cost)) if weights is None else weights
    _need_fitting(problem, cost, weights, radius)
    locked, banned = _columns(lock, cost.shape[1]), _columns(ban, cost.shape[1])
    task, limit = Task(cost, weights, lock=locked, ban=banned), 0.0 if radius is None else radius
    return _told(problem, task, _solved(problem, task, p, limit, Clock(limit_s)), limit)


def by_files(given: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of `by_matrix` for the options of a command line: files of numbers, see atlas.siting.tables."""
    cost = matrix_file(given["matrix"])
    weights = weights_column(given["weights"]) if given["weights"] else None
    asked = {name: given[name] for name in ("radius", "lock", "ban")}
    return by_matrix(given["problem"], cost, weights, p=given["p"] or 1, limit_s=given["time_limit"], **asked)


def _need_fitting(problem: str, cost: Floats, weights: Floats, radius: float | None) -> None:
    """Raise ValueError where these cannot be asked of plain numbers."""
    if problem == "rule":
        raise ValueError("expected mclp, lscp, p-median or p-center with --matrix: the rule needs prefectures")
    if problem in WITHIN and radius is None:
        raise ValueError(f"expected --radius for {problem}, in the unit of the matrix")
    if len(weights) != len(cost):
        raise ValueError(f"expected {len(cost)} weights, one for each row of the matrix, got {len(weights)}")


def _told(problem: str, task: Task, answer: Answer, radius: float) -> dict[str, Any]:
    """The answer as JSON, with its certificate."""
    stages = [
        {name: getattr(stage, name) for name in ("aim", "objective", "bound", "gap", "status")}
        for stage in answer.stages
    ]
    first = {name: stages[0][name] for name in ("objective", "bound", "gap")}
    if problem == "p-median":
        # Published sets state the weighted sum; the mean is told beside it.
        first["mean"] = stages[0]["objective"] / float(task.weights.sum())
    return {
        "problem": answer.problem,
        "sites": list(answer.sites),
        **first,
        "status": answer.status,
        "stages": stages,
        "as_good": exchanges_as_good(task, answer, radius) if answer.status == "optimal" else None,
        "seconds": round(answer.seconds, 3),
        "solver": answer.solver,
        "rows": task.n,
        "columns": task.m,
    }


def _solved(problem: str, task: Task, p: int, radius: float, clock: Clock) -> Answer:
    if problem == "mclp":
        return cover_most(task, p, radius, clock=clock)
    if problem == "lscp":
        return cover_all(task, radius, clock=clock)
    return p_median(task, p, clock=clock) if problem == "p-median" else p_center(task, p, clock=clock)


def _columns(given: Sequence[str], wide: int) -> tuple[int, ...]:
    return tuple(_column(each, wide) for each in given)


def _column(text: str, wide: int) -> int:
    try:
        return whole(text, 0, wide - 1)
    except ValueError:
        raise ValueError(f"expected a column number from 0 to {wide - 1}, got {quoted(text)}") from None

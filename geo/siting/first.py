"""The one further site that reaches most, for any weight: what a first step would be if another demand counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from geo.siting.task import Task

SAME = 1e-9  # of the larger gain: gains that differ by less are equal


def first_site(task: Task, amounts: ArrayLike, radius: float) -> tuple[int | None, float]:
    """The column that brings most of the amount into reach beside the bodies there are, with how much that is.

    amounts  shape (n,), >= 0: any weight of the places of the task, not its own;  locks and quotas of the task are
    conditions of more than one site and left aside, what is banned is not chosen. Of equal ones the first column; None
    and 0 where none brings anything.
    Source: Church & ReVelle (1974) for one site, which is the best of all columns.
    """
    columns, out = task.free, ~task.reached_already(radius)
    # Summed as it is read: a product would write the whole matrix as numbers first.
    gains = np.einsum("i,ij->j", np.asarray(amounts, dtype=float)[out], task.within(radius)[np.ix_(out, columns)])
    most = float(gains.max(initial=0.0))
    if most <= 0:
        return None, 0.0
    return int(columns[np.flatnonzero(gains >= most * (1 - SAME))[0]]), most

"""What a covering model can do without: columns that another column does the work of, rows that another row implies.

Source: Toregas & ReVelle (1972), Optimal location under time or distance constraints; Chen & Chen (2009) use it on the
small models of the p-centre.
"""

from __future__ import annotations

import numpy as np

from geo.siting.solver import Flags
from geo.siting.task import Columns


def reduced(within: Flags) -> tuple[Columns, Columns]:
    """Rows and columns that are enough: a best cover of these is a best cover of all. Of equals the first stays."""
    columns = working(within)
    rows = np.sort(np.unique(np.packbits(within[:, columns], axis=1), axis=0, return_index=True)[1])
    # A row is implied by one whose columns are all among its own.
    return rows[~_holds(within[rows][:, columns])], columns


def working(within: Flags) -> Columns:
    """Columns that no other one does all the work of; of equals the first."""
    _, first = np.unique(np.packbits(within, axis=0), axis=1, return_index=True)
    columns = np.sort(first)
    columns = columns[within[:, columns].any(axis=0)]
    return np.asarray(columns[~_inside(within[:, columns].T)], dtype=np.intp)


def _inside(sets: Flags) -> Flags:
    """Which of these different sets lie inside another one: sets (k, elements)."""
    members = sets.astype(np.float32)
    shared, sizes = members @ members.T, members.sum(axis=1)
    return np.asarray(((shared >= sizes[:, None]) & (sizes[None, :] > sizes[:, None])).any(axis=1), dtype=bool)


def _holds(sets: Flags) -> Flags:
    """Which of these different sets hold another one."""
    members = sets.astype(np.float32)
    shared, sizes = members @ members.T, members.sum(axis=1)
    return np.asarray(((shared >= sizes[None, :]) & (sizes[None, :] < sizes[:, None])).any(axis=1), dtype=bool)

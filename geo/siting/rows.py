"""Rows of a model, gathered one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from geo.distance import Floats


class Rows:
    """lower <= matrix @ x <= upper for `width` variables."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._blocks: list[sparse.csr_array] = []
        self._lower: list[Floats] = []
        self._upper: list[Floats] = []

    def block(self, matrix: sparse.sparray, *, lower: float = -np.inf, upper: float = np.inf, at: int = 0) -> None:
        """Rows that all have the same limits; the first column of `matrix` is the variable `at`."""
        count, wide = matrix.shape
        before, after = sparse.csr_array((count, at)), sparse.csr_array((count, self._width - at - wide))
        self._blocks.append(sparse.csr_array(sparse.hstack([before, matrix, after])))
        self._lower.append(np.full(count, float(lower)))
        self._upper.append(np.full(count, float(upper)))

    def row(
        self,
        columns: Sequence[int] | ArrayLike,
        values: ArrayLike = 1.0,
        *,
        lower: float = -np.inf,
        upper: float = np.inf,
    ) -> None:
        """One row; `values` may be one number for all its columns."""
        places = np.asarray(columns, dtype=np.intp)
        entries = np.broadcast_to(np.asarray(values, dtype=float), places.shape)
        self._blocks.append(
            sparse.csr_array((entries, (np.zeros(len(places), dtype=int), places)), shape=(1, self._width))
        )
        self._lower.append(np.array([float(lower)]))
        self._upper.append(np.array([float(upper)]))

    def built(self) -> tuple[sparse.csr_array, Floats, Floats]:
        """The matrix and its limits."""
        if not self._blocks:
            return sparse.csr_array((0, self._width)), np.empty(0), np.empty(0)
        return (
            sparse.csr_array(sparse.vstack(self._blocks)),
            np.concatenate(self._lower),
            np.concatenate(self._upper),
        )

"""The different costs of a question, in rising order: searches halve this list, which always ends.

Costs that only rounding keeps apart (0.3 and 0.1 + 0.2) are one level, so that a level never lies between two numbers
that are the same, and a change of unit changes no level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.distance import Floats
from geo.siting.units import NEAR


@dataclass(frozen=True, eq=False)
class Levels:
    """costs  the largest of each level, rising, shape (levels,), finite."""

    costs: Floats

    @staticmethod
    def of(*costs: Floats) -> Levels:
        """Every finite cost that occurs in any of these arrays."""
        known = np.unique(np.concatenate([np.asarray(each, dtype=float).ravel() for each in costs]))
        known = known[np.isfinite(known)]
        last = np.append(np.diff(known) > NEAR * known[1:], True) if len(known) else np.empty(0, dtype=bool)
        return Levels(known[last])

    def __len__(self) -> int:
        return len(self.costs)

    def place(self, cost: float) -> int:
        """The level of a cost that occurs; len(self) for one beyond them all."""
        return int(np.searchsorted(self.costs, cost))

    def places(self, costs: Floats) -> NDArray[np.intp]:
        """The same for many: any shape."""
        return np.searchsorted(self.costs, costs)

"""Whether a share is reached, exactly: 0.8 of ten is eight, in a machine too."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

NEAR = 1e-9  # shares closer to the limit than this are compared as fractions


def at_least(people: NDArray[np.float64], total: NDArray[np.float64], share: Fraction) -> NDArray[np.bool_]:
    """Where `people` are at least `share` of `total`, and there is anybody at all; both of one shape."""
    limit = float(share) * total
    enough = people > limit
    for place in np.flatnonzero(np.abs(people - limit) <= NEAR * total):
        enough[place] = Fraction(people[place]) >= share * Fraction(total[place])
    return np.asarray(enough & (total > 0), dtype=bool)

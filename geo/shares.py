"""Whether a share is reached, exactly: 0.8 of ten is eight, in a machine too, and 0.8 of one 0.8."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

NEAR = 1e-9  # shares closer to the limit than this are compared as fractions
ROUNDING = 2e-11  # of weights that are not whole: what adding them up may lose


def at_least(people: NDArray[np.float64], total: NDArray[np.float64], share: Fraction) -> NDArray[np.bool_]:
    """Where `people` are at least `share` of `total`, and there is anybody at all; both of one shape."""
    limit = float(share) * total
    enough = people > limit
    for place in np.flatnonzero(np.abs(people - limit) <= NEAR * total):
        whole = float(people[place]).is_integer() and float(total[place]).is_integer()
        spare = Fraction(0) if whole else Fraction(ROUNDING) * Fraction(total[place])
        enough[place] = Fraction(people[place]) + spare >= share * Fraction(total[place])
    return np.asarray(enough & (total > 0), dtype=bool)

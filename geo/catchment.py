"""Enhanced two-step floating catchment (增强两步移动搜寻法, E2SFCA): how much of what bodies can do falls to a place.

First each body shares its capacity among the people in its catchment, near ones counting more; then each place sums the
shares of the bodies in reach, near ones again counting more. The decay is Gaussian, continuous instead of in three
zones. Sources: Luo & Qi (2009), Health & Place 15; the decay with a critical value at the end as Kwan (1998).
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geo.checks import Fault, need
from geo.distance import Floats
from geo.errors import BadValueError

# What somebody at the very end of a catchment counts.
AT_THE_END = 0.01


def catchment(
    costs: ArrayLike, people: pd.Series, capacities: ArrayLike, *, radius: float, sigma: float | None = None
) -> pd.Series:
    """Capacity a head at each place, on the index of `people`; 0 where no body is in reach.

    costs       rows places, columns bodies, in the unit of `radius`; inf or NaN where a body may not serve
    people      weights >= 0;  capacities  one a body, >= 0, in any unit of their own
    radius      ends every catchment, what lies exactly there is inside;  sigma  width of the decay, none: such that a
                place at the radius counts AT_THE_END
    A body with nobody in its catchment gives nothing. People x result adds up to the capacities of all others.
    Raises BadValueError for shapes that do not fit and numbers that cannot be.
    """
    far, weights = np.asarray(costs, dtype=float), people.to_numpy(dtype=float)
    offered = np.asarray(capacities, dtype=float)
    width = radius / math.sqrt(-2 * math.log(AT_THE_END)) if sigma is None else sigma
    _check(far, weights, offered, radius, width)
    inside = np.isfinite(far) & (far <= radius)
    decay = np.where(inside, np.exp(-np.square(np.where(inside, far, 0.0)) / (2 * width * width)), 0.0)
    asking = weights @ decay
    share = np.divide(offered, asking, out=np.zeros_like(offered), where=asking > 0)
    return pd.Series(decay @ share, index=people.index, name="capacity_a_head")


def _check(far: Floats, weights: Floats, offered: Floats, radius: float, width: float) -> None:
    faults = []
    if far.shape != (len(weights), len(offered)):
        faults.append(f"expected a matrix of {len(weights)} x {len(offered)}, got one of {far.shape}")
    if (far < 0).any():
        faults.append("expected costs of 0 or more, got a negative one")
    for told, name in ((weights, "people"), (offered, "capacities")):
        if not ((told >= 0) & np.isfinite(told)).all():
            faults.append(f"expected {name} of 0 or more everywhere, got negative or unknown ones")
    if not (0 < radius < math.inf and 0 < width < math.inf):
        faults.append(f"expected a radius and a width above 0, got {radius} and {width}")
    need([Fault(BadValueError, each) for each in faults])

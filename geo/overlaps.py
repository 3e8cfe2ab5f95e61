"""Areas that hold the same ground: units of one level may share a border, never a town."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

# Two outlines drawn by different hands may share a strip; a town they both hold is more.
SHARED_KM2 = 0.1
# Near enough for a limit (within 1 % from 0° to 45°): the side of a square degree at the equator.
KM_A_DEGREE = 111.3


def overlaps(shapes: NDArray[Any], *, most_km2: float = SHARED_KM2) -> Iterator[tuple[int, int, float]]:
    """Pairs of areas that share more than `most_km2`: the place of the earlier, of the later, and square kilometres.

    shapes  polygons in WGS-84 degrees, each valid, shape (n,). Areas that only touch share nothing; what is exactly at
    the limit is no overlap. The size is that of a sphere's degrees at the middle of the earlier area: for a comparison
    with a limit, not for a table.
    """
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.intersection(shapes[one], shapes[other])
    middle = np.radians(shapely.get_y(shapely.centroid(shapes[one])))
    km2 = shapely.area(shared) * KM_A_DEGREE**2 * np.cos(middle)
    for at in np.flatnonzero(km2 > most_km2):
        yield int(one[at]), int(other[at]), float(km2[at])

"""Area, label point and strips of areas on the ellipsoid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from pyproj import Geod, Transformer

ELLIPSOID = Geod(ellps="WGS84")
PLANE = "+proj=laea +lat_0=23 +lon_0=113.5 +datum=WGS84 +units=m"  # equal area, centre of the province
TO_PLANE = Transformer.from_crs("EPSG:4326", PLANE, always_xy=True)
LABEL_TOLERANCE_M = 100.0


def area_km2(shape: Any) -> float:
    """Area of a polygon or multipolygon in WGS-84 degrees, on the ellipsoid, in km²; 0 for an empty shape.

    Edges are geodesics. Source: Karney (2013), Algorithms for geodesics, through pyproj.Geod.
    """
    if shape.is_empty:
        return 0.0
    return abs(float(ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(shape))[0])) / 1e6


def mainland(shape: Any) -> Any:
    """The part of a multipolygon with the largest area; a polygon itself. Islands and reefs fall away."""
    return max(shapely.get_parts(shape), key=area_km2)


def label_point(shape: Any) -> tuple[float, float]:
    """Longitude and latitude where a label has most room: centre of the largest circle inside the largest part.

    Found to `LABEL_TOLERANCE_M`; rounded to 4 decimals (about 10 m), which stays inside any part wider than that.
    """
    circle = shapely.maximum_inscribed_circle(to_plane(mainland(shape)), tolerance=LABEL_TOLERANCE_M)
    x, y = shapely.get_coordinates(circle)[0]
    lon, lat = TO_PLANE.transform(x, y, direction="INVERSE")
    return round(float(lon), 4), round(float(lat), 4)


def to_plane(shape: Any) -> Any:
    """A WGS-84 shape in metres on the equal-area plane of the province."""
    return shapely.transform(shape, lambda points: np.column_stack(TO_PLANE.transform(points[:, 0], points[:, 1])))


def from_plane(shape: Any) -> Any:
    """A shape in metres on the equal-area plane back in WGS-84 degrees."""
    return shapely.transform(
        shape, lambda points: np.column_stack(TO_PLANE.transform(points[:, 0], points[:, 1], direction="INVERSE"))
    )


def calibrated(outline: Callable[[float], Any], low: float, high: float, *, area: float, steps: int = 60) -> Any:
    """The outline whose area is `area` km², by bisection on the one number that makes it (a parallel, a width).

    `outline(low)` must be smaller than the wanted area and `outline(high)` larger (low may exceed high as a number); in
    between the area must not shrink. Raises ValueError when the wanted area is not between the two.
    """
    smallest, largest = area_km2(outline(low)), area_km2(outline(high))
    if not smallest <= area <= largest:
        raise ValueError(
            f"expected an area between {smallest:.2f} and {largest:.2f} km², asked for {area:.2f}; widen the two limits"
        )
    for _step in range(steps):
        middle = (low + high) / 2
        if area_km2(outline(middle)) < area:
            low = middle
        else:
            high = middle
    return outline(high)

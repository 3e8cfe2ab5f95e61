"""The area nearest to a place that lies in none: a harbour that a generalised outline leaves in the water."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.checks import missing_columns, need, wrong_crs
from geo.distance import Floats, distance_m
from geo.errors import BadValueError

if TYPE_CHECKING:
    import geopandas as gpd


def nearest_area(
    lon: ArrayLike, lat: ArrayLike, areas: gpd.GeoDataFrame, *, id_column: str = "adcode"
) -> tuple[NDArray[np.object_], Floats]:
    """Id of the nearest area of every place, and straight metres to it: both of shape (n,); 0 m inside an area.

    lon, lat  WGS-84 degrees, shape (n,);  areas  polygons in WGS-84, one row an area. Of equals the first row is taken.
    Nearest is looked for with degrees of longitude shortened as at the middle of the places, so that at areas almost
    equally far either may come first; the metres are exact to the point found. Without areas: "" and inf. A place with
    NaN: "" and NaN. Raises CrsError, MissingColumnError, BadValueError for shapes that differ.
    """
    need(missing_columns("areas", areas, [id_column]), wrong_crs("areas", areas, 4326))
    east, north = np.asarray(lon, dtype=float).ravel(), np.asarray(lat, dtype=float).ravel()
    if east.shape != north.shape:
        raise BadValueError(f"expected as many longitudes as latitudes, got {east.size} and {north.size}")
    ids, metres = np.full(east.size, "", dtype=object), np.full(east.size, np.inf)
    known = np.flatnonzero(np.isfinite(east) & np.isfinite(north))
    metres[~(np.isfinite(east) & np.isfinite(north))] = np.nan
    if not len(known) or areas.empty:
        return ids, metres
    shrink = np.array([np.cos(np.radians(north[known].mean())), 1.0])
    shapes = shapely.transform(areas.geometry.to_numpy(), lambda degrees: degrees * shrink)
    points = shapely.points(np.column_stack([east[known], north[known]]) * shrink)
    asked, found = shapely.STRtree(shapes).query_nearest(points)
    first, position = np.unique(asked, return_index=True)
    rows = np.minimum.reduceat(found, position)
    there = shapely.get_coordinates(shapely.shortest_line(points[first], shapes[rows]))[1::2] / shrink
    ids[known[first]] = areas[id_column].to_numpy(dtype=object)[rows]
    metres[known[first]] = distance_m(east[known[first]], north[known[first]], there[:, 0], there[:, 1])
    return ids, metres

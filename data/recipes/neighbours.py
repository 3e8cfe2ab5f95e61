"""neighbours: what lies around the province, for orientation only.

Cropped, so that Hainan is never drawn whole: that would need the inset of the South China Sea islands (南海诸岛).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from data.recipes.boundaries import described, provinces
from data.recipes.tables import rounded

if TYPE_CHECKING:
    import geopandas as gpd

NEIGHBOURS = ["350000", "360000", "430000", "450000", "460000", "810000", "820000"]
CONTEXT = shapely.box(108.5, 19.8, 118.5, 26.5)
NORTHERN_HAINAN = shapely.box(108.5, 19.9, 118.5, 26.5)
HAINAN = "460000"


def build() -> gpd.GeoDataFrame:
    """The neighbours cut to the context box (Hainan north of 19.9°), with names and labels inside what is left."""
    units = provinces(NEIGHBOURS)
    frames = [NORTHERN_HAINAN if adcode == HAINAN else CONTEXT for adcode in units["adcode"]]
    return described(
        units.set_geometry(rounded(shapely.intersection(units.geometry.to_numpy(), frames)), crs=units.crs)
    )

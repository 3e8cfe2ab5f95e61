"""counties: the 122 county-level divisions (县级行政区) and the two prefectures without any (东莞, 中山): 124."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.recipes.boundaries import described, divisions

if TYPE_CHECKING:
    import geopandas as gpd


def build() -> gpd.GeoDataFrame:
    """The county polygons with names, prefecture, label point and area."""
    return described(divisions("district"))

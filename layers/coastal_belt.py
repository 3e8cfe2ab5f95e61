"""The second reading of 沿海经济带: 14 coastal prefectures. It overlaps the core, so it is a layer and never a
partition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.base import OF_THE_PLAN, Layer, World, everything
from layers.regions import dissolved, zones_of

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """One outline, dissolved from its members."""
    return dissolved(world, zones_of(world, "coastal"))


LAYER = Layer(
    id="coastal-belt",
    title="coastal belt, second reading",
    group="regional pattern",
    order=60,
    shape="outline",
    zone_group="coastal",
    needs=("prefectures",),
    features=features,
    classes=everything(features, "coastal"),
    legend={"coastal": "coastal prefectures (overlaps the core)"},
    sources=(OF_THE_PLAN,),
)

"""双城联动: 广州 and 深圳, the two cities in the lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.base import OF_THE_PLAN, Layer, World, everything
from layers.regions import dissolved, zones_of

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """One outline of both cities."""
    return dissolved(world, zones_of(world, "double-city"))


LAYER = Layer(
    id="double-city",
    title="two cities in the lead",
    group="regional pattern",
    order=63,
    shape="outline",
    zone_group="double-city",
    needs=("prefectures",),
    features=features,
    classes=everything(features, "lead"),
    legend={"lead": "Guangzhou and Shenzhen"},
    sources=(OF_THE_PLAN,),
)

"""粤港澳大湾区: nine prefectures and the two special administrative regions (9+2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from layers.base import OF_THE_PLAN, Layer, World, derived, unchanging
from layers.regions import dissolved, zones_of

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """The outline of the nine, and Hong Kong and Macao as areas of their own."""
    zones = zones_of(world, "bay-area")
    members = {adcode for zone in zones for adcode in zone["members"]}
    regions = world["neighbours"][world["neighbours"]["adcode"].isin(members)]
    names = regions["name_zh"] if world.language == "zh" else regions["name_en"]
    nine = dissolved(world, zones)
    both = pd.concat(
        [nine, regions.assign(id="gba-" + regions["adcode"], name=names)[["id", "name", "geometry"]]], ignore_index=True
    )
    return nine.__class__(both, geometry="geometry", crs="EPSG:4326")


def two_classes(world: World) -> pd.Series:
    """The nine in one class, the two regions in another."""
    ids = derived(features, world)["id"]
    return pd.Series(
        ["sar" if each.startswith("gba-") else "mainland" for each in ids], index=pd.Index(ids), dtype=object
    )


LAYER = Layer(
    id="bay-area",
    title="Greater Bay Area 9+2",
    group="regional pattern",
    order=62,
    shape="outline",
    zone_group="bay-area",
    needs=("prefectures", "neighbours"),
    features=features,
    classes=unchanging(two_classes),
    legend={"mainland": "nine prefectures", "sar": "Hong Kong and Macao"},
    sources=(OF_THE_PLAN,),
)

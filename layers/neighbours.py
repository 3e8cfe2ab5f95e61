"""The neighbouring provinces and regions and the land abroad, for context only, as far as any window shows them;
cropped, so that Hainan is never drawn whole (南海诸岛插图).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from layers.base import Layer, World, everything

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """Neighbour polygons: id is the adcode. What is abroad is land without a name."""
    frame = world["neighbours"]
    names = frame["name_zh"] if world.language == "zh" else frame["name_en"]
    shown: gpd.GeoDataFrame = frame.assign(id=frame["adcode"], name=names)
    named = shown[["id", "name", "label_lon", "label_lat", "geometry"]]
    abroad = world["other_land"]
    unnamed = abroad.assign(name=abroad[f"name_{world.language}"])[["id", "name", "geometry"]]
    together: gpd.GeoDataFrame = pd.concat([unnamed, named], ignore_index=True)
    return together


LAYER = Layer(
    id="neighbours",
    title="neighbours and sea",
    group="base",
    order=0,
    shape="area",
    needs=("neighbours", "other_land"),
    features=features,
    classes=everything(features, "neighbour"),
    legend={"neighbour": "neighbouring region, for orientation"},
    on_at_start=True,
    labels=True,
    sources=("neighbours", "other_land"),
)

"""The neighbouring provinces and regions, for context only; cropped, so that Hainan is never drawn whole
(南海诸岛插图).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.base import Layer, World, everything

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """Neighbour polygons: id is the adcode."""
    frame = world["neighbours"]
    names = frame["name_zh"] if world.language == "zh" else frame["name_en"]
    shown: gpd.GeoDataFrame = frame.assign(id=frame["adcode"], name=names)
    return shown[["id", "name", "label_lon", "label_lat", "geometry"]]


LAYER = Layer(
    id="neighbours",
    title="neighbours and sea",
    group="base",
    order=0,
    shape="area",
    needs=("neighbours",),
    features=features,
    classes=everything(features, "neighbour"),
    legend={"neighbour": "neighbouring region, for orientation"},
    on_at_start=True,
    labels=True,
    sources=("neighbours",),
)

"""The 124 statistical units (县级行政区 and 东莞, 中山); their names appear when there is room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from layers.base import Layer, Values, World, everything

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """County polygons: id is the adcode with a leading "c" because 东莞 and 中山 are prefectures as well."""
    frame = world["counties"]
    names = frame["name_zh"] if world.language == "zh" else frame["name_en"]
    shown: gpd.GeoDataFrame = frame.assign(
        id="c" + frame["adcode"], name=names, search=frame["name_zh"] + " " + frame["name_en"]
    )
    return shown[["id", "name", "prefecture", "search", "label_lon", "label_lat", "geometry"]]


def shaded(world: World, shares: pd.Series | None, class_of: Callable[[float], str]) -> pd.Series:
    """The class of every county by its share, index id; nothing where no shares are known.

    shares  index adcode, NaN where unknown
    """
    if shares is None:
        return pd.Series(dtype=object)
    known = shares.reindex(world["counties"]["adcode"])
    return pd.Series(list(map(class_of, known)), index=pd.Index("c" + known.index, name="id"), dtype=object)


def told(world: World, shares: pd.Series | None, text_of: Callable[[float], str], around: str) -> Values | None:
    """The number of every county by its share, as `shaded` takes it; None where no shares are known."""
    if shares is None:
        return None
    known = shares.reindex(world["counties"]["adcode"])
    return Values(pd.Series(list(map(text_of, known)), index="c" + known.index, dtype=object), around)


LAYER = Layer(
    id="counties",
    title="counties",
    single="one county",
    group="base",
    order=50,
    shape="outline",
    needs=("counties",),
    features=features,
    classes=everything(features, "county"),
    legend={"county": "county-level unit (124)"},
    labels=True,
    sources=("counties",),
)

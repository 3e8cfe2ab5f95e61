"""Where people live, classed by how far their nearest body is by a loaded matrix (等时圈): what rings are to straight
lines. Without a matrix it has nothing to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.distance import LIMIT_M
from layers.base import Layer, Moment, World

if TYPE_CHECKING:
    import geopandas as gpd

LEGEND = {
    "near": "in reach, within half of the limit",
    "within": "in reach",
    "beyond": "out of reach, within one and a half of the limit",
    "far": "out of reach, farther",
    "no-way": "no body that may serve them, or no way in the matrix",
}


def features(world: World) -> gpd.GeoDataFrame:
    """Every place people are counted at, as a dot."""
    import geopandas as gpd  # noqa: PLC0415 -- a verb that only counts does not pay for it

    places = world["demand_points"]
    names = places["name"]
    if world.language == "zh":
        names = places["name_zh"].where(places["name_zh"] != "", names)
    return gpd.GeoDataFrame(
        {"id": places["id"].to_list(), "name": names.to_list(), "prefecture": places["prefecture"].to_list()},
        geometry=gpd.points_from_xy(places["lon"], places["lat"]),
        crs="EPSG:4326",
    )


def classes(_world: World, moment: Moment) -> pd.Series:
    """The class of each place by its way to the nearest body that may serve it; a place at a bound is within it."""
    travelled = moment.travelled
    if travelled is None:
        return pd.Series(dtype=object)
    costs = travelled.costs.to_numpy(dtype=float)
    found = np.searchsorted(np.asarray(travelled.bounds) + LIMIT_M, costs, side="left")
    names = np.array(list(LEGEND), dtype=object)[np.where(np.isfinite(costs), found, len(LEGEND) - 1)]
    return pd.Series(names, index=travelled.costs.index, dtype=object)


def captions(_world: World, moment: Moment) -> Mapping[str, str]:
    """The title says where the matrix is from; each class its bounds."""
    travelled = moment.travelled
    return {} if travelled is None else {"": travelled.title, **travelled.texts}


LAYER = Layer(
    id="travel-places",
    title="places by way to the nearest body (with a loaded matrix)",
    group="shading",
    order=46,
    shape="dot",
    needs=("demand_points",),
    features=features,
    classes=classes,
    legend=LEGEND,
    note="a county's residents are spread evenly over its places: modelled",
    captions=captions,
    sources=("demand_points", "bodies"),
)

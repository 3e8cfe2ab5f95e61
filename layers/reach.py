"""Share of each county's residents within reach of a service body (可及), by the chosen distance and kinds."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from layers.base import Layer, Moment, World
from layers.counties import features, shaded

LEGEND = {
    "reach4": "all residents in reach",
    "reach3": "80 % and more",
    "reach2": "50 % to under 80 %",
    "reach1": "some, under 50 %",
    "reach0": "nobody in reach",
    "no-data": "no data",
}


def classes(world: World, moment: Moment) -> pd.Series:
    """reach0 (nobody) to reach4 (everybody) for each county, by its share of residents in reach."""
    return shaded(world, moment.reach, _class)


def _class(share: float) -> str:
    if math.isnan(share):
        return "no-data"
    if share <= 0:
        return "reach0"
    if share >= 1:
        return "reach4"
    return "reach1" if share < 0.5 else "reach2" if share < 0.8 else "reach3"


def captions(_world: World, moment: Moment) -> Mapping[str, str]:
    """The title with distance and kinds, as asked."""
    return {"": moment.reach_title} if moment.reach_title else {}


LAYER = Layer(
    id="reach",
    title="residents within reach, by county",
    group="shading",
    order=24,
    shape="area",
    needs=("counties", "demand_points", "bodies"),
    features=features,
    classes=classes,
    legend=LEGEND,
    exclusive=True,
    captions=captions,
    sources=("bodies", "demand_points", "residents_county"),
)

"""Share of each county's residents within reach of a service body (可及), by the chosen distance and kinds."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from layers.base import Layer, Moment, Values, World
from layers.counties import features, shaded, told

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


def values(world: World, moment: Moment) -> Values | None:
    """The share of each county of which some residents are in reach and some are not."""
    return told(world, moment.reach, _percent, "{}%")


def _percent(share: float) -> str:
    if math.isnan(share) or share <= 0 or share >= 1:
        return ""
    # What rounds to nobody or to everybody is neither.
    return f"{min(max(share * 100, 0.1), 99.9):.1f}"


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
    values=values,
    sources=("bodies", "demand_points", "residents_county"),
)

"""By how much the share of each county's residents in reach differs from that of a pinned question (与固定情形之差)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from layers.base import Layer, Moment, Values, World
from layers.counties import features, shaded, told

HALF = 0.5
LEGEND = {
    "gain2": "half of the residents or more gained",
    "gain1": "some residents gained",
    "same": "as many in reach as before",
    "loss1": "some residents lost",
    "loss2": "half of the residents or more lost",
    "no-data": "no data",
}


def classes(world: World, moment: Moment) -> pd.Series:
    """gain2 to loss2 for each county; nothing while no question is pinned."""
    return shaded(world, moment.difference, _class)


def _class(share: float) -> str:
    if math.isnan(share):
        return "no-data"
    if share == 0:
        return "same"
    return f"{'gain' if share > 0 else 'loss'}{2 if abs(share) >= HALF else 1}"


def captions(_world: World, moment: Moment) -> Mapping[str, str]:
    """The title with what is compared."""
    return {"": moment.difference_title} if moment.difference_title else {}


def values(world: World, moment: Moment) -> Values | None:
    """By how many percentage points each county differs, with the sign; nothing where none does."""
    return told(world, moment.difference, _points, moment.difference_unit)


def _points(share: float) -> str:
    if math.isnan(share) or share == 0:
        return ""
    return f"{'+' if share > 0 else '−'}{max(abs(share) * 100, 0.1):.1f}"


LAYER = Layer(
    id="difference",
    title="difference from the pinned view, by county",
    group="shading",
    order=26,
    shape="area",
    needs=("counties", "demand_points", "bodies"),
    features=features,
    classes=classes,
    legend=LEGEND,
    exclusive=True,
    captions=captions,
    values=values,
    note="shown while a view is pinned for comparison",
    sources=("bodies", "demand_points", "residents_county"),
)

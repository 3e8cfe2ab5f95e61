"""Which prefectures have a share of their residents in reach under the chosen access definition (可及口径)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from layers.base import Layer, Moment, World
from layers.regions import prefectures


def classes(_world: World, moment: Moment) -> pd.Series:
    """The access state of each prefecture; nothing when the plan declares no access definition."""
    return pd.Series(dtype=object) if moment.access is None else moment.access


def captions(_world: World, moment: Moment) -> Mapping[str, str]:
    """The title is the definition's own."""
    return {"": moment.access_title} if moment.access_title else {}


LAYER = Layer(
    id="access",
    title="access of residents",
    group="shading",
    order=25,
    shape="area",
    needs=("prefectures", "demand_points", "bodies"),
    features=prefectures,
    classes=classes,
    legend={
        "certain": "reached, certain",
        "best": "reached, by the best reading",
        "possible": "perhaps reached",
        "none": "not reached",
        "supposed": "supposed only: reached",
        "supposed-possible": "supposed only: perhaps reached",
        "supposed-none": "supposed only: no longer reached",
    },
    exclusive=True,
    captions=captions,
    sources=("bodies", "demand_points", "residents_county"),
)

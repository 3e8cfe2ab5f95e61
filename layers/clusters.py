"""Neighbouring prefectures alike or unlike in the measure of the comparison (局部莫兰, LISA): what the test found after
its correction for many tests.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from layers.base import Layer, Moment, World
from layers.regions import prefectures

LEGEND = {
    "high-high": "high among high ones",
    "low-low": "low among low ones",
    "high-low": "high among low ones",
    "low-high": "low among high ones",
    "not-significant": "no different from chance",
    "no-neighbour": "no neighbour with a number",
    "no-data": "no data",
}


def classes(_world: World, moment: Moment) -> pd.Series:
    """The class of each prefecture; nothing while no clusters are asked for."""
    return pd.Series(dtype=object) if moment.clusters is None else moment.clusters


def captions(_world: World, moment: Moment) -> Mapping[str, str]:
    """The title with the measure."""
    return {"": moment.clusters_title} if moment.clusters_title else {}


LAYER = Layer(
    id="clusters",
    title="clusters of the measure (local Moran)",
    group="shading",
    order=25,
    shape="area",
    needs=("prefectures",),
    features=prefectures,
    classes=classes,
    legend=LEGEND,
    exclusive=True,
    captions=captions,
    note="shown while clusters of the measure are asked for",
    sources=("prefecture_indicators",),
)

"""Which prefectures have a fast-protection mechanism (快保护机制) under the chosen definition: certain, best,
possible or none known.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from layers.base import Layer, Moment, World
from layers.regions import prefectures


def classes(_world: World, moment: Moment) -> pd.Series:
    """The coverage state of each prefecture at the moment."""
    return moment.coverage


def captions(_world: World, moment: Moment) -> Mapping[str, str]:
    """The title names the definition: a colour without it could belong to any."""
    return {"": moment.coverage_title} if moment.coverage_title else {}


LAYER = Layer(
    id="coverage",
    title="fast-protection coverage",
    group="shading",
    order=20,
    shape="area",
    needs=("prefectures", "bodies"),
    features=prefectures,
    classes=classes,
    legend={
        "certain": "certain",
        "best": "believed or by a bound",
        "possible": "possible",
        "none": "none known",
        "supposed": "supposed only: has one",
        "supposed-possible": "supposed only: perhaps has one",
        "supposed-none": "supposed only: none left",
    },
    exclusive=True,
    on_at_start=True,
    captions=captions,
    sources=("bodies", "body_counts"),
)

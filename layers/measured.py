"""The measure chosen for comparison as shading: computed or from the catalogue, always the numbers the page ranks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from layers.base import Layer, Moment, World
from layers.natural_breaks import LEGEND, classes_of, ranges_of
from layers.regions import prefectures


def classes(world: World, moment: Moment) -> pd.Series:
    """class0 (lowest) to class4 (highest), or no-data; nothing when no measure is chosen."""
    if moment.measured is None:
        return pd.Series(dtype=object)
    measured = moment.measured
    numbers = measured.numbers.reindex(world["prefectures"]["adcode"])
    return classes_of(numbers, measured.decimals, percent=measured.percent)


def captions(_world: World, moment: Moment) -> Mapping[str, str]:
    """Title and ranges as the page prints them."""
    measured = moment.measured
    if measured is None:
        return {}
    return {"": measured.title, **ranges_of(measured.numbers, measured.decimals, percent=measured.percent)}


LAYER = Layer(
    id="measured",
    title="measure of the comparison",
    group="shading",
    order=23,
    shape="area",
    needs=("prefectures",),
    features=prefectures,
    classes=classes,
    legend=LEGEND,
    exclusive=True,
    captions=captions,
    sources=("prefecture_indicators",),
)

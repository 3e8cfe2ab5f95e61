"""The measure chosen for comparison as shading: computed or from the catalogue, always the numbers the page ranks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from layers.base import Layer, Measured, Moment, Values, World
from layers.headings import around_number
from layers.natural_breaks import LEGEND, classes_of, ranges_of, texts_of
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


def values(world: World, moment: Moment) -> Values | None:
    """The number of each prefecture."""
    return None if moment.measured is None else told_of(moment.measured, world)


def told_of(measured: Measured, world: World) -> Values:
    """The numbers of a measure with unit and date."""
    numbers = measured.numbers.reindex(world["prefectures"]["adcode"])
    around = around_number(measured.unit, measured.period, world.language, percent=measured.percent)
    return Values(texts_of(numbers, measured.decimals, percent=measured.percent), around)


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
    values=values,
    sources=("prefecture_indicators",),
)

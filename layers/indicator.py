"""Any prefecture indicator and year as shading in five classes; a missing or faulty value (evidence C) is drawn as
"no data".
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from layers.base import Layer, Moment, Values, World, derived
from layers.headings import around_number, measure_title
from layers.natural_breaks import LEGEND, classes_of, ranges_of, texts_of
from layers.regions import prefectures


def values(world: World, indicator: str, period: str) -> pd.Series:
    """The indicator's values in a year, indexed by all 21 adcodes; NaN where nothing usable is known (no row, or
    evidence C).
    """
    ids = pd.Index(world["prefectures"]["adcode"], name="id")
    known = derived(_usable, world).get((indicator, period))
    return pd.Series(float("nan"), index=ids, name="value") if known is None else known.reindex(ids)


def _usable(world: World) -> Mapping[tuple[str, str], pd.Series]:
    table = world["prefecture_indicators"]
    rows = table[table["evidence"] != "C"].set_index("prefecture")
    return {(str(each), str(year)): group["value"] for (each, year), group in rows.groupby(["indicator", "period"])}


def classes(world: World, moment: Moment) -> pd.Series:
    """class0 (lowest) to class4 (highest), or no-data."""
    about = next((each for each in world.indicators if each["id"] == moment.indicator), {"decimals": 0})
    return classes_of(values(world, moment.indicator, moment.period), int(about["decimals"]))


def captions(world: World, moment: Moment) -> Mapping[str, str]:
    """The legend's texts for this indicator and year: its title with unit and year, and the range of each class."""
    about = next((each for each in world.indicators if each["id"] == moment.indicator), None)
    if about is None:
        return {}
    numbers = values(world, moment.indicator, moment.period)
    unit = str(about[f"unit_{world.language}"])
    title = measure_title(world.title(about), moment.period, unit, world.language)
    return {"": title, **ranges_of(numbers, int(about["decimals"]))}


def numbers(world: World, moment: Moment) -> Values | None:
    """The value of each prefecture with its unit and year."""
    about = next((each for each in world.indicators if each["id"] == moment.indicator), None)
    if about is None:
        return None
    texts = texts_of(values(world, moment.indicator, moment.period), int(about["decimals"]))
    unit = str(about[f"unit_{world.language}"])
    return Values(texts, around_number(unit, moment.period, world.language))


LAYER = Layer(
    id="indicator",
    title="prefecture indicator",
    group="shading",
    order=22,
    shape="area",
    needs=("prefectures", "prefecture_indicators"),
    features=prefectures,
    classes=classes,
    legend=LEGEND,
    exclusive=True,
    captions=captions,
    values=numbers,
    sources=("prefecture_indicators",),
)

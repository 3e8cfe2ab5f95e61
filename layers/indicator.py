"""Any prefecture indicator and year as shading in five classes; a missing or faulty value (evidence C) is drawn as
"no data".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from layers.base import Layer, Moment, World
from layers.regions import prefectures

CLASSES = 5
LEGEND = {f"class{step}": "" for step in range(CLASSES)} | {"no-data": "no data"}


def values(world: World, indicator: str, period: str) -> pd.Series:
    """The indicator's values in a year, indexed by all 21 adcodes; NaN where nothing usable is known (no row, or
    evidence C).
    """
    table = world["prefecture_indicators"]
    rows = table[(table["indicator"] == indicator) & (table["period"] == period) & (table["evidence"] != "C")]
    return rows.set_index("prefecture")["value"].reindex(pd.Index(world["prefectures"]["adcode"], name="id"))


def breaks(known: pd.Series) -> list[float]:
    """Upper bounds of at most five classes with about the same number of prefectures each (quintiles); fewer when
    values are few; [] for none.
    """
    numbers = known.dropna().to_numpy()
    if not numbers.size:
        return []
    bounds = np.quantile(numbers, [(step + 1) / CLASSES for step in range(CLASSES)], method="inverted_cdf")
    return [float(bound) for bound in np.unique(bounds)]


def classes(world: World, moment: Moment) -> pd.Series:
    """class0 (lowest) to class4 (highest), or no-data. With fewer classes the darkest stay for the highest values."""
    numbers = values(world, moment.indicator, moment.period)
    bounds = breaks(numbers)
    if not bounds:
        return pd.Series("no-data", index=numbers.index)
    steps = (
        pd.Series(pd.Index(bounds).searchsorted(numbers.fillna(bounds[-1])), index=numbers.index)
        + CLASSES
        - len(bounds)
    )
    return ("class" + steps.clip(upper=CLASSES - 1).astype(str)).where(numbers.notna(), "no-data")


def captions(world: World, moment: Moment) -> Mapping[str, str]:
    """The legend's texts for this indicator and year: its title with unit and year, and the range of each class."""
    about = next((each for each in world.indicators if each["id"] == moment.indicator), None)
    if about is None:
        return {}
    numbers = values(world, moment.indicator, moment.period)
    bounds, decimals = breaks(numbers), int(about["decimals"])
    unit = str(about[f"unit_{world.language}"])
    texts = {"": f"{world.title(about)} {moment.period} ({unit})"}
    for step, upper in enumerate(bounds):
        inside = numbers[(numbers <= upper) & (numbers > (bounds[step - 1] if step else float("-inf")))]
        low, high = (f"{bound:,.{decimals}f}" for bound in (inside.min(), inside.max()))
        texts[f"class{step + CLASSES - len(bounds)}"] = low if low == high else f"{low} – {high}"
    return texts


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
    sources=("prefecture_indicators",),
)

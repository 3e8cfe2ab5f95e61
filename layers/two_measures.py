"""Two measures of the prefectures at once (双变量): each in three steps by natural breaks, lightness for the first, hue
and pattern for the second, so that nothing hangs on colour alone.

Source of the square of 3 × 3: Stevens, J. (2015), Bivariate choropleth maps.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from layers.base import Layer, Measured, Moment, Values, World
from layers.measured import told_of
from layers.natural_breaks import as_printed, breaks, range_text
from layers.regions import prefectures

STEPS = range(3)
# Which steps so many classes take: the lowest and the highest always.
SPREAD = {0: (), 1: (0,), 2: (0, 2), 3: (0, 1, 2)}
LEGEND = {f"class{across}{up}": "" for up in reversed(STEPS) for across in STEPS} | {"no-data": "no data"}


def classes(world: World, moment: Moment) -> pd.Series:
    """class<first><second>, each 0 (low) to 2 (high), or no-data where one of the two is unknown; nothing without a
    second measure.
    """
    first, second = moment.measured, moment.second
    if first is None or second is None:
        return pd.Series(dtype=object)
    ids = pd.Index(world["prefectures"]["adcode"], name="id")
    steps = zip(*(steps_of(each).reindex(ids, fill_value=-1) for each in (first, second)), strict=True)
    names = ["no-data" if min(pair) < 0 else f"class{pair[0]}{pair[1]}" for pair in steps]
    return pd.Series(names, index=ids, dtype=object)


def captions(_world: World, moment: Moment) -> Mapping[str, str]:
    """What both axes are, and the range of each step: `across`, `across0` … of the first, `up`, `up0` … of the second;
    and of each class both ranges.
    """
    first, second = moment.measured, moment.second
    if first is None or second is None:
        return {}
    across, up = (_ranges(each) for each in (first, second))
    told = {"": f"{first.title} × {second.title}", "across": first.title, "up": second.title}
    told |= {f"across{step}": text for step, text in across.items()} | {f"up{step}": text for step, text in up.items()}
    return told | {f"class{one}{other}": f"{across[one]} × {up[other]}" for one in across for other in up}


def values(world: World, moment: Moment) -> Values | None:
    """Both numbers of each prefecture where both are known."""
    if moment.measured is None or moment.second is None:
        return None
    first, second = (told_of(each, world) for each in (moment.measured, moment.second))
    pairs = zip(first.texts, second.texts, strict=True)
    both = [
        f"{first.around.format(one)} × {second.around.format(other)}" if one and other else "" for one, other in pairs
    ]
    return Values(pd.Series(both, index=first.texts.index, dtype=object))


def steps_of(measured: Measured) -> pd.Series:
    """0 (low), 1 or 2 (high) by natural breaks, -1 unknown: numbers far apart never share a step, equal ones do."""
    printed = as_printed(measured.numbers, measured.decimals, percent=measured.percent)
    bounds = breaks(printed, len(STEPS))
    # What is unknown sorts behind every bound.
    steps = np.array([*SPREAD[len(bounds)], -1])
    return pd.Series(steps[np.searchsorted(bounds, printed)], index=measured.numbers.index)


def _ranges(measured: Measured) -> dict[int, str]:
    """Step -> the range of its numbers as text, one number when both ends are alike."""
    printed = as_printed(measured.numbers, measured.decimals, percent=measured.percent)
    steps = steps_of(measured).to_numpy()
    inside = {step: printed[steps == step] for step in STEPS}
    return {
        step: range_text(numbers, measured.decimals, percent=measured.percent)
        for step, numbers in inside.items()
        if numbers.size
    }


LAYER = Layer(
    id="two-measures",
    title="two measures of the comparison",
    group="shading",
    order=24,
    shape="area",
    needs=("prefectures",),
    features=prefectures,
    classes=classes,
    legend=LEGEND,
    exclusive=True,
    crossed=True,
    captions=captions,
    values=values,
    note="shown while a second measure is chosen",
    sources=("prefecture_indicators",),
)

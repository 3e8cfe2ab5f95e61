"""Numbers of prefectures as shading: at most five classes with about equally many each; unknown is its own class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

CLASSES = 5
LEGEND = {f"class{step}": "" for step in range(CLASSES)} | {"no-data": "no data"}


def breaks(known: pd.Series) -> list[float]:
    """Upper bounds of at most five classes with about the same number of prefectures each (quintiles); fewer when
    values are few; [] for none.
    """
    numbers = known.dropna().to_numpy()
    if not numbers.size:
        return []
    bounds = np.quantile(numbers, [(step + 1) / CLASSES for step in range(CLASSES)], method="inverted_cdf")
    return [float(bound) for bound in np.unique(bounds)]


def classes_of(numbers: pd.Series) -> pd.Series:
    """class0 (lowest) to class4 (highest), or no-data. With fewer classes the darkest stay for the highest values; when
    all are equal none is high, and the lightest is taken.
    """
    bounds = breaks(numbers)
    if not bounds:
        return pd.Series("no-data", index=numbers.index)
    steps = np.minimum(np.searchsorted(bounds, numbers.to_numpy(dtype=float)) + _first(bounds), CLASSES - 1)
    names = np.where(numbers.notna(), np.array(list(LEGEND), dtype=object)[steps], "no-data")
    return pd.Series(names, index=numbers.index)


def ranges_of(numbers: pd.Series, decimals: int, *, percent: bool = False) -> Mapping[str, str]:
    """Class -> the range of its values as text: "1.2 – 3.4", one number when both ends print alike."""
    bounds, texts = breaks(numbers), dict[str, str]()
    values = numbers.to_numpy(dtype=float)
    scale, sign = (100, " %") if percent else (1, "")
    for step, upper in enumerate(bounds):
        inside = values[(values <= upper) & (values > (bounds[step - 1] if step else float("-inf")))] * scale
        low, high = (f"{bound:,.{decimals}f}" for bound in (inside.min(), inside.max()))
        texts[f"class{step + _first(bounds)}"] = (low if low == high else f"{low} – {high}") + sign
    return texts


def _first(bounds: list[float]) -> int:
    """The step of the lowest class."""
    return CLASSES - len(bounds) if len(bounds) > 1 else 0

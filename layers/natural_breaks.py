"""Numbers of prefectures as shading: at most five classes by natural breaks (自然断点), so that numbers far apart never
share a colour and equal ones always do; unknown is its own class.

The classes with the least squared deviation from their means, found exactly. Sources: Fisher, W. D. (1958), On grouping
for maximum homogeneity; Jenks, G. F. (1977), Optimal data classification for choropleth maps.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

CLASSES = 5
LEGEND = {f"class{step}": "" for step in range(CLASSES)} | {"no-data": "no data"}
# Which colours so many classes take: the lightest for the lowest, the darkest for the highest, the rest spread between.
STEPS = {1: (0,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
Numbers = NDArray[np.float64]


def breaks(numbers: Numbers, most: int = CLASSES) -> list[float]:
    """Upper bounds of at most so many classes, ascending: one for each value while they are few, [] for none.

    numbers  any order, NaN where unknown; as precise as they print, so that classes that differ print differently
    """
    values, counts = np.unique(numbers[~np.isnan(numbers)], return_counts=True)
    if len(values) <= most:
        return [float(each) for each in values]
    return [float(values[end]) for end in _ends(tuple(values.tolist()), tuple(counts.tolist()), most)]


def classes_of(numbers: pd.Series, decimals: int, *, percent: bool = False) -> pd.Series:
    """class0 (lowest) to class4 (highest), or no-data. decimals  of what is printed, of a share the percentage"""
    printed = as_printed(numbers, decimals, percent=percent)
    bounds, unknown = breaks(printed), np.isnan(printed)
    names = np.array([f"class{step}" for step in STEPS.get(len(bounds), ())] + ["no-data"], dtype=object)
    # What is unknown sorts behind every bound, and is no class even where there are none.
    places = np.where(unknown, -1, np.searchsorted(np.array(bounds, dtype=float), printed))
    return pd.Series(names[places], index=numbers.index, dtype=object)


def ranges_of(numbers: pd.Series, decimals: int, *, percent: bool = False) -> Mapping[str, str]:
    """Class -> the range of its values as text: "1.2 – 3.4", one number when both ends are alike."""
    printed, texts = as_printed(numbers, decimals, percent=percent), dict[str, str]()
    bounds = breaks(printed)
    for place, upper in enumerate(bounds):
        inside = printed[(printed <= upper) & (printed > (bounds[place - 1] if place else -np.inf))]
        texts[f"class{STEPS[len(bounds)][place]}"] = range_text(inside, decimals, percent=percent)
    return texts


def range_text(printed: Numbers, decimals: int, *, percent: bool = False) -> str:
    """The ends of at least one number: "1.2 – 3.4", one of them when both are alike."""
    low, high = (f"{bound:,.{decimals}f}" for bound in (printed.min(), printed.max()))
    return (low if low == high else f"{low} – {high}") + percent * " %"


def texts_of(numbers: pd.Series, decimals: int, *, percent: bool = False) -> pd.Series:
    """Each number as it prints, a share as its percentage without the sign; "" for unknown."""
    printed = as_printed(numbers, decimals, percent=percent)
    texts = ["" if np.isnan(each) else f"{each:,.{decimals}f}" for each in printed]
    return pd.Series(texts, index=numbers.index, dtype=object)


def as_printed(numbers: pd.Series, decimals: int, *, percent: bool = False) -> Numbers:
    """The numbers as precise as they print; what prints as zero is zero."""
    values = numbers.to_numpy(dtype=float) * (100 if percent else 1)
    return np.asarray(np.round(values, decimals) + 0.0, dtype=float)


@lru_cache(maxsize=1024)
def _ends(ascending: tuple[float, ...], times: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Where the classes end: positions in the ascending values. Of equally good ways the first classes are largest.

    An indicator of a year is asked about by every reader, and its classes hang on nothing else.
    """
    values, counts = np.array(ascending), np.array(times, dtype=float)
    # In a unit of their own, so that no square is lost or too large.
    scaled = values / (np.abs(values).max() or 1.0)
    n, sums, squares = np.cumsum(counts), np.cumsum(counts * scaled), np.cumsum(counts * scaled**2)

    def deviation(first: int, last: int) -> float:
        """Squared deviations from the mean of the values from `first` to `last`."""
        before = first - 1
        many = n[last] - (n[before] if first else 0.0)
        total = sums[last] - (sums[before] if first else 0.0)
        return float(squares[last] - (squares[before] if first else 0.0) - total * total / many)

    size = len(values)
    best, cut = np.full((most, size), np.inf), np.zeros((most, size), dtype=int)
    best[0] = [deviation(0, last) for last in range(size)]
    for group in range(1, most):
        for last in range(group, size):
            for first in range(last, group - 1, -1):
                told = best[group - 1, first - 1] + deviation(first, last)
                if told < best[group, last] - 1e-15:
                    best[group, last], cut[group, last] = told, first
    ends = [size - 1]
    for group in range(most - 1, 0, -1):
        ends.append(int(cut[group, ends[-1]]) - 1)
    return tuple(ends[::-1])

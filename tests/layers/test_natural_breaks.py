"""Shading: numbers far apart never share a colour, equal ones always do, and the legend says what each colour holds."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.natural_breaks import CLASSES, STEPS, breaks, classes_of, ranges_of

# Shares of residents in reach of November 2026: eleven prefectures without anybody, one with a hundredth.
REACH = [0.0] * 11 + [0.011, 0.61, 0.84, 0.846, 0.848, 0.875, 0.92, 0.921, 0.931, 0.939]


def deviation(values: list[float]) -> float:
    return sum((each - sum(values) / len(values)) ** 2 for each in values)


def least(values: list[float]) -> float:
    """The least squared deviation of five classes, by trying all of them."""
    distinct = sorted(set(values))
    found = []
    for cuts in combinations(range(1, len(distinct)), CLASSES - 1):
        edges = [0, *cuts, len(distinct)]
        groups = [set(distinct[a:b]) for a, b in pairwise(edges)]
        found.append(sum(deviation([each for each in values if each in group]) for group in groups))
    return min(found)


def told(values: list[float], bounds: list[float]) -> float:
    ends = [-np.inf, *bounds]
    groups = [[each for each in values if low < each <= high] for low, high in pairwise(ends)]
    return sum(deviation(group) for group in groups if group)


def test_a_hundredth_is_never_of_the_colour_of_sixty_per_cent() -> None:
    classes = classes_of(pd.Series(REACH), 1, percent=True)
    assert classes[11] != classes[12]
    assert list(ranges_of(pd.Series(REACH), 1, percent=True).items()) == [
        ("class0", "0.0 – 1.1 %"),
        ("class1", "61.0 %"),
        ("class2", "84.0 – 84.8 %"),
        ("class3", "87.5 %"),
        ("class4", "92.0 – 93.9 %"),
    ]


def test_nothing_known_has_no_class() -> None:
    assert breaks(np.array([np.nan, np.nan])) == []
    assert list(classes_of(pd.Series([np.nan]), 0)) == ["no-data"]
    assert ranges_of(pd.Series([np.nan]), 0) == {}


def test_few_values_have_a_class_each_from_the_lightest_to_the_darkest() -> None:
    for many in range(1, CLASSES + 1):
        classes = list(classes_of(pd.Series(range(many), dtype=float), 0))
        assert classes == [f"class{each}" for each in STEPS[many]]
    assert list(classes_of(pd.Series([7.0, 7.0]), 0)) == ["class0", "class0"]


def test_values_that_print_alike_are_of_one_class() -> None:
    assert len(set(classes_of(pd.Series([1.01, 1.02, 1.04]), 1))) == 1
    assert list(classes_of(pd.Series([-0.0001, 0.0, 5.0]), 1)) == ["class0", "class0", "class4"]


@given(st.lists(st.integers(-30, 30), min_size=6, max_size=11), st.integers(-9, 9))
def test_no_other_five_classes_hold_together_better(values: list[int], power: int) -> None:
    numbers = [float(each) * 10.0**power for each in values]
    if len(set(numbers)) > CLASSES:
        bounds = breaks(np.array(numbers))
        assert len(bounds) == CLASSES
        assert told(numbers, bounds) == pytest.approx(least(numbers), rel=1e-6, abs=1e-9 * 100.0**power)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60), st.integers(0, 3))
def test_every_value_lies_in_the_range_of_its_class_and_classes_never_overlap(
    values: list[float], decimals: int
) -> None:
    numbers = pd.Series(values)
    classes, ranges = classes_of(numbers, decimals), ranges_of(numbers, decimals)
    assert set(classes) == set(ranges)
    assert len(set(ranges.values())) == len(ranges), "classes that differ print differently"
    order = numbers.round(decimals).groupby(classes).agg(["min", "max"]).sort_index()
    assert (order["min"].to_numpy()[1:] > order["max"].to_numpy()[:-1]).all()

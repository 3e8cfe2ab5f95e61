"""Shading: about equally many prefectures a class, unknown drawn as unknown, the legend's ranges cover every value."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.quintiles import CLASSES, breaks


def test_ten_towns_fall_into_five_pairs() -> None:
    assert breaks(pd.Series(range(1, 11), dtype=float)) == [2, 4, 6, 8, 10]


def test_nothing_known_has_no_class() -> None:
    assert breaks(pd.Series([np.nan, np.nan])) == []


def test_equal_values_share_one_class() -> None:
    assert breaks(pd.Series([7.0, 7.0, 7.0])) == [7]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_every_value_has_a_class_and_there_are_at_most_five(values: list[float]) -> None:
    bounds = breaks(pd.Series(values))
    assert bounds == sorted(set(bounds))
    assert 1 <= len(bounds) <= CLASSES
    assert bounds[-1] == pytest.approx(max(values))

"""Reach by distances or minutes that somebody else worked out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.errors import BadValueError
from geo.reach import reach_by_matrix, straight_matrix
from tests.geo.worlds import ENDS, NAN, THREE, site, sites, towns

INF = float("inf")


def test_unknown_entries_of_a_matrix_are_out_of_reach_and_minutes_do_as_well_as_metres() -> None:
    found = reach_by_matrix([[NAN, 30], [29, INF], [31, 45]], pd.Series([1, 2, 4]), ["a", "b"], radius_m=30)
    assert (found.covered, found.nearest.to_list()) == (3, ["b", "a", "a"])
    assert found.nearest_m.to_list() == [30, 29, 31]
    assert (found.second[0], found.second_m[0]) == ("", INF)


def test_the_straight_matrix_has_a_row_a_place_and_a_column_a_body() -> None:
    matrix = straight_matrix(towns(*THREE[:2]), sites(*ENDS, site("nowhere", NAN)))
    assert matrix.shape == (2, 3)
    np.testing.assert_allclose(matrix[:, :2], [[0, 20_504.5], [10_252.25, 10_252.25]], rtol=1e-5, atol=1e-6)
    assert np.isnan(matrix[:, 2]).all()


@pytest.mark.parametrize(
    ("matrix", "widths"),
    [([[0, 9]], None), ([[0, 9, 9], [0, 9, 9]], None), ([[0, 9]] * 3, [1, 2, 3]), ([[0, 9]] * 3, [[1], [2], [3]])],
    ids=["too small", "turned", "too many widths", "a width a place"],
)
def test_a_matrix_or_widths_that_do_not_fit_are_refused(matrix: Any, widths: Any) -> None:
    with pytest.raises(BadValueError):
        reach_by_matrix(matrix, pd.Series([100, 200, 700]), ["a", "b"], radius_m=1, width_m=widths)


@pytest.mark.parametrize("width_m", [NAN, -1.0])
def test_widths_keep_the_range_in_order_or_are_refused(width_m: float) -> None:
    try:
        found = reach_by_matrix([[0], [2], [9]], pd.Series([100, 200, 700]), ["a"], radius_m=1, width_m=[width_m])
    except BadValueError:
        return
    assert found.lowest <= found.covered <= found.highest

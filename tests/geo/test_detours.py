"""Straight distance to estimated road and back, with a factor that changes with the distance."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.detours import Detours
from geo.distance import road_km, straight_m
from geo.errors import BadValueError

PLAIN = Detours((0.0,), (1.3,))
BENT = Detours((10.0, 60.0, 120.0), (1.5, 1.2, 1.4))


def by_hand(straight_km: float) -> float:
    """Road kilometres the slow way."""
    ends = list(zip(BENT.straight_km, BENT.factors, strict=True))
    if straight_km <= ends[0][0]:
        return straight_km * ends[0][1]
    for (left, one), (right, other) in pairwise(ends):
        if straight_km <= right:
            return straight_km * (one + (other - one) * (straight_km - left) / (right - left))
    return straight_km * ends[-1][1]


def test_one_factor_is_the_plain_detour_to_the_last_bit() -> None:
    metres = np.array([0.0, 1.0, 12_345.678, 4e5, np.inf, np.nan])
    np.testing.assert_array_equal(PLAIN.road_km(metres), road_km(metres, 1.3))
    np.testing.assert_array_equal(PLAIN.straight_m(metres), straight_m(metres, 1.3))


@pytest.mark.parametrize(
    ("straight_km", "road"), [(0, 0), (5, 7.5), (10, 15), (35, 35 * 1.35), (60, 72), (120, 168), (200, 280)]
)
def test_the_factor_is_linear_between_and_constant_beyond_the_ends(straight_km: float, road: float) -> None:
    assert float(BENT.road_km(straight_km * 1000)) == pytest.approx(road)
    assert by_hand(straight_km) == pytest.approx(road)


@given(st.floats(0, 1_000))
def test_there_and_back_is_the_same_place(straight_km: float) -> None:
    there = BENT.road_km(straight_km * 1000)
    assert float(there) == pytest.approx(by_hand(straight_km))
    assert float(BENT.straight_m(there)) == pytest.approx(straight_km * 1000, rel=1e-12, abs=1e-6)


def test_what_has_no_road_has_no_road_and_what_is_unknown_stays_so() -> None:
    told = BENT.road_km([np.inf, np.nan])
    assert np.isinf(told[0])
    assert np.isnan(told[1])
    back = BENT.straight_m([np.inf, np.nan])
    assert np.isinf(back[0])
    assert np.isnan(back[1])


@pytest.mark.parametrize(
    ("ends", "factors", "sentence"),
    [
        ((), (), "a factor for each"),
        ((10.0,), (1.3, 1.2), "a factor for each"),
        ((20.0, 10.0), (1.3, 1.2), "that rise"),
        ((-1.0, 10.0), (1.3, 1.2), "that rise"),
        ((10.0,), (0.9,), "factors of 1 or more"),
        ((10.0,), (float("nan"),), "factors of 1 or more"),
        ((10.0, 11.0), (2.0, 1.0), "roads that grow"),
    ],
)
def test_factors_that_cannot_be_are_refused(ends: tuple[float, ...], factors: tuple[float, ...], sentence: str) -> None:
    with pytest.raises(BadValueError, match=sentence):
        Detours(ends, factors)

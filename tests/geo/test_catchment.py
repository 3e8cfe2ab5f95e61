"""Two-step floating catchments: as PySAL `access` has them, by hand, and what must hold in any world."""

from __future__ import annotations

from math import exp, inf, log, nan, sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.catchment import catchment
from geo.errors import BadValueError

PEOPLE = pd.Series({"a": 1000, "b": 250, "c": 4000, "d": 600, "e": 0, "f": 150})
CAPACITIES = [20, 5, 12]
COSTS = [[0, 12, 41], [8, 30, 25], [22, 4.5, 59], [60, 18, 33], [10, 61, 5], [75, 90, 61]]
# Access(...).enhanced_two_stage_fca(max_cost=radius, weight_fn=access.weights.gaussian(sigma)) of the package access
# 1.1.10.post3 (PySAL) on these numbers. It leaves out place f, which no body reaches: 0 here.
BY_ACCESS: dict[tuple[float, float], list[float]] = {
    (60, 60 / sqrt(2 * log(100))): [
        0.009991229128420862,
        0.018451023749426483,
        0.004441772742418271,
        0.007714873274249056,
        0.03257692139615024,
        0,
    ],
    (30, 10.0): [
        0.013586765651790157,
        0.05746069141115871,
        0.0022268695974151094,
        0.00023430517626621031,
        0.9719970199984101,
        0,
    ],
}


@pytest.mark.parametrize(("radius", "sigma"), BY_ACCESS)
def test_the_numbers_are_those_of_pysal_access(radius: float, sigma: float) -> None:
    found = catchment(COSTS, PEOPLE, CAPACITIES, radius=radius, sigma=sigma)
    assert found.tolist() == pytest.approx(BY_ACCESS[radius, sigma], rel=1e-12)
    assert found.index.equals(PEOPLE.index)


def test_without_a_width_a_place_at_the_end_counts_one_hundredth() -> None:
    usual = catchment(COSTS, PEOPLE, CAPACITIES, radius=60)
    assert usual.tolist() == pytest.approx(BY_ACCESS[60, 60 / sqrt(2 * log(100))], rel=1e-12)


def test_one_body_and_two_places_by_hand() -> None:
    """100 people at its door and 50 at the width of the decay: it shares 10 among 100 + 50 / root e."""
    near = exp(-0.5)
    found = catchment([[0], [20]], pd.Series([100, 50]), [10], radius=40, sigma=20)
    assert found.tolist() == pytest.approx([10 / (100 + 50 * near), near * 10 / (100 + 50 * near)])


def test_exactly_at_the_radius_is_inside_and_what_may_not_serve_is_not() -> None:
    found = catchment([[40, inf], [40.001, nan], [inf, 1]], pd.Series([10, 10, 10]), [1, 1], radius=40)
    assert (found > 0).tolist() == [True, False, True]


@given(
    st.lists(st.lists(st.floats(0, 100), min_size=3, max_size=3), min_size=1, max_size=6),
    st.lists(st.floats(0, 50), min_size=3, max_size=3),
    st.floats(1, 120),
)
def test_no_capacity_is_lost_or_made(costs: list[list[float]], capacities: list[float], radius: float) -> None:
    people = pd.Series(np.arange(len(costs), dtype=float) + 1)
    found = catchment(costs, people, capacities, radius=radius)
    reached = (np.array(costs) <= radius).any(axis=0)
    assert float(people @ found) == pytest.approx(float(np.array(capacities) @ reached), abs=1e-9)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"costs": [[1, 2]]}, "expected a matrix of 6 x 3"),
        ({"costs": [[-1, 2, 3]] * 6}, "costs of 0 or more"),
        ({"people": PEOPLE - 100}, "people of 0 or more"),
        ({"capacities": [1, nan, 1]}, "capacities of 0 or more"),
        ({"radius": 0}, "a radius and a width above 0"),
        ({"sigma": -1}, "a radius and a width above 0"),
    ],
)
def test_numbers_that_cannot_be_are_refused(changes: dict[str, Any], sentence: str) -> None:
    given_ = {"costs": COSTS, "people": PEOPLE, "capacities": CAPACITIES, "radius": 60.0} | changes
    with pytest.raises(BadValueError, match=sentence):
        catchment(given_.pop("costs"), given_.pop("people"), given_.pop("capacities"), **given_)

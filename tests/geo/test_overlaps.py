"""Areas over the same ground are found in pairs, with how much they share."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geo.overlaps import SHARED_KM2, overlaps

# IUGG's mean radius of the earth.
RADIUS_KM = 6371.0088


def on_a_sphere_km2(west: float, south: float, east: float, north: float) -> float:
    """The area of a box by the formula of a zone."""
    high, low = math.sin(math.radians(north)), math.sin(math.radians(south))
    return RADIUS_KM**2 * math.radians(east - west) * (high - low)


def found(*boxes: tuple[float, float, float, float], most_km2: float = SHARED_KM2) -> list[tuple[int, int, float]]:
    return list(overlaps(np.array([box(*each) for each in boxes], dtype=object), most_km2=most_km2))


def test_neighbours_share_a_border_and_no_ground() -> None:
    assert found((113, 22, 114, 23), (114, 22, 115, 23), (114, 23, 115, 24)) == []


@pytest.mark.parametrize("south", [20.0, 23.0, 25.0])
def test_what_two_share_is_told_once_in_square_kilometres(south: float) -> None:
    ((one, other, km2),) = found((113, south, 113.5, south + 0.1), (113.4, south, 114, south + 0.1))
    assert (one, other) == (0, 1)
    assert km2 == pytest.approx(on_a_sphere_km2(113.4, south, 113.5, south + 0.1), rel=0.01)


def test_a_strip_that_two_hands_drew_is_no_overlap_and_a_town_is() -> None:
    strip, town = 113.5 - 0.000005, 113.5 - 0.01
    assert found((113, 22, 113.5, 23), (strip, 22, 114, 23)) == []
    assert len(found((113, 22, 113.5, 23), (town, 22, 114, 23))) == 1


def test_what_is_exactly_at_the_limit_is_none() -> None:
    boxes = (113, 22, 113.5, 23), (113.4, 22, 114, 23)
    ((_, _, km2),) = found(*boxes)
    assert found(*boxes, most_km2=km2) == []
    assert len(found(*boxes, most_km2=np.nextafter(km2, 0))) == 1


def test_without_areas_or_with_one_there_is_no_pair() -> None:
    assert list(overlaps(np.array([], dtype=object))) == []
    assert found((113, 22, 114, 23)) == []


sides = st.floats(0.01, 1)
boxes = st.tuples(st.floats(110, 117), st.floats(20, 25), sides, sides)


@given(st.lists(boxes, max_size=6))
def test_the_pairs_are_those_that_looking_at_every_two_finds(drawn: list[tuple[float, float, float, float]]) -> None:
    shapes = [box(x, y, x + wide, y + high) for x, y, wide, high in drawn]
    pairs = {(one, other) for one, other, _ in overlaps(np.array(shapes, dtype=object), most_km2=0)}
    slow = {
        (one, other)
        for other in range(len(shapes))
        for one in range(other)
        if shapely.intersection(shapes[one], shapes[other]).area > 0
    }
    assert pairs == slow

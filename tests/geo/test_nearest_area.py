"""The nearest area of a place that lies in none."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geo.distance import distance_m
from geo.errors import BadValueError, CrsError
from geo.nearest_area import nearest_area

# Two squares of a degree, the second two degrees east of the first.
SQUARES = gpd.GeoDataFrame(
    {"adcode": ["west", "east"]}, geometry=[box(110, 22, 111, 23), box(113, 22, 114, 23)], crs=4326
)


def test_a_place_beside_a_straight_shore_is_as_far_as_the_shore_point_at_its_height() -> None:
    ids, metres = nearest_area([111.01], [22.5], SQUARES)
    assert ids.tolist() == ["west"]
    assert metres[0] == pytest.approx(distance_m(111.01, 22.5, 111.0, 22.5)[0], rel=1e-4)


@given(st.floats(109, 115), st.floats(21, 24))
def test_no_corner_or_side_is_nearer_than_what_is_found(lon: float, lat: float) -> None:
    ids, metres = nearest_area([lon], [lat], SQUARES)
    sides = np.linspace(0, 1, 41)
    for west in (110, 113):
        edge_lon = np.concatenate([west + sides, west + sides, np.full(41, west), np.full(41, west + 1)])
        edge_lat = np.concatenate([np.full(41, 22.0), np.full(41, 23.0), 22 + sides, 22 + sides])
        inside = west <= lon <= west + 1 and 22 <= lat <= 23
        least = 0.0 if inside else float(distance_m(lon, lat, edge_lon, edge_lat).min())
        assert metres[0] <= least * 1.02 + 1
    if SQUARES.covers(gpd.points_from_xy([lon], [lat])[0]).any():
        # On a side, to the last bit of a metre.
        assert metres[0] <= 1e-6
    else:
        assert metres[0] > 0
    assert ids[0] in ("west", "east")


def test_an_unknown_place_has_no_nearest_and_without_areas_there_is_none() -> None:
    ids, metres = nearest_area([np.nan, 110.5], [22.5, 22.5], SQUARES)
    assert ids.tolist() == ["", "west"]
    assert np.isnan(metres[0])
    assert metres[1] == 0
    ids, metres = nearest_area([110.5], [22.5], SQUARES.iloc[:0])
    assert (ids[0], metres[0]) == ("", np.inf)


def test_shapes_that_differ_and_frames_in_metres_are_refused() -> None:
    with pytest.raises(BadValueError, match="as many longitudes as latitudes"):
        nearest_area([1.0, 2.0], [1.0], SQUARES)
    with pytest.raises(CrsError):
        nearest_area([1.0], [1.0], SQUARES.to_crs(3857))

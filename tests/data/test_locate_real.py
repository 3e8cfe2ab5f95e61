"""Points of the real province: located as by the slow oracle, and through the datums that Chinese maps come in."""

from __future__ import annotations

import numpy as np
import pytest

from atlas import locate
from data.catalog import read_areas
from geo.datums import wgs84_to_bd09, wgs84_to_gcj02
from tests.geo.oracles import locate_slowly

POINTS = 1000


@pytest.fixture(scope="module")
def points() -> tuple[np.ndarray, np.ndarray]:
    source = np.random.default_rng(20251231)
    return source.uniform(109.4, 117.5, POINTS), source.uniform(20.0, 25.7, POINTS)


def test_a_thousand_random_points_are_located_as_by_the_slow_oracle(points: tuple[np.ndarray, np.ndarray]) -> None:
    lon, lat = points
    counties = read_areas("counties")
    slow = locate_slowly(lon, lat, counties, "adcode")
    found = locate.locate_points(list(lon), list(lat), "wgs84")
    assert [point["county"] or "" for point in found] == slow
    parent = dict(zip(counties["adcode"], counties["prefecture"], strict=True))
    assert [point["prefecture"] for point in found] == [parent.get(county) for county in slow]
    assert 300 < sum(map(bool, slow)) < POINTS


@pytest.mark.parametrize(("datum", "shift"), [("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09)])
def test_points_given_in_another_datum_come_back_to_their_place(datum: str, shift: object) -> None:
    seats = read_areas("prefectures")
    lon, lat = shift(seats["seat_lon"].to_numpy(), seats["seat_lat"].to_numpy())  # type: ignore[operator]
    found = locate.locate_points(list(lon), list(lat), datum)
    assert [point["prefecture"] for point in found] == seats["adcode"].to_list()
    for point, east, north in zip(found, seats["seat_lon"], seats["seat_lat"], strict=True):
        assert point["lon_wgs84"] == pytest.approx(east, abs=1e-5)
        assert point["lat_wgs84"] == pytest.approx(north, abs=1e-5)

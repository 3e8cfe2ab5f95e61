"""Places shifted by the datums of Chinese maps come back to where they were."""

from __future__ import annotations

import numpy as np
import pytest
from coord_convert import transform
from pyproj import Geod

from geo.datums import bd09_to_wgs84, gcj02_to_wgs84, to_wgs84, wgs84_to_bd09, wgs84_to_gcj02
from geo.errors import BadValueError

EARTH = Geod(ellps="WGS84")
DRAW = np.random.default_rng(7)
LON, LAT = DRAW.uniform(109.5, 117.5, 400), DRAW.uniform(20.0, 25.7, 400)


def apart_m(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return np.asarray(EARTH.inv(*one, *other)[2])


@pytest.mark.parametrize(
    ("convert", "independent"),
    [
        (wgs84_to_gcj02, transform.wgs2gcj),
        (gcj02_to_wgs84, transform.gcj2wgs),
        (wgs84_to_bd09, transform.wgs2bd),
        (bd09_to_wgs84, transform.bd2wgs),
    ],
)
def test_another_implementation_gives_the_same_place_within_a_metre(convert, independent) -> None:
    expected = np.array([independent(lon, lat) for lon, lat in zip(LON, LAT, strict=True)]).T
    assert apart_m(convert(LON, LAT), (expected[0], expected[1])).max() < 1.0


@pytest.mark.parametrize(("there", "back"), [(wgs84_to_gcj02, gcj02_to_wgs84), (wgs84_to_bd09, bd09_to_wgs84)])
def test_there_and_back_is_the_same_place_within_a_hundredth_of_a_millimetre(there, back) -> None:
    assert apart_m(back(*there(LON, LAT)), (LON, LAT)).max() < 1e-5
    assert apart_m(there(*back(LON, LAT)), (LON, LAT)).max() < 1e-5


def test_the_shift_in_the_province_is_as_large_as_was_measured() -> None:
    gcj = apart_m(wgs84_to_gcj02(LON, LAT), (LON, LAT))
    assert gcj.min() > 500
    assert gcj.max() < 700
    assert np.median(apart_m(wgs84_to_bd09(LON, LAT), (LON, LAT))) == pytest.approx(1200, abs=200)


def test_guangzhou_tower_moves_north_east_on_a_map_in_gcj02() -> None:
    lon, lat = wgs84_to_gcj02(113.3191, 23.1086)
    assert lon > 113.3191
    assert lat < 23.1086


def test_the_two_datums_of_the_state_are_left_as_they_are() -> None:
    for datum in ("wgs84", "cgcs2000"):
        lon, lat = to_wgs84(LON, LAT, datum)
        np.testing.assert_array_equal([lon, lat], [LON, LAT])
        lon[0] = 0.0
        assert LON[0] != 0.0


def test_a_named_datum_is_undone() -> None:
    np.testing.assert_array_equal(to_wgs84(LON, LAT, "gcj02"), gcj02_to_wgs84(LON, LAT))
    np.testing.assert_array_equal(to_wgs84(LON, LAT, "bd09"), bd09_to_wgs84(LON, LAT))


@pytest.mark.parametrize("datum", ["", "GCJ-02", "unknown"])
def test_a_datum_nobody_named_is_never_guessed(datum: str) -> None:
    with pytest.raises(BadValueError, match="wgs84, cgcs2000, gcj02, bd09"):
        to_wgs84(LON, LAT, datum)  # type: ignore[arg-type]


@pytest.mark.parametrize("convert", [wgs84_to_gcj02, gcj02_to_wgs84, wgs84_to_bd09, bd09_to_wgs84])
def test_unknown_stays_unknown_and_shapes_stay(convert) -> None:
    lon, lat = convert([[113.0, np.nan, 113.0]], [[23.0, 23.0, np.nan]])
    assert lon.shape == lat.shape == (1, 3)
    assert np.isnan(lon[0]).tolist()[1:] == np.isnan(lat[0]).tolist()[1:] == [True, True]
    assert np.isfinite([lon[0, 0], lat[0, 0]]).all()
    assert convert([], [])[0].shape == (0,)


def test_a_place_outside_the_box_of_the_formula_is_not_shifted() -> None:
    np.testing.assert_array_equal(wgs84_to_gcj02([2.35], [48.86]), [[2.35], [48.86]])
    np.testing.assert_array_equal(gcj02_to_wgs84([2.35], [48.86]), [[2.35], [48.86]])


def test_longitudes_and_latitudes_must_match() -> None:
    with pytest.raises(BadValueError, match=r"\(2,\) and \(1,\)"):
        wgs84_to_gcj02([113.0, 114.0], [23.0])
    with pytest.raises(BadValueError, match="as many"):
        to_wgs84([113.0, 114.0], [23.0], "cgcs2000")

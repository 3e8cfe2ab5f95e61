"""Datums (坐标基准) met in China, to and from WGS-84: the shifted GCJ-02 (火星坐标) and BD-09 on top of it.

CGCS2000 differs from WGS-84 by less than a metre in this region and is treated as the same. The formulas are the
published ones (first as EvilTransform, 2013; no official text is public). They also shift places in Hong Kong and
Macao, where maps in use differ: there the answer is the formula's, not every map's. Angles are degrees, arrays of
any one shape; half a place (NaN in one of the two) is shifted to NaN in both. Nothing is shifted outside the box in
which the formula holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import BadValueError

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = get_args(Datum)
Lon = NDArray[np.float64]
Lat = NDArray[np.float64]
Shift = Callable[[Lon, Lat], tuple[Lon, Lat]]

SEMI_MAJOR_M = 6378245.0  # Krasovsky 1940, the ellipsoid the shift is defined on
ECCENTRICITY_2 = 0.00669342162296594323
BOX = (72.004, 137.8347, 0.8293, 55.8271)
BAIDU_TURN = np.pi * 3000.0 / 180.0
STEPS = 5  # every step divides the error by 50 or more: from 600 m to far below 1e-5 m


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Lon, Lat]:
    """Longitude and latitude in WGS-84 of places given in `datum` (wgs84, cgcs2000, gcj02 or bd09).

    Always returns new arrays. Raises BadValueError for another datum: an unknown one must be asked for, not guessed.
    """
    conversions: dict[str, Shift] = {"wgs84": _same, "cgcs2000": _same, "gcj02": gcj02_to_wgs84, "bd09": bd09_to_wgs84}
    if datum not in conversions:
        raise BadValueError(
            f"expected one of the datums {', '.join(conversions)}, got {datum!r}; ask where the file is from"
        )
    return conversions[datum](*_degrees(lon, lat))


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Lon, Lat]:
    """WGS-84 to GCJ-02: 540 to 630 m apart in this province."""
    east, north = _degrees(lon, lat)
    west_end, east_end, south_end, north_end = BOX
    outside = (east < west_end) | (east > east_end) | (north < south_end) | (north > north_end)
    shift_m_east, shift_m_north = _shift_m(east - 105.0, north - 35.0)
    slope = 1 - ECCENTRICITY_2 * np.sin(np.radians(north)) ** 2
    metres_per_degree_north = np.radians(SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / (slope * np.sqrt(slope)))
    metres_per_degree_east = np.radians(SEMI_MAJOR_M / np.sqrt(slope) * np.cos(np.radians(north)))
    return (
        np.where(outside, east, east + shift_m_east / metres_per_degree_east),
        np.where(outside, north, north + shift_m_north / metres_per_degree_north),
    )


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Lon, Lat]:
    """GCJ-02 to WGS-84, the exact inverse of `wgs84_to_gcj02` to 1e-5 m (fixed-point iteration)."""
    east, north = _degrees(lon, lat)
    return _inverse(wgs84_to_gcj02, east, north)


def wgs84_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Lon, Lat]:
    """WGS-84 to BD-09: about 1.2 km apart in this province."""
    return _gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Lon, Lat]:
    """BD-09 to WGS-84, the exact inverse of `wgs84_to_bd09` to 1e-5 m (fixed-point iteration)."""
    return _inverse(wgs84_to_bd09, *_degrees(lon, lat))


def _degrees(lon: ArrayLike, lat: ArrayLike) -> tuple[Lon, Lat]:
    east, north = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if east.shape != north.shape:
        raise BadValueError(f"expected as many longitudes as latitudes, got shapes {east.shape} and {north.shape}")
    return east, north


def _same(lon: Lon, lat: Lat) -> tuple[Lon, Lat]:
    return lon.copy(), lat.copy()


def _shift_m(x: Lon, y: Lat) -> tuple[Lon, Lat]:
    """The shift in metres east and north at x, y degrees from 105 E, 35 N."""
    ripple = (20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)) * 2.0 / 3.0
    root = np.sqrt(np.abs(x))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east = east + (20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi * x / 3.0)) * 2.0 / 3.0
    east = east + (150.0 * np.sin(np.pi * x / 12.0) + 300.0 * np.sin(np.pi * x / 30.0)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north = north + (20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi * y / 3.0)) * 2.0 / 3.0
    north = north + (160.0 * np.sin(np.pi * y / 12.0) + 320.0 * np.sin(np.pi * y / 30.0)) * 2.0 / 3.0
    return east, north


def _gcj02_to_bd09(lon: Lon, lat: Lat) -> tuple[Lon, Lat]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _inverse(forward: Shift, lon: Lon, lat: Lat) -> tuple[Lon, Lat]:
    """Undo `forward`: from the place itself, take back what the guess is shifted too far, again and again."""
    east, north = lon, lat
    for _ in range(STEPS):
        shifted_east, shifted_north = forward(east, north)
        east, north = east - (shifted_east - lon), north - (shifted_north - lat)
    return east, north

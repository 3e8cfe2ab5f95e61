"""Where points lie: datum, prefecture and county, for the command line and for uploads."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from data.catalog import read_areas
from geo.datums import to_wgs84
from geo.locate import locate

DECIMALS = 6
WORLD = ((-180, 180), (-90, 90))


def locate_points(lon: Sequence[float], lat: Sequence[float], datum: str) -> list[dict[str, Any]]:
    """Prefecture and county (adcodes, None outside the province) and WGS-84 coordinates of each point, in order.

    Raises ValueError for a coordinate outside -180..180, -90..90, naming the point.
    """
    for name, values, (low, high) in zip(("lon", "lat"), (lon, lat), WORLD, strict=True):
        for row, value in enumerate(values, start=1):
            if not low <= value <= high:
                raise ValueError(
                    f"point {row}: {name} {value} is not between {low} and {high} degrees "
                    "(give longitude first, then latitude)"
                )
    counties = read_areas("counties")
    east, north = to_wgs84(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float), datum)
    found = locate(east, north, counties)
    prefecture = dict(zip(counties["adcode"], counties["prefecture"], strict=True))
    return [
        {
            "prefecture": prefecture.get(county),
            "county": county or None,
            "lon_wgs84": round(float(x), DECIMALS),
            "lat_wgs84": round(float(y), DECIMALS),
        }
        for county, x, y in zip(found, east, north, strict=True)
    ]


def locate_file(path: Path, datum: str) -> list[dict[str, Any]]:
    """`locate_points` for a CSV with the columns lon and lat. Raises ValueError naming row and column of what is not
    a number.
    """
    with path.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        missing = [name for name in ("lon", "lat") if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(
                f"{path}: expected the columns lon,lat in the first line, "
                f"found {', '.join(reader.fieldnames or ()) or 'nothing'}"
            )
        rows = list(reader)
    points: dict[str, list[float]] = {"lon": [], "lat": []}
    for number, row in enumerate(rows, start=1):
        for name, values in points.items():
            try:
                values.append(float(row[name]))
            except (TypeError, ValueError):
                raise ValueError(f"{path}: row {number}, column {name}: {row[name]!r} is not a number") from None
    return locate_points(points["lon"], points["lat"], datum) if rows else []

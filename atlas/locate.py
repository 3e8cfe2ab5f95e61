"""Where points lie: datum, prefecture and county, for the command line and for uploads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from atlas.faults import FaultError
from data.catalog import read
from data.errors import TableError
from data.tables_in import read_file, read_table
from geo.datums import Datum, gcj02_to_wgs84, to_wgs84
from geo.distance import Floats
from geo.locate import locate
from geo.nearest_area import nearest_area

DECIMALS = 6
WORLD = ((-180, 180), (-90, 90))
POINT_FILE = ("lon", "lat")
# Outlines are generalised and leave harbours and islets in the water; what is farther out belongs to nobody.
OFF_LAND_M = 20_000


@dataclass(frozen=True, eq=False)
class Placed:
    """Where points lie, in order: arrays of one length. Codes are "" where there is nothing to say.

    lon, lat     WGS-84;  county  the unit a point is in
    nearest      of a point off the land, at most `OFF_LAND_M` out and nearer than any neighbour: the nearest unit
    metres       how far it is; NaN without `nearest`
    if_gcj02     of a point in no unit: the unit it would be in, were it in GCJ-02
    """

    lon: Floats
    lat: Floats
    county: np.ndarray[Any, Any]
    nearest: np.ndarray[Any, Any]
    metres: Floats
    if_gcj02: np.ndarray[Any, Any]


class Datasets(Protocol):
    """Frames by the id of their dataset: those of an atlas (`World`), or the files."""

    def __getitem__(self, dataset: str, /) -> Any:
        """A frame."""


class Files:
    """Datasets read when they are asked for: on the command line nothing else has read them."""

    def __getitem__(self, dataset: str, /) -> Any:
        """A frame. Raises MissingSetError, DataError."""
        return read(dataset)


FILES = Files()


def placed(
    lon: Sequence[float] | Floats, lat: Sequence[float] | Floats, datum: Datum = "wgs84", known: Datasets = FILES
) -> Placed:
    """Where points lie. lon, lat  finite degrees in `datum`"""
    counties = known["counties"]
    east, north = to_wgs84(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float), datum)
    county = locate(east, north, counties)
    nearest, metres = np.full(len(county), "", dtype=object), np.full(len(county), np.nan)
    shifted = nearest.copy()
    if len(outside := np.flatnonzero(county == "")):
        _, abroad = nearest_area(east[outside], north[outside], known["neighbours"])
        if datum in ("wgs84", "cgcs2000"):
            shifted[outside] = locate(*gcj02_to_wgs84(east[outside], north[outside]), counties)
        ids, far = nearest_area(east[outside], north[outside], counties)
        near = (far <= OFF_LAND_M) & (far < abroad)
        nearest[outside[near]], metres[outside[near]] = ids[near], far[near]
    return Placed(east, north, county, nearest, metres, shifted)


def locate_points(
    lon: Sequence[float], lat: Sequence[float], datum: Datum, known: Datasets = FILES
) -> list[dict[str, Any]]:
    """Prefecture and county (adcodes, None outside the province) and WGS-84 coordinates of each point, in order; for a
    point just off the land the nearest unit with its metres, and a hint where the point may be in GCJ-02.

    Raises ValueError for a coordinate outside -180..180, -90..90, naming the point.
    """
    for name, values, (low, high) in zip(POINT_FILE, (lon, lat), WORLD, strict=True):
        for row, value in enumerate(values, start=1):
            if not low <= value <= high:
                raise ValueError(
                    f"point {row}: {name} {value} is not between {low} and {high} degrees "
                    "(give longitude first, then latitude)"
                )
    found, parents = placed(lon, lat, datum, known), prefectures(known)
    answers = []
    for at, county in enumerate(found.county):
        answer: dict[str, Any] = {
            "prefecture": parents.get(county),
            "county": county or None,
            "lon_wgs84": round(float(found.lon[at]), DECIMALS),
            "lat_wgs84": round(float(found.lat[at]), DECIMALS),
        }
        if near := found.nearest[at]:
            answer["nearest"] = {"prefecture": parents[near], "county": near, "metres": round(float(found.metres[at]))}
        if shifted := found.if_gcj02[at]:
            answer["if_gcj02"] = {"prefecture": parents[shifted], "county": shifted}
        answers.append(answer)
    return answers


def prefectures(known: Datasets = FILES) -> dict[str, str]:
    """County -> its prefecture, by adcode."""
    counties = known["counties"]
    return dict(zip(counties["adcode"], counties["prefecture"], strict=True))


def locate_file(path: Path, datum: Datum) -> list[dict[str, Any]]:
    """`locate_points` for a table with the columns lon and lat. Raises FaultError naming row and column of what is no
    number, or no place on Earth.
    """
    try:
        table = read_table(read_file(path), str(path), POINT_FILE)
        points: dict[str, list[float]] = {"lon": [], "lat": []}
        for row in table.rows:
            for (name, values), (low, high) in zip(points.items(), WORLD, strict=True):
                values.append(table.number(row, name))
                if not low <= values[-1] <= high:
                    raise TableError(
                        "{file}, row {row}: {column} {found} is not between {low} and {high} degrees "
                        "(longitude first, then latitude)",
                        file=path,
                        row=row.number,
                        column=name,
                        found=f"{values[-1]:g}",
                        low=low,
                        high=high,
                    )
    except TableError as error:
        raise FaultError.of(error) from None
    return locate_points(points["lon"], points["lat"], datum) if table.rows else []

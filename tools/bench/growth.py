"""Growth: what a map and reach cost at 124 units, at 2,900 and at 40,000 (the country has about as many counties, and
towns); a process for each, so that its memory is its own.

The further units are the shipped counties cut along a grid. They are made here, never data.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from atlas.loading import load
from atlas.words import say_in
from data.catalog import read, read_areas
from data.defaults import defaults
from geo.locate import Locator, locate
from geo.reach import by_group, reach
from layers.folium_map import page_files
from tools.bench.clock import timed
from tools.bench.process import spent_by
from tools.bench.table import Aim, kilobytes, markdown, number

SIZES = (2_900, 40_000)
RADIUS_M = 50_000.0
# So near to the number of units that is asked for; so often the grid is made anew for that.
NEAR, TRIES = 0.01, 20
TURNS = 3
# Linear, but for what a clock and a machine add.
LIMIT = 1.1
TITLES = {
    "compose_s": "compose, s",
    "compose_mb": "its peak MB",
    "raw": "files, KB",
    "packed": "gzip, KB",
    "locate_s": "locate, s",
    "reach_s": "reach, s",
    "reach_mb": "their peak MB",
}


@dataclass(frozen=True)
class Grown:
    """One size. vertices  of all units;  strayed  places found in another unit than their own

    compose_s, compose_mb  seconds and peak memory of the map's files;  raw, packed  their bytes, and those with gzip
    locate_s, reach_s, reach_mb  a place in each unit: which unit it is in, which bodies reach it, and the peak of both
    """

    units: int
    vertices: int
    compose_s: float
    compose_mb: float
    raw: float
    packed: float
    locate_s: float
    reach_s: float
    reach_mb: float
    strayed: int = 0


def grown(sizes: Sequence[int] = SIZES) -> list[Grown]:
    """The shipped units, then about as many as `sizes` says, rising."""
    counties = read_areas("counties")
    with tempfile.TemporaryDirectory() as folder:
        return [
            _measured(units, Path(folder) / f"{len(units)}.parquet")
            for units in (counties, *(cut(counties, size) for size in sizes))
        ]


def cut(areas: gpd.GeoDataFrame, wanted: int) -> gpd.GeoDataFrame:
    """The areas cut along a grid of square cells into about `wanted` pieces; parts of an area in one cell are one. The
    first piece of an area keeps its adcode, the others have a number behind it.
    """
    shapes = areas.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    step = math.sqrt(float(shapely.area(shapes).sum()) / wanted)
    for _ in range(TRIES):
        cells = _cells(areas.total_bounds, step)
        cell, area = tree.query(cells, predicate="intersects")
        if abs(len(cell) / wanted - 1) <= NEAR:
            break
        step *= math.sqrt(len(cell) / wanted)
    pieces = shapely.intersection(cells[cell], shapes[area])
    solid = shapely.area(pieces) > 0
    order = np.argsort(area[solid], kind="stable")
    area, pieces = area[solid][order], areas_of(pieces[solid][order])
    rows = areas.iloc[area].reset_index(drop=True)
    place = rows.groupby("adcode").cumcount()
    ids = rows["adcode"].where(place == 0, rows["adcode"] + place.astype(str).str.zfill(6))
    inside = shapely.point_on_surface(pieces)
    found: gpd.GeoDataFrame = rows.assign(
        adcode=ids, label_lon=shapely.get_x(inside), label_lat=shapely.get_y(inside)
    ).set_geometry(pieces, crs=areas.crs)
    return found


def exponent(before: Grown, after: Grown, figure: str) -> float:
    """By which power of the units a figure grows between two sizes: 1 as they do, 0 not at all; NaN where unknown."""
    costs = float(getattr(before, figure)), float(getattr(after, figure))
    if min(costs) <= 0 or after.units == before.units:
        return math.nan
    return math.log(costs[1] / costs[0]) / math.log(after.units / before.units)


def faster_than_linear(found: Sequence[Grown]) -> str:
    """The sentence of what grows faster than the units do from one size to the next, or that nothing does."""
    named = [
        f"{title.partition(',')[0]} from {before.units:,} to {after.units:,} units (power {number(power)})"
        for figure, title in TITLES.items()
        for before, after in pairwise(found)
        if (power := exponent(before, after, figure)) > LIMIT
    ]
    return f"Faster than the units grow: {'; '.join(named)}." if named else "Nothing grows faster than the units do."


def report(found: Sequence[Grown]) -> str:
    """The table, and the sentence."""
    rows = [
        [
            f"{each.units:,}",
            f"{each.vertices:,}",
            *(
                kilobytes(getattr(each, figure)) if figure in ("raw", "packed") else number(getattr(each, figure))
                for figure in TITLES
            ),
        ]
        for each in found
    ]
    return f"{markdown(['units', 'vertices', *TITLES.values()], rows)}\n{faster_than_linear(found)}\n"


def aims(found: Sequence[Grown]) -> Iterator[Aim]:
    """No figure grows faster than the units, from the first size to the last; every place is in its own unit."""
    for figure, title in TITLES.items():
        what = f"growth: power of {title.partition(',')[0]}"
        yield Aim(what, exponent(found[0], found[-1], figure), LIMIT)
    yield Aim("growth: places located in another unit", sum(each.strayed for each in found), 0)


def compose(units: gpd.GeoDataFrame) -> dict[str, float]:
    """The map's files of a world with these units: seconds, bytes, bytes with gzip."""
    shipped, say = load(defaults().plan).world, say_in("zh")
    # What Python reads for the first page of a process is no cost of the units.
    page_files(shipped, say)
    frames = {**shipped.frames, "counties": units}
    # A world of its own each time: what follows from a world alone is kept with it.
    files, seconds = timed(lambda: page_files(replace(shipped, frames=frames), say).values(), TURNS)
    raw, packed = (sum(map(len, each)) for each in (files, map(gzip.compress, files)))
    return {"compose_s": seconds, "raw": raw, "packed": packed}


def reached(units: gpd.GeoDataFrame) -> dict[str, float]:
    """A place in each unit: seconds to find the unit that it is in, and to find who reaches it, by unit."""
    bodies = read("bodies").dropna(subset=["lon", "lat"])
    names = {"adcode": "unit", "label_lon": "lon", "label_lat": "lat"}
    places = units[[*names, "prefecture"]].rename(columns=names).assign(residents=1.0)

    def in_reach(asked: pd.DataFrame) -> pd.DataFrame:
        return by_group(reach(asked, bodies, radius_m=RADIUS_M), asked["unit"])

    # As above, of the first question of a process: with a grid, which few places are asked without.
    Locator(units.iloc[:1])
    in_reach(places.iloc[:1])
    found, locate_s = timed(lambda: locate(places["lon"], places["lat"], units), TURNS)
    _, reach_s = timed(lambda: in_reach(places), TURNS)
    return {"locate_s": locate_s, "reach_s": reach_s, "strayed": int((found != places["unit"].to_numpy()).sum())}


def areas_of(pieces: NDArray[np.object_]) -> NDArray[np.object_]:
    """Without the lines and points at which a cell only touches an area."""
    mixed = np.flatnonzero(shapely.get_type_id(pieces) == shapely.GeometryType.GEOMETRYCOLLECTION)
    for place in mixed:
        parts = shapely.get_parts(pieces[place])
        # A collection may hold a multipolygon, which has parts again.
        pieces[place] = shapely.multipolygons(shapely.get_parts(parts[shapely.get_dimensions(parts) == 2]))
    return pieces


def _cells(bounds: NDArray[np.float64], step: float) -> NDArray[np.object_]:
    """Square cells of `step` degrees over the bounds."""
    west, south, east, north = bounds
    lon, lat = (axis.ravel() for axis in np.meshgrid(np.arange(west, east, step), np.arange(south, north, step)))
    cells: NDArray[np.object_] = shapely.box(lon, lat, lon + step, lat + step)
    return cells


def _measured(units: gpd.GeoDataFrame, file: Path) -> Grown:
    units.to_parquet(file)
    vertices = int(shapely.get_num_coordinates(units.geometry.to_numpy()).sum())
    composed, asked = (spent_by([sys.executable, "-m", "tools.bench.growth", what, str(file)]) for what in CHILDREN)
    told = json.loads(composed.told) | json.loads(asked.told)
    return Grown(len(units), vertices, compose_mb=composed.peak_mb, reach_mb=asked.peak_mb, **told)


CHILDREN = {"compose": compose, "reached": reached}
if __name__ == "__main__":
    print(json.dumps(CHILDREN[sys.argv[1]](gpd.read_parquet(sys.argv[2]))))

"""Entities: generated points through `cli.py entities`, beside geopandas and SQL (tools.bench.duck): processor, wall
and memory, a process each.

The points stand for a register: as many places as asked for, spread by residents. They are made here, never data.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from data.catalog import read, read_areas
from tools.bench.process import spent_by
from tools.bench.table import Aim, markdown, number, ratio

ROOT = Path(__file__).resolve().parents[2]
SEED, GROUP, SPREAD_DEG = 20261127, 250_000, 0.02
MILLION, STARTS = 1_000_000, 3
METRES = "EPSG:32649"
# geopandas holds all points at once; more than these are not put to it.
MOST_OTHERS = MILLION
SQL = "DuckDB spatial"
MOST_CPU_S, MOST_MB, AT_LEAST_TIMES = 1.5, 400.0, 4.0


@dataclass(frozen=True)
class Counted:
    """One run: who, points, seconds by the clock and of processor, peak memory in MB, rows inside by county, and those
    of them in reach where none lies off a shore (SQL knows no shore).
    """

    who: str
    points: int
    seconds: float
    processor_s: float
    peak_mb: float
    by_county: dict[str, int]
    in_reach: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """Ours and SQL's at each size, the start of both (one point), and geopandas' at the smallest size."""

    ours: list[Counted]
    sql: list[Counted]
    starts: list[Counted]
    theirs: Counted

    def per_million(self, run: Counted) -> float:
        """Seconds of processor a million points, without the start of the program where that is known."""
        start = next((each.processor_s for each in self.starts if each.who == run.who), 0.0)
        return (run.processor_s - start) / run.points * MILLION

    @property
    def cells(self) -> int:
        """How many numbers are compared with SQL's."""
        return sum(len(each.by_county) + len(each.in_reach) for each in self.ours)

    @property
    def cells_differ(self) -> int:
        """How many of them are others in SQL."""
        return sum(
            number != there.get(county, 0)
            for ours, sql in zip(self.ours, self.sql, strict=True)
            for here, there in ((ours.by_county, sql.by_county), (ours.in_reach, sql.in_reach))
            for county, number in here.items()
        )

    @property
    def differ(self) -> int:
        """How many counties have another number of points inside than geopandas found."""
        ours = next(each for each in self.ours if each.points == self.theirs.points).by_county
        return sum(ours[county] != self.theirs.by_county.get(county, 0) for county in ours)


def measured(sizes: Sequence[int]) -> Measured:
    """Write the points, and have them counted in processes of their own. Lines of `sizes` are points, rising."""
    kinds = sorted(set(read("bodies").dropna(subset=["lon"])["kind"]))
    with tempfile.TemporaryDirectory() as folder:
        one, files = Path(folder) / "one.parquet", {size: Path(folder) / f"{size}.parquet" for size in sizes}
        write_points(one, 1)
        ours, sql = [], []
        for size, file in files.items():
            write_points(file, size)
            ours.append(_counted("ours", size, _verb(file, kinds)))
            sql.append(_counted(SQL, size, _sql(file)))
        starts = [_start("ours", _verb(one, kinds)), _start(SQL, _sql(one))]
        size = min(*sizes, MOST_OTHERS)
        theirs = _counted("geopandas", size, [sys.executable, "-m", "tools.bench.entities", str(files[min(sizes)])])
    return Measured(ours, sql, starts, theirs)


def _start(who: str, command: Sequence[str]) -> Counted:
    """A start costs twice what a million points do: of a few the one that was disturbed least."""
    return min((_counted(who, 1, command) for _ in range(STARTS)), key=lambda run: run.processor_s)


def write_points(path: Path, count: int) -> None:
    """Points as GeoParquet, spread about the places people live at, in row groups of GROUP."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    places, chance = read("demand_points"), np.random.default_rng(SEED)
    share = places["residents"].to_numpy(dtype=float)
    geo = {"primary_column": "geometry", "version": "1.1.0"}
    told = json.dumps(geo | {"columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}}})
    schema = pa.schema([("geometry", pa.binary())], metadata={"geo": told})
    with parquet.ParquetWriter(path, schema) as writer:
        for first in range(0, count, GROUP):
            size = min(GROUP, count - first)
            chosen = chance.choice(len(places), size, p=share / share.sum())
            packed = np.zeros(size, dtype=[("order", "u1"), ("kind", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
            packed["order"] = packed["kind"] = 1
            for name in ("lon", "lat"):
                packed[name] = places[name].to_numpy()[chosen] + chance.normal(0, SPREAD_DEG, size)
            ends = pa.py_buffer((np.arange(size + 1) * packed.itemsize).astype(np.int32).tobytes())
            points = pa.Array.from_buffers(pa.binary(), size, [None, ends, pa.py_buffer(packed.tobytes())])
            writer.write_table(pa.table([points], schema=schema), row_group_size=GROUP)


def report(found: Measured) -> str:
    """The table."""
    head = ["entities: county, nearest of each kind, reach", "points", "s", "s of processor a million", "peak MB"]
    rows = [
        [run.who, f"{run.points:,}", number(run.seconds), number(found.per_million(run)), number(run.peak_mb)]
        for run in (*found.ours, *found.sql, found.theirs)
    ]
    starts = ", ".join(f"{each.who} {number(each.processor_s)} s" for each in found.starts)
    note = (
        f"Without the start ({starts}); of {found.cells} numbers {found.cells_differ} differ from SQL's, "
        f"{found.differ} counties from geopandas'."
    )
    return f"{markdown(head, rows)}\n{note}\n"


def aims(found: Measured) -> Iterator[Aim]:
    """At most 1.5 seconds of processor a million and 400 MB; at least four times as fast; no county differs."""
    largest = found.ours[-1]
    yield Aim(f"entities: processor a million, {largest.points:,}", found.per_million(largest), MOST_CPU_S, " s")
    yield Aim("entities: peak memory", max(run.peak_mb for run in found.ours), MOST_MB, " MB")
    times = ratio(found.per_million(found.theirs), found.per_million(largest))
    yield Aim("entities: geopandas' processor / ours", times, AT_LEAST_TIMES, " ×", at_least=True)
    yield Aim("entities: counties that differ from geopandas", found.differ, 0)
    in_sql = ratio(found.per_million(found.sql[-1]), found.per_million(largest))
    yield Aim("entities: processor of DuckDB spatial / ours", in_sql, AT_LEAST_TIMES, " ×", at_least=True)
    yield Aim("entities: numbers that differ from SQL", found.cells_differ, 0)


def _verb(file: Path, kinds: Sequence[str]) -> list[str]:
    command = [sys.executable, "cli.py", "entities", str(file), "--datum", "wgs84", "--by-kind", "--json"]
    return [*command, "--kinds", *kinds]


def _sql(file: Path) -> list[str]:
    return [sys.executable, "-m", "tools.bench.duck", str(file)]


def _counted(who: str, points: int, command: Sequence[str]) -> Counted:
    spent = spent_by(command)
    answer: dict[str, Any] = json.loads(spent.told)
    rows = answer["counties"]
    inside = {row["id"]: row["rows"] - row.get("rows_off_shore", 0) for row in rows}
    reached = {row["id"]: row["covered"] for row in rows if "covered" in row and not row.get("rows_off_shore", 0)}
    return Counted(who, points, spent.seconds, spent.processor_s, spent.peak_mb, inside, reached)


def by_geopandas(file: Path) -> dict[str, Any]:
    """The same points with geopandas: the county of each, and the nearest body of each kind in a projection."""
    import geopandas as gpd  # noqa: PLC0415

    points = gpd.read_parquet(file).set_crs(4326, allow_override=True)
    joined = gpd.sjoin(points, read_areas("counties")[["adcode", "geometry"]], how="left", predicate="intersects")
    counties = joined[~joined.index.duplicated()]["adcode"].value_counts()
    bodies = read("bodies").dropna(subset=["lon", "lat"])
    places = gpd.GeoDataFrame(
        bodies[["id", "kind"]], geometry=gpd.points_from_xy(bodies["lon"], bodies["lat"]), crs=4326
    )
    projected, sites = points.to_crs(METRES), places.to_crs(METRES)
    nearest = {
        kind: gpd.sjoin_nearest(projected, sites[sites["kind"] == kind])["id"].value_counts().to_dict()
        for kind in sorted(set(sites["kind"]))
    }
    return {"counties": [{"id": each, "rows": int(rows)} for each, rows in counties.items()], "nearest": nearest}


if __name__ == "__main__":
    print(json.dumps(by_geopandas(Path(sys.argv[1]))))

"""`cli.py entities`: any number of places of an office's own, counted by county and by the bodies in their reach.

The bodies, the radius and the borders are those of a question, as in `cli.py gaps`; the places are counted where they
lie. Pieces are counted anywhere and add up: see geo.entities, data.points_in, atlas.executors.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.executors import Map, in_processes, in_turn, on_cluster
from atlas.faults import FaultError
from atlas.locate import OFF_LAND_M
from atlas.question.question import Question
from atlas.reach import bodies_asked
from atlas.ways import way_of
from atlas.words import say_in
from data.demand_out import demand_parquet
from data.errors import TableError
from data.limits import FOLDED_CELLS, WORKERS
from data.points_in import Piece, PointFile, Points, pieces, point_file, points_of
from data.whole_files import write_whole
from geo.datums import Datum, to_wgs84
from geo.entities import Counts, Ground, whole_weights
from geo.errors import BadValueError
from geo.fold import Cells, fold, together

# Told of a count that takes longer than this, and then every so many seconds.
FIRST_TOLD_S, TOLD_EVERY_S = 3.0, 1.0
# Cells of single pieces are put together when there are so many lists of them.
LISTS = 64
# Where two columns of a table of counts stand.
TOTAL, COVERED = 2, 3


@dataclass(frozen=True, eq=False)
class Counted:
    """What was made of a piece: rows, counts, and cells if they were asked for."""

    rows: int
    counts: Counts
    cells: Cells | None


@dataclass(frozen=True, eq=False)
class Counting:
    """Counts a piece, wherever it is done. datum  of the files;  cell_deg  0: no cells"""

    ground: Ground
    datum: Datum
    cell_deg: float

    def __call__(self, piece: Piece) -> Counted:
        """What a piece counts. Raises TableError."""
        found = [self._counted(points, piece) for points in points_of(piece)]
        cells = [each.cells for each in found if each.cells is not None]
        counts = reduce(Counts.__add__, (each.counts for each in found))
        return Counted(sum(each.rows for each in found), counts, together(cells) if cells else None)

    def _counted(self, points: Points, piece: Piece) -> Counted:
        lon, lat = to_wgs84(points.lon, points.lat, self.datum)
        try:
            weights = None if points.weights is None else whole_weights(points.weights, len(lon))
        except BadValueError as error:
            message = "{file}, after row {row}: column {column}: {why}"
            column = piece.file.weight
            raise TableError(message, file=piece.file.path, row=points.first, column=column, why=str(error)) from None
        counts = self.ground.count(lon, lat, weights)
        return Counted(len(lon), counts, self._cells(lon, lat, weights) if self.cell_deg else None)

    def _cells(self, lon: Any, lat: Any, weights: Any) -> Cells:
        """The cells of places in the areas; others belong to no county, and are left out."""
        area, _ = self.ground.positions(lon, lat)
        inside = area < self.ground.size
        amounts = None if weights is None else weights[inside]
        return fold(lon[inside], lat[inside], area[inside], amounts, cell_deg=self.cell_deg)


def entities_answer(
    atlas: Atlas, question: Question, given: Mapping[str, Any], tell: Callable[[str], None]
) -> dict[str, Any]:
    """What the verb does with its options. tell  is told how far it has come, in a line

    given  points (files), datum, column ("" or None: rows), by_kind, workers, cluster, fold, demand_out
    Raises FaultError, TableError in one sentence, OSError.
    """
    began = time.monotonic()
    _need_together(given)
    workers, map_pieces = _executor(given.get("workers"), given.get("cluster"))
    files = [point_file(path, given["datum"], given.get("column") or "") for path in _each_once(given["points"])]
    way, bodies = way_of(question), bodies_asked(atlas, question)
    do = Counting(ground_of(atlas, question), given["datum"], given.get("fold") or 0.0)
    work = (piece for file in files for piece in pieces(file))
    counts, cells = _gathered(map_pieces(do, work), sum(file.rows for file in files), tell)
    _need_all(files, counts)
    seconds = time.monotonic() - began
    told = {
        "files": [str(file.path) for file in files],
        "rows": int(counts.rows.sum()),
        "weight": given.get("column") or None,
        "datum": given["datum"],
        "as_of": question.as_of.isoformat(),
        "definition": question.definition,
        "radius_km": question.radius_km,
        "distance": question.distance,
        "distance_note": way.sentence(say_in(atlas.world.language)),
        "ignore_borders": question.ignore_borders,
        "kinds": list(question.kinds),
        "bodies_counted": len(bodies),
        **_whole(counts),
        "prefectures": _by_prefecture(atlas, counts),
        "counties": _by_county(atlas, counts),
        **({"by_kind": _by_kind(atlas, counts, bodies)} if given.get("by_kind") else {}),
    }
    if cells is not None:
        told["demand"] = write_demand(atlas, cells, given["demand_out"], files)
    return told | {
        "hash": hash_of(counts),
        "data_version": atlas.version,
        "workers": workers,
        "seconds": round(seconds, 2),
    }


def ground_of(atlas: Atlas, question: Question) -> Ground:
    """What the places of a question are counted on: as the points of `cli.py locate`, by jurisdiction or not."""
    world = atlas.world
    return Ground(
        world["counties"][["adcode", "prefecture", "geometry"]],
        bodies_asked(atlas, question)[["id", "kind", "serves", "prefecture", "lon", "lat"]],
        way_of(question).limit(question.radius_km),
        ignore_borders=question.ignore_borders,
        shore_m=OFF_LAND_M,
        others=world["neighbours"],
    )


def hash_of(counts: Counts) -> str:
    """A hash of all that was counted: two counts of the same places have the same."""
    text = json.dumps(counts.numbers(), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _gathered(made: Iterable[Counted], rows: int, tell: Callable[[str], None]) -> tuple[Counts, Cells | None]:
    """All pieces together, as they come."""
    counts: Counts | None = None
    cells: list[Cells] = []
    done, told_at = 0, time.monotonic() + FIRST_TOLD_S
    for each in made:
        counts = each.counts if counts is None else counts + each.counts
        done += each.rows
        if each.cells is not None:
            cells.append(each.cells)
            if len(cells) >= LISTS:
                cells = [_few(together(cells))]
        if time.monotonic() >= told_at:
            tell(f"{done:,} of {rows:,} rows" if rows else f"{done:,} rows")
            told_at = time.monotonic() + TOLD_EVERY_S
    if counts is None:
        raise FaultError("expected files with points")
    return counts, _few(together(cells)) if cells else None


def _few(cells: Cells) -> Cells:
    if len(cells.number) > FOLDED_CELLS.most:
        raise FaultError(FOLDED_CELLS.sentence, most=FOLDED_CELLS.told)
    return cells


def _need_all(files: Sequence[PointFile], counts: Counts) -> None:
    """As many rows counted as the files say they have."""
    expected, came = sum(file.rows for file in files), int(counts.rows.sum())
    if all(file.form != "csv" for file in files) and expected != came:
        raise FaultError("expected {expected} rows, {came} were counted", expected=expected, came=came)


def _need_together(given: Mapping[str, Any]) -> None:
    if bool(given.get("fold")) != bool(given.get("demand_out")):
        raise FaultError("expected --fold and --demand-out together")


def _executor(workers: int | None, cluster: str | None) -> tuple[str, Map]:
    """Who counts, in a word, and how."""
    if workers is not None and cluster:
        raise FaultError("expected --workers or --cluster, not both")
    if cluster:
        return cluster, on_cluster(cluster)
    if workers is not None and workers > WORKERS.most:
        raise FaultError(WORKERS.sentence, most=WORKERS.told)
    return (str(workers), in_processes(workers)) if workers and workers > 1 else ("1", in_turn)


def _each_once(paths: Sequence[Path]) -> Iterator[Path]:
    """The files in their order. Raises FaultError for one that is named twice: its rows would count twice."""
    seen = set[Path]()
    for path in paths:
        if path.resolve() in seen:
            raise FaultError("{file}: expected each file once", file=path)
        seen.add(path.resolve())
        yield path


def _whole(counts: Counts) -> dict[str, Any]:
    """The whole province, and what lies outside: of amounts, but where it says rows."""
    amounts, covered = int(counts.amounts[:-2].sum()), int(counts.reached[-1][:-2].sum())
    return {
        "total": amounts,
        "covered": covered,
        "share": _share(covered, amounts),
        "second_in_reach": int(counts.twice[:-2].sum()),
        "rows_outside": int(counts.rows[-2]),
        "rows_without_place": int(counts.rows[-1]),
        "rows_off_shore": int(counts.shore.sum()),
        "total_outside": int(counts.amounts[-2]),
        "total_without_place": int(counts.amounts[-1]),
    }


def _table(counts: Counts) -> pd.DataFrame:
    """Of every county, by adcode: rows, those of them off its shore, total, what is in reach, and of a second body."""
    lines = (counts.rows, counts.shore, counts.amounts, counts.reached[-1], counts.twice)
    columns = dict(zip(("rows", "rows_off_shore", "total", "covered", "second_in_reach"), lines, strict=True))
    return pd.DataFrame({name: each[:-2] for name, each in columns.items()}, index=list(counts.areas))


def _by_county(atlas: Atlas, counts: Counts) -> list[dict[str, Any]]:
    return _told(atlas, _table(counts))


def _by_prefecture(atlas: Atlas, counts: Counts) -> list[dict[str, Any]]:
    homes = atlas.world["counties"].set_index("adcode")["prefecture"]
    return _told(atlas, _table(counts).groupby(homes).sum().reindex(atlas.prefectures, fill_value=0))


def _told(atlas: Atlas, table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"id": adcode, "name": atlas.name_of(adcode)}
        | dict(zip(table.columns, row, strict=True))
        | {"share": _share(row[COVERED], row[TOTAL])}
        for adcode, row in zip(table.index, table.to_numpy().tolist(), strict=True)
    ]


def _by_kind(atlas: Atlas, counts: Counts, bodies: pd.DataFrame) -> list[dict[str, Any]]:
    """By kind what is in its reach, and by body what has it as its nearest of the kind, at whatever distance."""
    kind_of = bodies.set_index("id")["kind"]
    nearest = dict(zip(counts.bodies, counts.nearest.tolist(), strict=True))
    amounts = int(counts.amounts[:-2].sum())
    return [
        {
            "kind": kind,
            "covered": (covered := int(counts.reached[place][:-2].sum())),
            "share": _share(covered, amounts),
            "nearest": {each: nearest[each] for each in counts.bodies if kind_of[each] == kind},
        }
        for place, kind in enumerate(counts.kinds)
    ]


def _share(covered: float, amount: float) -> float | None:
    return float(covered / amount) if amount else None


def write_demand(atlas: Atlas, cells: Cells, out: Path, files: Sequence[PointFile]) -> dict[str, Any]:
    """The cells as a table of demand (Parquet), with where they are from; what was written. Raises OSError.

    Columns id, county, prefecture, lon, lat (WGS-84, the middle of the weight), amount, rows.
    """
    counties = atlas.world["counties"].sort_values("adcode")
    codes = counties["adcode"].to_numpy(dtype=object)[cells.area]
    homes = counties["prefecture"].to_numpy(dtype=object)[cells.area]
    lon, lat = cells.places()
    columns = {
        "id": [f"cell-{number:x}" for number in cells.number.tolist()],
        "county": codes,
        "prefecture": homes,
        "lon": lon.round(6),
        "lat": lat.round(6),
        "amount": cells.amounts,
        "rows": cells.rows,
    }
    about = {
        "source": ", ".join(file.path.name for file in files),
        "weight": files[0].weight,
        "cell_deg": str(cells.side / 1_000_000),
        "data_version": atlas.version,
    }
    write_whole(out, demand_parquet(columns, about))
    return {"out": str(out), "cells": len(cells.number), "rows": int(cells.rows.sum()), **about}

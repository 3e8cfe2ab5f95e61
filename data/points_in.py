"""Files of points too many for a table in memory: GeoParquet, plain Parquet and CSV, read a piece at a time.

A file is looked at once, in a moment (`point_file`), then read in pieces (`pieces`, `points_of`) of which each may be
read in another process. Rows that come out are as many as the file says, or nothing comes out. The reader is pyarrow,
which Streamlit needs anyway.
Source: GeoParquet 1.1.0 (geometry as WKB, column metadata `geo`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from data.column_names import column_names
from data.errors import TableError
from data.limits import POINT_FILE_BYTES, POINTS_AT_ONCE
from data.tables_in import text_of_start
from data.wkb_in import coordinates
from geo.checks import quoted
from geo.distance import Floats
from geo.typed import folded

if TYPE_CHECKING:
    import pyarrow as pa

Positions = tuple[str, ...]
PARQUET, START = b"PAR1", 65_536
# What a file may say of its coordinates, by the datum that is meant. GCJ-02 and BD-09 have no code: nothing says them.
CODES: Mapping[tuple[str, str], str] = {
    ("EPSG", "4326"): "wgs84",
    ("OGC", "CRS84"): "wgs84",
    ("EPSG", "4979"): "wgs84",
    ("EPSG", "4490"): "cgcs2000",
    ("EPSG", "4480"): "cgcs2000",
}
UNREADABLE = "{file}: expected a whole file of points (GeoParquet, Parquet or CSV): {why}"
NOT_A_PLACE = (
    "{file}, row {row}: expected degrees, longitude from -180 to 180 and latitude from -90 to 90, found {found}"
)


@dataclass(frozen=True)
class PointFile:
    """A file that was looked at.

    form     geoparquet, parquet or csv;  columns  the geometry, or longitude and latitude;  weight  a column, "" none
    groups   rows of each row group; () for CSV, which does not say
    """

    path: Path
    form: str
    columns: Positions
    weight: str
    groups: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many rows the file says it has; 0 for CSV."""
        return sum(self.groups)


@dataclass(frozen=True, eq=False)
class Points:
    """Places as a file has them, in its own datum, NaN where a row has none, and their weights, if asked for.

    first  rows of the file before them
    """

    lon: Floats
    lat: Floats
    weights: Floats | None
    first: int = 0


@dataclass(frozen=True, eq=False)
class Piece:
    """Part of a file. group  one row group;  first  rows of the file before it;  brought  points that were read"""

    file: PointFile
    group: int
    first: int
    brought: Points | None = None


def point_file(path: Path, datum: str, weight: str = "") -> PointFile:
    """Look at a file. datum  what its coordinates are given in;  weight  a column of it, "" for none

    Raises TableError with one sentence: a file that cannot be read, is empty, is cut off, has no such columns, no
    points, or says another datum of itself.
    """
    with _told(path):
        size = path.stat().st_size
        if size > POINT_FILE_BYTES.most:
            raise TableError(POINT_FILE_BYTES.sentence, file=path, most=POINT_FILE_BYTES.told)
        with path.open("rb") as file:
            start = file.read(START)
        if not start.strip():
            raise TableError("{file}: expected points, found an empty file", file=path)
        return _parquet(path, datum, weight) if start.startswith(PARQUET) else _csv(path, start, weight)


def pieces(file: PointFile) -> Iterator[Piece]:
    """The pieces of a file; those of a CSV are read here. Raises TableError."""
    if file.form != "csv":
        first = 0
        for group, rows in enumerate(file.groups):
            yield Piece(file, group, first)
            first += rows
        return
    first = 0
    with _told(file.path):
        for batch in _csv_reader(file):
            if batch.num_rows:
                yield Piece(file, 0, first, _points(batch, file, first))
                first += batch.num_rows
    if not first:
        raise TableError("{file}: expected points, found a heading only", file=file.path)


def points_of(piece: Piece) -> Iterator[Points]:
    """The points of a piece, at most POINTS_AT_ONCE at a time. Raises TableError, also while points are taken."""
    if piece.brought is not None:
        yield piece.brought
        return
    from pyarrow import parquet  # noqa: PLC0415

    file, came = piece.file, 0
    columns = [*file.columns, *([file.weight] if file.weight else [])]
    with _told(file.path), parquet.ParquetFile(file.path, buffer_size=1 << 20) as opened:
        for batch in opened.iter_batches(
            POINTS_AT_ONCE.most, row_groups=[piece.group], columns=columns, use_threads=False
        ):
            yield _points(batch, file, piece.first + came)
            came += batch.num_rows
    if came != file.groups[piece.group]:
        expected = file.groups[piece.group]
        raise TableError(UNREADABLE, file=file.path, why=f"{expected:,} rows were expected, {came:,} came")


def _parquet(path: Path, datum: str, weight: str) -> PointFile:
    from pyarrow import parquet  # noqa: PLC0415

    with parquet.ParquetFile(path) as opened:
        schema, about = opened.schema_arrow, opened.metadata
        groups = tuple(about.row_group(each).num_rows for each in range(about.num_row_groups))
    if not sum(groups):
        raise TableError("{file}: expected points, found no row", file=path)
    told = (schema.metadata or {}).get(b"geo")
    if weight and weight not in schema.names:
        raise _no_column(path, weight, schema.names)
    if told is None:
        columns = _lon_lat(path, schema.names)
        for each in (*columns, *([weight] if weight else [])):
            _need_number(path, schema, each)
        return PointFile(path, "parquet", columns, weight, groups)
    if weight:
        _need_number(path, schema, weight)
    return PointFile(path, "geoparquet", (_geometry(path, schema, told, datum),), weight, groups)


def _geometry(path: Path, schema: pa.Schema, told: bytes, datum: str) -> str:
    """The column of the points, after what the file says of it."""
    about = json.loads(told)
    name = about["primary_column"]
    column = about["columns"][name]
    if str(column["encoding"]).upper() != "WKB" or name not in schema.names:
        raise TableError("{file}: expected points as WKB, found {found}", file=path, found=quoted(column["encoding"]))
    others = {str(each).removesuffix(" Z") for each in column.get("geometry_types", [])} - {"Point"}
    if others:
        raise TableError("{file}: expected points only, found {found}", file=path, found=", ".join(sorted(others)))
    said = _datum_of(column.get("crs"))
    if said not in ("", datum):
        raise TableError(
            "{file}: says of itself that it is in {found}, asked for in {datum}; give the files of each datum apart",
            file=path,
            found=said,
            datum=datum,
        )
    return str(name)


def _datum_of(crs: Any) -> str:
    """The datum that a file declares in its coordinate system; "" where it declares none."""
    if crs is None:
        return ""
    code = crs.get("id") or {}
    known = CODES.get((str(code.get("authority")), str(code.get("code"))))
    return known or str(crs.get("name") or "a coordinate system without a name")


def _csv(path: Path, start: bytes, weight: str) -> PointFile:
    text, _ = text_of_start(start, str(path))
    first = text.splitlines()[0]
    heading = next(csv.reader([first], delimiter=_delimiter(first)), [])
    if weight and weight not in heading:
        raise _no_column(path, weight, heading)
    return PointFile(path, "csv", _lon_lat(path, heading), weight, ())


def _csv_reader(file: PointFile) -> Any:
    from pyarrow import csv as arrow_csv  # noqa: PLC0415
    from pyarrow import float64  # noqa: PLC0415

    with file.path.open("rb") as opened:
        text, encoding = text_of_start(opened.read(START), str(file.path))
    columns = [*file.columns, *([file.weight] if file.weight else [])]
    return arrow_csv.open_csv(
        file.path,
        read_options=arrow_csv.ReadOptions(encoding=encoding, block_size=4_000_000, use_threads=False),
        parse_options=arrow_csv.ParseOptions(delimiter=_delimiter(text.splitlines()[0]), newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            include_columns=columns, column_types=dict.fromkeys(columns, float64()), null_values=["", " "]
        ),
    )


def _points(batch: pa.RecordBatch, file: PointFile, first: int) -> Points:
    """The points of some rows, each of them a place on Earth or NaN."""
    if file.form == "geoparquet":
        lon, lat = coordinates(batch.column(file.columns[0]), str(file.path))
    else:
        lon, lat = (_floats(batch.column(each)) for each in file.columns)
    weights = _floats(batch.column(file.weight)) if file.weight else None
    if not len(lon) == len(lat) == batch.num_rows:
        raise TableError(UNREADABLE, file=file.path, why=f"of {batch.num_rows:,} rows {len(lon):,} came")
    nowhere = np.flatnonzero((np.abs(lon) > 180) | (np.abs(lat) > 90))
    if len(nowhere):
        at = nowhere[0]
        found = f"{lon[at]:g}, {lat[at]:g}"
        raise TableError(NOT_A_PLACE, file=file.path, row=first + int(at) + 1, found=found)
    return Points(lon, lat, weights, first)


def _floats(column: pa.Array) -> Floats:
    """Numbers as floats, NaN where a cell is empty."""
    from pyarrow import float64  # noqa: PLC0415

    return np.asarray(column.cast(float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)


def _lon_lat(path: Path, heading: list[str]) -> Positions:
    """The columns of longitude and latitude under any of their known names."""
    known, told = column_names(), [folded(each).strip().casefold() for each in heading]
    found = []
    for column in ("lon", "lat"):
        names = getattr(known, column)
        places = [at for at, each in enumerate(told) if each in names]
        if len(places) != 1:
            raise _no_column(path, column, heading)
        found.append(heading[places[0]])
    return tuple(found)


def _no_column(path: Path, column: str, heading: list[str]) -> TableError:
    found = quoted(", ".join(heading))[1:-1] or "nothing"
    return TableError(
        "{file}: expected one column {column}, found the columns {found}", file=path, column=column, found=found
    )


def _need_number(path: Path, schema: pa.Schema, name: str) -> None:
    from pyarrow import types  # noqa: PLC0415

    kind = schema.field(name).type
    if not (types.is_floating(kind) or types.is_integer(kind) or types.is_decimal(kind)):
        raise TableError(
            "{file}: expected numbers in the column {column}, found {found}", file=path, column=name, found=str(kind)
        )


def _delimiter(first: str) -> str:
    return next((sign for sign in (",", "\t", ";") if sign in first), ",")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the reader has to say of a file, in our one sentence."""
    from pyarrow import ArrowException  # noqa: PLC0415

    try:
        yield
    except TableError:
        raise
    # What a damaged file leads to: the reader's own errors, and names or a description that are no text any more.
    except (ArrowException, KeyError, TypeError, AttributeError, ValueError) as error:
        raise TableError(UNREADABLE, file=path, why=" ".join(str(error).split())[:200] or "it ends too soon") from None
    except OSError as error:
        why = error.strerror or " ".join(str(error).split())[:200]
        raise TableError(UNREADABLE, file=path, why=why) from None

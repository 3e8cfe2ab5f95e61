"""A person's file as rows of text, whatever its format: what it holds decides, never its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.errors import TableError
from data.limits import TABLE_CELL, TABLE_ROWS
from data.tables_in import blank, read_rows
from data.workbooks_in import OLE_MARK, ZIP_MARK, workbook_sheet

SQLITE_MARK = b"SQLite format 3\0"
NO_TABLE = "{file}: expected a table, or a map as GeoJSON, zipped Shapefile or GeoPackage; found {found}"


@dataclass(frozen=True)
class SheetRow:
    """A row that holds anything. number  as Excel counts;  shape  its outline or point as WKB in WGS-84"""

    number: int
    cells: tuple[str, ...]
    shape: bytes = b""


@dataclass(frozen=True)
class Sheet:
    """Rows of one sheet, the heading among them. file  its name;  name  of the sheet, "" where there is none

    merged  cells that are one: first row, first column, last row, last column, from 1;  others  sheets not read
    system  the coordinate system that a map says of itself, "" where it says none
    """

    file: str
    name: str
    rows: tuple[SheetRow, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    others: tuple[str, ...] = ()
    system: str = ""


def read_sheet(content: bytes, name: str) -> Sheet:
    """The rows of a file. Raises TableError in one sentence for what cannot be read."""
    if content.startswith(SQLITE_MARK) or _is_geojson(content) or is_zipped_shape(content):
        from data.intake.maps_in import map_sheet  # noqa: PLC0415 -- only maps need it

        return map_sheet(content, name)
    if content.lstrip()[:1] == b"<":
        raise TableError(NO_TABLE, file=name, found="XML")
    if content.startswith((ZIP_MARK, OLE_MARK)):
        found = workbook_sheet(content, name)
        rows = _rows(name, enumerate(found.rows, start=1))
        return Sheet(name, found.name, rows, tuple(found.merged), tuple(found.others))
    return Sheet(name, "", _rows(name, read_rows(content, name)))


def is_zipped_shape(content: bytes) -> bool:
    """Whether a zip holds a Shapefile: by the names in its directory, which stand at its end as they are."""
    return content.startswith(ZIP_MARK) and b".shp" in content[-65_536:].lower()


def _is_geojson(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _rows(file: str, numbered: Iterable[tuple[int, list[str]]]) -> tuple[SheetRow, ...]:
    found: list[SheetRow] = []
    for number, cells in numbered:
        if blank(cells):
            continue
        if len(found) > TABLE_ROWS.most:
            raise TableError(TABLE_ROWS.sentence, file=file, most=TABLE_ROWS.told)
        if any(len(cell) > TABLE_CELL.most for cell in cells):
            raise TableError(TABLE_CELL.sentence, file=file, row=number, most=TABLE_CELL.told)
        found.append(SheetRow(number, tuple(cells)))
    return tuple(found)

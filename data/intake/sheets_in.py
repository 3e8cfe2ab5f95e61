"""Reading a person's file: what it holds decides, never its name."""

from __future__ import annotations

from collections.abc import Iterable

from data.errors import TableError
from data.intake.maps_in import SQLITE_MARK, map_sheet
from data.intake.sheet import Sheet, SheetRow
from data.limits import TABLE_CELL, TABLE_ROWS
from data.tables_in import blank, read_rows
from data.workbooks_in import OLE_MARK, ZIP_MARK, workbook_sheet

NO_TABLE = "{file}: expected a table, or a map as GeoJSON, zipped Shapefile or GeoPackage; found {found}"


def read_sheet(content: bytes, name: str) -> Sheet:
    """The rows of a file. Raises TableError in one sentence for what cannot be read."""
    if content.startswith(SQLITE_MARK) or _is_geojson(content) or is_zipped_shape(content):
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

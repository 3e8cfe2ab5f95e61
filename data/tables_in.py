"""The one door for a table that comes from a person: CSV or Excel, as an office saves it, or one sentence why not.

Text is UTF-8 with or without its mark, UTF-16, else GB18030 (what Excel calls CSV on a Chinese PC); cells are parted by
commas, or by tabs or semicolons where the first line has no comma. Only a line break outside quotes ends a row. Rows
are counted as Excel counts them: the first line is row 1, and an empty row counts. Columns are known by their English
or Chinese name. A text stays as it was typed; numbers and codes are folded (full-width forms) when read.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from data.cells import unguarded
from data.column_names import column_names
from data.errors import TableError
from data.limits import TABLE_BYTES, TABLE_CELL, TABLE_ROWS, Limit
from data.workbooks_in import is_workbook, workbook_rows
from geo.checks import quoted
from geo.errors import BadValueError
from geo.signs import readable, without_control
from geo.typed import folded, number

Value = TypeVar("Value")


@dataclass(frozen=True)
class Row:
    """One row below the heading: its number as Excel counts, and its cells by the name of the column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table with a heading; rows without any text are left out, but counted. name  of the file"""

    name: str
    rows: tuple[Row, ...]

    def text(self, row: Row, column: str) -> str:
        """A cell as typed: without the apostrophe that a CSV of ours puts before what a spreadsheet would change, a
        space for a control sign, no spaces around; "" where the column or the cell is missing.
        """
        return without_control(unguarded(row.cells.get(column, ""))).strip()

    def code(self, row: Row, column: str) -> str:
        """A cell that is an id or a code: full-width forms folded, and without the apostrophe that keeps it text."""
        return folded(row.cells.get(column, "")).strip().removeprefix("'")

    def number(self, row: Row, column: str) -> float:
        """A cell that is a finite number. Raises TableError naming row and column."""
        return self._read(row, column, number)

    def _read(self, row: Row, column: str, read: Callable[[str], Value]) -> Value:
        try:
            return read(self.code(row, column))
        except BadValueError:
            raise TableError(
                "{file}, row {row}: expected a number for {column}, found {found}",
                file=self.name,
                row=row.number,
                column=column,
                found=quoted(self.text(row, column)),
            ) from None


def read_file(path: Path, *, limit: Limit = TABLE_BYTES) -> bytes:
    """The bytes of a file on the command line. Raises TableError for one that cannot be read, or is too large."""
    try:
        # What is no plain file (/dev/stdin, /dev/zero) does not say how large it is.
        with path.open("rb") as file:
            content = file.read(limit.most + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise TableError("{file}: expected a file that can be read, {why}", file=path, why=why) from None
    _limit_bytes(len(content), str(path), limit)
    return content


def read_table(content: bytes, name: str, columns: Sequence[str], *, limit: Limit = TABLE_ROWS) -> Table:
    """The table in a file. columns  those that must be there;  limit  of its rows

    Raises TableError with one sentence that names the file and, where it is in a row, the row.
    """
    numbered = read_rows(content, name)
    heading = next(((place, cells) for place, cells in numbered if not blank(cells)), (1, []))
    names = _columns(heading[1], name, columns)
    rows: list[Row] = []
    for place, cells in numbered:
        if blank(cells):
            continue
        if len(rows) == limit.most:
            raise TableError(limit.sentence, file=name, most=limit.told)
        if not blank(cells[len(heading[1]) :]):
            raise TableError(
                "{file}, row {row}: expected {most} cells like the heading, found {found}",
                file=name,
                row=place,
                most=len(heading[1]),
                found=len(cells),
            )
        rows.append(Row(place, {column: cells[at] for column, at in names.items() if at < len(cells)}))
    return Table(readable(name), tuple(rows))


def read_rows(content: bytes, name: str, *, limit: Limit = TABLE_BYTES) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row of a file, empty ones too. Raises TableError, also while rows are taken."""
    _limit_bytes(len(content), name, limit)
    rows = workbook_rows(content, name) if is_workbook(content) else _csv_rows(decoded(content, name), name)
    for place, cells in enumerate(rows, start=1):
        if any(len(cell) > TABLE_CELL.most for cell in cells):
            raise _too_long(name, place)
        yield place, cells


def decoded(content: bytes, name: str) -> str:
    """The text of a file. Raises TableError for bytes that are text in none of the encodings, or hold a NUL."""
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise TableError(
            "{file}: expected a table as CSV (UTF-8, UTF-16 or GB18030) or Excel, found other bytes; "
            "save it anew as CSV UTF-8",
            file=name,
        )
    return text


def text_of_start(start: bytes, name: str) -> tuple[str, str]:
    """The text of the first bytes of a file, and its encoding as Python calls it: for files that are read in pieces.

    A character that the bytes cut is left out. Raises TableError for what is no text.
    """
    encoding = _encoding(start)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(start)
    if "\0" in text or not text.strip():
        raise TableError("{file}: expected a table as CSV (UTF-8, UTF-16 or GB18030), found other bytes", file=name)
    return text.lstrip("\r\n"), encoding


def _encoding(content: bytes) -> str:
    """By the mark if there is one; UTF-16 without one has a NUL in every other place of its ASCII."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = content[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if min(even, odd) == 0 and max(even, odd) * 5 >= len(start) > 1:
        return "utf-16-le" if odd else "utf-16-be"
    text = content.decode("utf-8", "replace")
    # A character that UTF-8 does not know comes out as this one. Where others are more, it is UTF-8 cut or damaged:
    # GB18030 would read on, and make other names of all.
    broken = text.count("\ufffd")
    return "gb18030" if 2 * broken > sum(sign > "\x7f" for sign in text) else "utf-8"


def _csv_rows(text: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    place = 0
    while True:
        place += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise _too_long(name, place) from None
            raise TableError(
                "{file}, row {row}: expected a quotation mark around each cell that holds one, and one at its end",
                file=name,
                row=place,
            ) from None


def _delimiter(text: str) -> str:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return next((sign for sign in (",", "\t", ";") if sign in first), ",")


def _columns(heading: Sequence[str], file: str, needed: Sequence[str]) -> dict[str, int]:
    """Place of each known column. Raises TableError for one that is missing, or there twice."""
    found: dict[str, int] = {}
    told = [folded(cell).strip().casefold() for cell in heading]
    for column, names in column_names().items():
        places = [at for at, cell in enumerate(told) if cell in names]
        if len(places) > 1 and column in (*needed, "name"):
            raise TableError(
                "{file}: expected one column {column}, found {found}",
                file=file,
                column=column,
                found=quoted(", ".join(heading[at] for at in places)),
            )
        if places:
            found[column] = places[0]
    if not set(needed) <= found.keys():
        raise TableError(
            "{file}: expected the columns {columns} in the first line, found {found}",
            file=file,
            columns=",".join(needed),
            found=quoted(", ".join(heading))[1:-1] or "nothing",
        )
    return found


def _limit_bytes(size: int, name: str, limit: Limit) -> None:
    if size > limit.most:
        raise TableError(limit.sentence, file=name, most=limit.told)


def _too_long(name: str, place: int) -> TableError:
    return TableError(TABLE_CELL.sentence, file=name, row=place, most=TABLE_CELL.told)


def blank(cells: Iterable[str]) -> bool:
    """Whether a row holds nothing."""
    return not any(cell.strip() for cell in cells)

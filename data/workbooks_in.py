"""Excel workbooks from strangers: looked at before they are opened, opened by a child with limits on memory and time.

A workbook is a zip that can grow a thousandfold, and one cell far out asks for a grid of billions. So its parts are
counted first, and what opens it is another process (this file, run by itself) that may fail alone.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ZIP_MARK, OLE_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SMALL = 1_000_000  # bytes; what is smaller than this may be packed as tightly as it likes
KEPT_DIGITS = 15
WHOLE_BELOW = 10**KEPT_DIGITS


@dataclass(frozen=True)
class Sheet:
    """The first sheet that holds anything. rows  from its row 1 on, cells as text;  merged  cells that are one, each as
    first row, first column, last row, last column, from 1;  others  names of further sheets that hold something
    """

    name: str
    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]]
    others: list[str]


def is_workbook(content: bytes) -> bool:
    """Whether these bytes begin like an Excel workbook, new (xlsx) or old (xls)."""
    return content.startswith((ZIP_MARK, OLE_MARK))


def workbook_rows(content: bytes, name: str) -> list[list[str]]:
    """Every row of the first sheet that holds anything, see `workbook_sheet`. Raises TableError."""
    return workbook_sheet(content, name).rows


def workbook_sheet(content: bytes, name: str) -> Sheet:
    """The first sheet that holds anything, each cell as text: a number as short as it can be, one of more digits
    than a workbook keeps as 4.40111199001012E+17, a day as YYYY-MM-DD. Raises TableError.
    """
    # The child runs this file without the house.
    from data import limits  # noqa: PLC0415
    from data.errors import TableError  # noqa: PLC0415

    if content.startswith(ZIP_MARK) and not _harmless(content):
        raise TableError(limits.LARGE_PARTS, file=name)
    held = (limits.WORKBOOK_MEMORY, limits.WORKBOOK_SECONDS, limits.WORKBOOK_CELLS)
    try:
        done = subprocess.run(  # noqa: S603 -- our own file, nothing of the reader's in the arguments
            [sys.executable, "-I", str(Path(__file__).resolve()), *(str(each.most) for each in held)],
            input=content,
            capture_output=True,
            timeout=limits.WORKBOOK_SECONDS.most,
            check=False,
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        found = None
    except OSError:
        raise TableError(
            "{file}: the server cannot open workbooks at this moment; try again later, or save the sheet as CSV UTF-8",
            file=name,
        ) from None
    if found is None:
        raise TableError(limits.UNREADABLE, file=name)
    rows = [list(map(str, row)) for row in found["rows"]]
    return Sheet(str(found["name"]), rows, [tuple(each) for each in found["merged"]], list(map(str, found["others"])))


def _harmless(content: bytes) -> bool:
    """Few members, none packed suspiciously tightly, none that leaves its folder or is a zip itself."""
    from data.limits import WORKBOOK_MEMBERS, WORKBOOK_RATIO, WORKBOOK_UNPACKED  # noqa: PLC0415

    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    unpacked = sum(each.file_size for each in members)
    return (
        len(members) <= WORKBOOK_MEMBERS.most
        and unpacked <= WORKBOOK_UNPACKED.most
        and (unpacked <= SMALL or unpacked <= WORKBOOK_RATIO.most * max(1, len(content)))
        and all(each.file_size <= max(SMALL, WORKBOOK_RATIO.most * each.compress_size) for each in members)
        and not any(
            ".." in each.filename.split("/") or each.filename.startswith(("/", "\\")) or _is_packed(each.filename)
            for each in members
        )
    )


def _is_packed(name: str) -> bool:
    return name.casefold().endswith((".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".gz"))


def _limit_this_process(memory: int, seconds: int) -> None:
    """Memory and time of the child; where the system has no such limits (Windows), the parent's clock remains."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _as_text(value: object) -> str:
    """A cell as it would stand in a CSV."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if abs(value) >= WHOLE_BELOW:
            # Of more digits a workbook keeps no more than these: it shows the number like this, and so do we, but to
            # the last digit that was kept.
            return f"{Decimal(repr(value)).normalize():E}"
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if not isinstance(value, timedelta) else f"{value.total_seconds() / 86_400:g}"


def _open(content: bytes, most_cells: int) -> dict[str, Any]:
    """The first sheet that holds anything. Raises ValueError for a sheet of more cells than anybody fills."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 -- only the child needs it

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for place, name in enumerate(book.sheet_names):
        sheet = book.get_sheet_by_index(place)
        if sheet.total_height * sheet.total_width > most_cells:
            raise ValueError(f"expected at most {most_cells} cells")
        rows = [[_as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        if any(any(row) for row in rows):
            merged = [[each + 1 for corner in corners for each in corner] for corners in sheet.merged_cell_ranges or ()]
            return {"name": name, "rows": rows, "merged": merged, "others": _filled(book, place + 1)}
    return {"name": "", "rows": [], "merged": [], "others": []}


def _filled(book: Any, first: int) -> list[str]:
    """Names of the sheets from a place on that hold anything, by what they say of their size."""
    sheets = [book.get_sheet_by_index(place) for place in range(first, len(book.sheet_names))]
    return [each.name for each in sheets if each.total_height * each.total_width]


if __name__ == "__main__":
    most_memory, most_seconds, most_cells = map(int, sys.argv[1:])
    _limit_this_process(most_memory, most_seconds)
    sys.stdout.write(json.dumps(_open(sys.stdin.buffer.read(), most_cells)))

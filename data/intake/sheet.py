"""A person's file as rows of text, whatever its format (data/intake/sheets_in.py)."""

from __future__ import annotations

from dataclasses import dataclass

from geo.signs import readable, without_control


@dataclass(frozen=True)
class SheetRow:
    """A row that holds anything. number  as Excel counts;  cells  as they came, a space for a control sign;  shape  its
    outline or point as WKB in WGS-84
    """

    number: int
    cells: tuple[str, ...]
    shape: bytes = b""

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", tuple(map(without_control, self.cells)))


@dataclass(frozen=True)
class Sheet:
    """Rows of one sheet, the heading among them. file  its name;  name  of the sheet, "" where there is none

    merged  cells that are one: first row, first column, last row, last column, from 1;  others  sheets not read
    unshifted  the datum that a map says it is in and from which no shift to WGS-84 is known, "" for none
    """

    file: str
    name: str
    rows: tuple[SheetRow, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    others: tuple[str, ...] = ()
    unshifted: str = ""

    def __post_init__(self) -> None:
        # The name of a file becomes the title of a source, wherever one is told.
        for name in ("file", "name"):
            object.__setattr__(self, name, readable(getattr(self, name)))
        object.__setattr__(self, "others", tuple(map(readable, self.others)))

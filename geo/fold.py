"""Places folded into cells (归并到网格): what stands in one cell and one area becomes one place with its weight.

A folded place lies in the middle of its weight. Everything is counted in whole millionths of a degree, so that pieces
add up to the same cells in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.distance import Floats
from geo.errors import BadValueError

Integers = NDArray[np.int64]
MILLIONTHS = 1_000_000
SMALLEST_CELL, LARGEST_CELL = 0.001, 0.5
# Bits of a row (or area) in the number of a cell.
ROW_BITS, AREA_BITS = 20, 12


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells in the order of their numbers. side  millionths of a degree

    number   column, row and area of a cell in one;  rows, amounts  how many places it holds, and their weight
    east, north  sums of weight times millionths of a degree from the corner of the cell
    """

    side: int
    number: Integers
    rows: Integers
    amounts: Integers
    east: Integers
    north: Integers

    @property
    def area(self) -> Integers:
        """By cell the number of its area."""
        return self.number & ((1 << AREA_BITS) - 1)

    def places(self) -> tuple[Floats, Floats]:
        """Longitude and latitude of each cell's place; the middle of the cell where it has no weight."""
        row = (self.number >> AREA_BITS) & ((1 << ROW_BITS) - 1)
        column = self.number >> (AREA_BITS + ROW_BITS)
        weight = np.maximum(self.amounts, 1)
        half = np.where(self.amounts > 0, 0.0, self.side / 2)
        lon = column * self.side + self.east / weight + half
        lat = row * self.side + self.north / weight + half
        return lon / MILLIONTHS - 180.0, lat / MILLIONTHS - 90.0


def fold(lon: Floats, lat: Floats, area: NDArray[np.int32], weights: Floats | None, *, cell_deg: float) -> Cells:
    """Places folded. lon, lat  WGS-84 degrees;  area  >= 0;  weights  whole numbers, none: one each; all of shape (n,)

    Raises BadValueError for a cell that is not between SMALLEST_CELL and LARGEST_CELL degrees.
    """
    if not SMALLEST_CELL <= cell_deg <= LARGEST_CELL:
        raise BadValueError(f"expected cells of {SMALLEST_CELL} to {LARGEST_CELL} degrees, got {cell_deg:g}")
    side = round(cell_deg * MILLIONTHS)
    # Counted from the antimeridian and the pole, so that no number is below zero.
    column, east = np.divmod(np.rint((lon + 180.0) * MILLIONTHS).astype(np.int64), side)
    row, north = np.divmod(np.rint((lat + 90.0) * MILLIONTHS).astype(np.int64), side)
    number = (column << (AREA_BITS + ROW_BITS)) | (row << AREA_BITS) | area.astype(np.int64)
    amounts = np.ones(len(number), dtype=np.int64) if weights is None else weights.astype(np.int64)
    return _gathered(Cells(side, number, np.ones_like(number), amounts, east * amounts, north * amounts))


def together(pieces: Iterable[Cells]) -> Cells:
    """The cells of all pieces, at least one, in one. Raises BadValueError for cells of another size."""
    found = list(pieces)
    if len({each.side for each in found}) != 1:
        raise BadValueError("expected cells of one size")
    names = ("number", "rows", "amounts", "east", "north")
    return _gathered(Cells(found[0].side, *(np.concatenate([getattr(each, name) for each in found]) for name in names)))


def _gathered(cells: Cells) -> Cells:
    """Each cell once."""
    order = np.argsort(cells.number, kind="stable")
    number = cells.number[order]
    starts = np.flatnonzero(np.concatenate([[True], number[1:] != number[:-1]]) if len(number) else [])
    sums = (cells.rows, cells.amounts, cells.east, cells.north)
    added = (np.add.reduceat(each[order], starts) if len(starts) else each[order] for each in sums)
    return Cells(cells.side, number[starts], *added)

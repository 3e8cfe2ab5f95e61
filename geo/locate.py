"""Point to area: a grid tells at once for most points, and exact tests are left for cells that a border crosses.

A cell that no border touches lies wholly in one area, or in none; connected cells of that sort share one answer. So a
million points take some hundredths of a second, and each answer is the exact one. Idea: Franklin (1984), uniform grids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.checks import Fault, missing_columns, need, repeated_values, wrong_crs
from geo.errors import BadValueError

if TYPE_CHECKING:
    import geopandas as gpd

Floats = NDArray[np.float64]
Codes = NDArray[np.int32]

CELL_DEG = 0.004
MOST_CELLS = 8_000_000
SAMPLES_A_CELL = 8
# For fewer places than this, and as many again for every so many areas, the exact tests alone take less time than a
# grid; measured from 124 areas to 40,000.
FEW, AREAS = 250_000, 2_500
OUTSIDE, BORDER = -1, -2


def locate(
    lon: ArrayLike, lat: ArrayLike, areas: gpd.GeoDataFrame, *, id_column: str = "adcode"
) -> NDArray[np.object_]:
    """Id of the area that each place is in: object array of the shape of `lon`, "" outside all areas and for NaN.

    See `Locator`, which is the better choice when the same areas are asked more than once.
    """
    grid = np.size(lon) >= FEW * (1 + len(areas) / AREAS)
    return Locator(areas, id_column=id_column, grid=grid).locate(lon, lat)


class Locator:
    """The areas with their grid: built once (a fraction of a second for the province), asked often.

    areas      polygons in WGS-84, valid, one row an area; they may leave gaps and overlap. May be empty.
    id_column  column of text ids, each once
    cell_deg   size of a cell in degrees; enlarged when the areas are so wide that the grid would pass 8 million cells
    grid       False: no grid, for whoever asks once about few places
    Raises CrsError, MissingColumnError; BadValueError for repeated ids and for missing, empty or invalid shapes, by id.
    """

    def __init__(
        self, areas: gpd.GeoDataFrame, *, id_column: str = "adcode", cell_deg: float = CELL_DEG, grid: bool = True
    ) -> None:
        _check(areas, id_column, cell_deg)
        ids = areas[id_column].to_numpy(dtype=object)
        by_id = np.argsort(ids.astype(str), kind="stable")
        self._ids = np.append(ids[by_id], "")
        self._shapes = areas.geometry.to_numpy()[by_id]
        self.ids = tuple(str(each) for each in ids[by_id])
        self._bounds = shapely.bounds(self._shapes)
        shapely.prepare(self._shapes)
        self._has_grid = grid
        if grid and len(self._shapes):
            self._grid = _Grid.around(self._bounds, cell_deg)
            self._codes = self._coded(_border_cells(self._shapes, self._grid))

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.object_]:
        """Id of the area that each place is in: object array of the shape of `lon`, "" outside all areas and for NaN.

        lon, lat  WGS-84 degrees, same shape. A place on a border that areas share, or in an overlap, goes to the one
        with the smallest id in text order, whatever the order of rows. Raises BadValueError when the shapes differ.
        """
        east, north = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if east.shape != north.shape:
            raise BadValueError(f"expected as many longitudes as latitudes, got shapes {east.shape} and {north.shape}")
        found: NDArray[np.object_] = self._ids[self._positions(east.ravel(), north.ravel())].reshape(east.shape)
        return found

    def positions(self, lon: ArrayLike, lat: ArrayLike) -> Codes:
        """The same as places among `ids`, which are in text order: shape (n,), -1 outside all areas and for NaN."""
        return self._positions(np.asarray(lon, dtype=np.float64).ravel(), np.asarray(lat, dtype=np.float64).ravel())

    def _positions(self, east: Floats, north: Floats) -> Codes:
        """Position of each place's area, -1 for none; the grid first, exact tests where a border crosses the cell."""
        positions = np.full(east.size, OUTSIDE, dtype=np.int32)
        if not len(self._shapes):
            return positions
        if not self._has_grid:
            return self._exactly(east, north)
        inside = self._grid.holds(east, north)
        if not inside.all():
            positions[inside] = self._positions(east[inside], north[inside])
            return positions
        positions = self._codes[self._grid.cell(east, north)]
        near_border = np.flatnonzero(positions == BORDER)
        positions[near_border] = self._exactly(east[near_border], north[near_border])
        return positions

    def _exactly(self, east: Floats, north: Floats) -> Codes:
        """The first area, by id, that covers each place. Sorted by longitude, an area meets only its own strip."""
        order = np.argsort(east, kind="stable")
        east, north = east[order], north[order]
        found = np.full(east.size, OUTSIDE, dtype=np.int32)
        west_end, south_end, east_end, north_end = self._bounds.T
        starts, stops = np.searchsorted(east, west_end, "left"), np.searchsorted(east, east_end, "right")
        for position, shape in enumerate(self._shapes):
            strip = slice(starts[position], stops[position])
            open_here = (
                (found[strip] == OUTSIDE)
                & (north[strip] >= south_end[position])
                & (north[strip] <= north_end[position])
            )
            asked = strip.start + np.flatnonzero(open_here)
            found[asked[shapely.intersects_xy(shape, east[asked], north[asked])]] = position
        answers = np.empty_like(found)
        answers[order] = found
        return answers

    def _coded(self, border: NDArray[np.bool_]) -> Codes:
        """For every cell the position of its area, -1 for none, -2 where a border passes.

        Cells joined side to side without a border between them are in one area: one of each patch is tested exactly.
        """
        # A fifth of a second of every start, which only a grid that is built needs.
        from scipy import ndimage  # noqa: PLC0415

        patches, count = ndimage.label(~border)
        flat = patches.ravel()
        first = np.full(count + 1, -1, dtype=np.int64)
        first[flat[::-1]] = np.arange(flat.size - 1, -1, -1)
        answers = np.full(count + 1, BORDER, dtype=np.int32)
        answers[1:] = self._exactly(*self._grid.centres(first[1:]))
        return np.asarray(answers[flat])


@dataclass(frozen=True)
class _Grid:
    """Square cells from the south-west corner, numbered row by row; one empty row and column all around."""

    west: float
    south: float
    cell_deg: float
    columns: int
    rows: int

    @classmethod
    def around(cls, bounds: Floats, cell_deg: float) -> _Grid:
        west, south = bounds[:, :2].min(axis=0)
        east, north = bounds[:, 2:].max(axis=0)
        cell = max(cell_deg, float(np.sqrt((east - west) * (north - south) / MOST_CELLS)), (east - west) / MOST_CELLS)
        cell = max(cell, (north - south) / MOST_CELLS)
        columns, rows = int((east - west) // cell) + 3, int((north - south) // cell) + 3
        return cls(float(west) - cell, float(south) - cell, cell, columns, rows)

    def holds(self, east: Floats, north: Floats) -> NDArray[np.bool_]:
        column, row = (east - self.west) / self.cell_deg, (north - self.south) / self.cell_deg
        return (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)

    def cell(self, east: Floats, north: Floats) -> NDArray[np.int64]:
        column = ((east - self.west) / self.cell_deg).astype(np.int64)
        row = ((north - self.south) / self.cell_deg).astype(np.int64)
        return row * self.columns + column

    def centres(self, cells: NDArray[np.int64]) -> tuple[Floats, Floats]:
        row, column = np.divmod(cells, self.columns)
        return self.west + (column + 0.5) * self.cell_deg, self.south + (row + 0.5) * self.cell_deg


def _border_cells(shapes: NDArray[np.object_], grid: _Grid) -> NDArray[np.bool_]:
    """Which cells any border passes or touches; a few more may be marked, none is missed.

    Samples stand on the borders at most `2 * reach` apart, so every point of a border is within `reach` of a sample in
    both directions, and its cell is that of one of the sample's four corners at `reach`.
    """
    step = grid.cell_deg / SAMPLES_A_CELL
    lines = shapely.segmentize(shapely.boundary(shapes), step)
    east, north = shapely.get_coordinates(lines).T
    reach = step * 0.51
    border = np.zeros((grid.rows, grid.columns), dtype=np.bool_)
    flat = border.ravel()
    for aside in (-reach, reach):
        for up in (-reach, reach):
            flat[grid.cell(east + aside, north + up)] = True
    return border


def _check(areas: gpd.GeoDataFrame, id_column: str, cell_deg: float) -> None:
    need(missing_columns("areas", areas, [id_column]), wrong_crs("areas", areas, 4326))
    shapes = areas.geometry.to_numpy()
    usable = shapely.is_valid(shapes) & ~shapely.is_empty(shapes) & (shapely.get_dimensions(shapes) == 2)
    wrong = ", ".join(areas.loc[~usable, id_column].astype(str))
    need(
        repeated_values(f"areas.{id_column}", areas[id_column]),
        [Fault(BadValueError, f"areas: expected valid polygons, see {wrong}; repair them first")] if wrong else [],
        [] if cell_deg > 0 else [Fault(BadValueError, f"cell_deg: expected more than 0 degrees, got {cell_deg}")],
    )

"""Any number of places counted by area and by what they reach (实体计数): whole numbers that add up.

A file of millions is counted in pieces, anywhere and in any order: every place is decided by itself, and the answers
are integers, so `sum` of the pieces is the answer of the whole, to the last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.checks import Fault, missing_columns, need, repeated_values, wrong_crs
from geo.distance import Floats, distance_m, nearest_by, square_chords, square_limit
from geo.errors import BadValueError
from geo.locate import Locator
from geo.reach import EVERYWHERE

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

Integers = NDArray[np.int64]
Positions = NDArray[np.int32]
Flags = NDArray[np.bool_]

AREA_COLUMNS = ("adcode", "prefecture")
BODY_COLUMNS = ("id", "kind", "serves", "prefecture", "lon", "lat")
# Rows that are worked on at a time: their squared chords to some tens of bodies stay near the processor.
BLOCK = 8192
# A whole number of people or of anything else; a quarter of a million of them add up exactly in a float.
LARGEST_WEIGHT = 1_000_000_000
# A degree of latitude in metres, at least; and the shortening of one of longitude, as in the middle of the province.
DEGREE_M = 110_000.0
SHRINK = np.array([np.cos(np.radians(23.0)), 1.0])


@dataclass(frozen=True, eq=False)
class Counts:
    """What was counted. Counts of one ground add up with `+`.

    areas   ids in text order; arrays by area have two more places: outside all areas, and rows without a place
    kinds   in text order;  bodies  ids in text order of kind and id
    rows, shore  by area: rows counted, and those of them that lie just off it
    amounts      by area: the weight; without weights the rows
    reached      kinds + 1 lines by area: the weight within the radius of a body of the kind, and last of any
    twice        by area: within the radius of two or more
    nearest      by body: the weight whose nearest of its kind it is, at whatever distance
    """

    areas: tuple[str, ...]
    kinds: tuple[str, ...]
    bodies: tuple[str, ...]
    rows: Integers
    shore: Integers
    amounts: Integers
    reached: Integers
    twice: Integers
    nearest: Integers

    def __add__(self, other: Counts) -> Counts:
        """Both together. Raises BadValueError for counts of another ground."""
        if (self.areas, self.kinds, self.bodies) != (other.areas, other.kinds, other.bodies):
            raise BadValueError("expected counts of the same areas and bodies")
        names = ("rows", "shore", "amounts", "reached", "twice", "nearest")
        return replace(self, **{each: getattr(self, each) + getattr(other, each) for each in names})

    def numbers(self) -> dict[str, Any]:
        """All of it as plain lists, for a hash or a file."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value.tolist() for name, value in told.items()}


def count(
    lon: ArrayLike,
    lat: ArrayLike,
    areas: gpd.GeoDataFrame,
    bodies: pd.DataFrame,
    radius_m: float,
    weights: ArrayLike | None = None,
    *,
    ignore_borders: bool = False,
) -> Counts:
    """Places counted by area and by the bodies within `radius_m` straight metres; see `Ground`, the better choice for
    more than one piece.
    """
    return Ground(areas, bodies, radius_m, ignore_borders=ignore_borders).count(lon, lat, weights)


class Ground:
    """What places are counted on: areas and bodies, made ready once (a fraction of a second) and asked often. It may be
    sent to another process, which makes it ready anew.

    areas     AREA_COLUMNS and polygons in WGS-84, see geo.locate.Locator
    bodies    BODY_COLUMNS, WGS-84 degrees, each id once; one without a point reaches nobody; may be empty
    radius_m  straight metres; a place exactly at the radius is reached
    ignore_borders  False: by jurisdiction, a body serves the areas of its prefecture, or all ("province")
    shore_m, others  a place outside all areas counts for the nearest one up to so many metres away, unless one of
              `others` (polygons of the neighbours, WGS-84) is as near: harbours lie outside generalised outlines
    Raises CrsError, MissingColumnError, BadValueError.
    """

    def __init__(
        self,
        areas: gpd.GeoDataFrame,
        bodies: pd.DataFrame,
        radius_m: float,
        *,
        ignore_borders: bool = False,
        shore_m: float = 0.0,
        others: gpd.GeoDataFrame | None = None,
    ) -> None:
        need(
            missing_columns("areas", areas, AREA_COLUMNS),
            missing_columns("bodies", bodies, BODY_COLUMNS),
            [] if others is None else wrong_crs("others", others),
        )
        need(repeated_values("ids of bodies", bodies["id"]))
        self._areas = areas.sort_values("adcode")
        self._bodies = bodies.sort_values(["kind", "id"], kind="stable")
        self._limit = square_limit(radius_m)
        self._ignore_borders, self._shore_m = ignore_borders, shore_m
        self._others = [] if others is None else list(others.geometry)

    def __getstate__(self) -> dict[str, Any]:
        """Without what is quicker made than sent."""
        return {name: each for name, each in vars(self).items() if name not in ("_locator", "_coast", "_own")}

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self._areas)

    @cached_property
    def _coast(self) -> _Coast:
        return _Coast(self._others, list(self._areas.geometry))

    @cached_property
    def _own(self) -> tuple[Positions, Positions]:
        """By area the number of its prefecture, and by body of the one it serves: -1 for all, -2 for none."""
        homes = {each: place for place, each in enumerate(sorted(set(self._areas["prefecture"])))}
        of_area = np.array([homes[each] for each in self._areas["prefecture"]] + [-9, -9], dtype=np.int32)
        everywhere = (self._bodies["serves"] == EVERYWHERE) | self._ignore_borders
        of_body = [
            -1 if all_of_them else homes.get(home, -2)
            for all_of_them, home in zip(everywhere, self._bodies["prefecture"], strict=True)
        ]
        return of_area, np.array(of_body, dtype=np.int32)

    @property
    def size(self) -> int:
        """How many areas there are."""
        return len(self._areas)

    def positions(self, lon: Floats, lat: Floats) -> tuple[Positions, Flags]:
        """By place its area (the number of areas: outside, one more: no place), and whether it lies just off it."""
        found = self._locator.positions(lon, lat)
        known = np.isfinite(lon) & np.isfinite(lat)
        shore = np.zeros(len(found), dtype=np.bool_)
        outside = np.flatnonzero((found < 0) & known)
        if len(outside) and self._shore_m > 0:
            near = self._coast.nearest(lon[outside], lat[outside], self._shore_m)
            found[outside], shore[outside] = near, near >= 0
        found[found < 0] = len(self._areas)
        found[~known] = len(self._areas) + 1
        return found, shore

    def count(self, lon: ArrayLike, lat: ArrayLike, weights: ArrayLike | None = None) -> Counts:
        """Places counted. lon, lat  WGS-84 degrees, shape (n,); NaN: a row without a place, counted as that.

        weights  whole numbers from 0 to LARGEST_WEIGHT, shape (n,); none: every row counts once
        Raises BadValueError for shapes that differ and for other weights.
        """
        east, north = np.asarray(lon, dtype=np.float64).ravel(), np.asarray(lat, dtype=np.float64).ravel()
        if east.shape != north.shape:
            raise BadValueError(f"expected as many longitudes as latitudes, got {east.size} and {north.size}")
        amounts = None if weights is None else whole_weights(weights, east.size)
        area, shore = self.positions(east, north)
        reached, twice, nearest, kinds = self._reached(east, north, area)

        def by_area(rows: Flags | slice, counted: Floats | None = amounts) -> Integers:
            return _tally(area[rows], None if counted is None else counted[rows], len(self._areas) + 2)

        served = sum(
            (_tally(line + 1, amounts, len(self._bodies) + 1) for line in nearest),
            np.zeros(len(self._bodies) + 1, dtype=np.int64),
        )
        return Counts(
            areas=tuple(self._areas["adcode"]),
            kinds=kinds,
            bodies=tuple(self._bodies["id"]),
            rows=by_area(slice(None), None),
            shore=by_area(shore, None),
            amounts=by_area(slice(None)),
            reached=np.stack([by_area(line) for line in reached]),
            twice=by_area(twice),
            nearest=served[1:],
        )

    def _reached(self, lon: Floats, lat: Floats, area: Positions) -> tuple[Flags, Flags, Positions, tuple[str, ...]]:
        """By kind, and last by any, whether a place has a body in reach; whether two; the nearest of each kind."""
        groups = list(self._bodies["kind"])
        kinds = tuple(sorted(set(groups)))
        reached = np.zeros((len(kinds) + 1, len(lon)), dtype=np.bool_)
        nearest = np.full((len(kinds), len(lon)), -1, dtype=np.int32)
        twice = np.zeros(len(lon), dtype=np.bool_)
        of_area, of_body = self._own
        for start in range(0, len(lon) if groups else 0, BLOCK):
            block = slice(start, start + BLOCK)
            squares = square_chords(lon[block], lat[block], self._bodies["lon"], self._bodies["lat"])
            home = of_area[area[block]]
            for line, own in zip(squares, of_body, strict=True):
                if own != -1:
                    line[home != own] = np.inf
            _, nearest[:, block], least = nearest_by(squares, groups)
            reached[:-1, block] = least <= self._limit
            times = (squares <= self._limit).sum(axis=0, dtype=np.int32)
            reached[-1, block], twice[block] = times > 0, times > 1
        return reached, twice, nearest, kinds


class _Coast:
    """The borders of all shapes, piece by piece: nearest is then found ten times as fast as with whole shapes."""

    def __init__(self, others: Sequence[Any], areas: Sequence[Any]) -> None:
        # The others come first, so that they win where both are as near.
        shapes = np.array([*others, *areas], dtype=object)
        self._others = shapes[: len(others)]
        shapely.prepare(self._others)
        pieces, of_shape = [], []
        for place, border in enumerate(shapely.boundary(shapes)):
            for line in shapely.get_parts(border):
                points = shapely.get_coordinates(line) * SHRINK
                pieces.append(np.asarray(shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1))))
                of_shape.append(np.full(len(points) - 1, place - len(others), dtype=np.int32))
        self._pieces, self._of_shape = np.concatenate(pieces), np.concatenate(of_shape)
        self._tree = shapely.STRtree(self._pieces)

    def nearest(self, lon: Floats, lat: Floats, most_m: float) -> Positions:
        """The area whose border a place outside all areas is nearest to, -1 where it is farther than `most_m`, or lies
        in one of the others, or as near to it.
        """
        found = np.full(len(lon), -1, dtype=np.int32)
        free = np.ones(len(lon), dtype=np.bool_)
        for shape in self._others:
            free &= ~shapely.intersects_xy(shape, lon, lat)
        rows = np.flatnonzero(free)
        points = shapely.points(np.column_stack([lon[rows], lat[rows]]) * SHRINK)
        asked, hit = self._tree.query_nearest(points, max_distance=most_m / DEGREE_M)
        if not len(asked):
            return found
        first, position = np.unique(asked, return_index=True)
        piece = np.minimum.reduceat(hit, position)
        there = shapely.get_coordinates(shapely.shortest_line(points[first], self._pieces[piece]))[1::2] / SHRINK
        near = distance_m(lon[rows[first]], lat[rows[first]], there[:, 0], there[:, 1]) <= most_m
        found[rows[first[near]]] = np.maximum(self._of_shape[piece[near]], -1)
        return found


def whole_weights(weights: ArrayLike, size: int) -> Floats:
    """Weights as floats that hold whole numbers. Raises BadValueError, naming the first row (from 1) that is none."""
    numbers = np.asarray(weights, dtype=np.float64).ravel()
    if numbers.size != size:
        need([Fault(BadValueError, f"expected {size} weights, got {numbers.size}")])
    wrong = np.flatnonzero(~((numbers >= 0) & (numbers <= LARGEST_WEIGHT) & (numbers == np.floor(numbers))))
    if len(wrong):
        raise BadValueError(
            f"expected whole weights from 0 to {LARGEST_WEIGHT:,}, got {numbers[wrong[0]]:g} in row {wrong[0] + 1}"
        )
    return numbers


def _tally(places: Positions, amounts: Floats | None, size: int) -> Integers:
    """The weight at each place. Sums of whole floats are exact up to 2 ** 53."""
    return np.bincount(places, weights=amounts, minlength=size).astype(np.int64)

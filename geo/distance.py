"""Distances on the WGS-84 ellipsoid: through the earth in geocentric coordinates (地心坐标, ECEF), then chord to arc.

Nearest by chord is nearest by arc, so a tree of straight lines finds it, and no projection bends the map. The arc is
taken on a circle with the Gaussian mean radius of curvature at 23 N: up to 900 km in the province (20 to 26 N) the
length differs from the geodesic by less than 0.0005 %. Functions take and give straight metres; a road distance is an
estimate, straight times detour, and is called one.
Source: Hofmann-Wellenhof et al., GNSS (2008), 8.2 (geodetic to geocentric).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import BadValueError

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

SEMI_MAJOR_M = 6378137.0
ECCENTRICITY_2 = 0.0066943799901413165
MEAN_LATITUDE = 23.0
_CURVATURE = 1 - ECCENTRICITY_2 * np.sin(np.radians(MEAN_LATITUDE)) ** 2
ARC_RADIUS_M = float(SEMI_MAJOR_M * np.sqrt(1 - ECCENTRICITY_2) / _CURVATURE)
MANY = 40_000  # places of a piece; where there are more, all processors search
BLOCK = 32_768  # distances worked out at once: few enough to stay close to the processor
LIMIT_M = 1e-6  # a place at the limit is within it, though rounding may push it a nanometre out


def ecef(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Geocentric coordinates in metres of places on the ellipsoid (height 0): shape (n, 3); NaN where either is NaN.

    lon, lat  WGS-84 degrees, shape (n,) or one number each. Raises BadValueError when the shapes differ.
    """
    east, north = map(np.radians, _pair(lon, lat))
    normal = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY_2 * np.sin(north) ** 2)
    flat = normal * np.cos(north)
    return np.column_stack([flat * np.cos(east), flat * np.sin(east), normal * (1 - ECCENTRICITY_2) * np.sin(north)])


def distance_m(from_lon: ArrayLike, from_lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike) -> Floats:
    """Straight distance in metres from each place to its partner: shape (n,); NaN where a coordinate is NaN.

    Either side may be a single place, which is then partner to all. WGS-84 degrees. Raises BadValueError when the
    numbers of places differ otherwise.
    """
    here, there = ecef(from_lon, from_lat), ecef(to_lon, to_lat)
    if len(here) != len(there) and 1 not in (len(here), len(there)):
        raise BadValueError(f"expected as many places on both sides, got {len(here)} and {len(there)}")
    return _arc(np.linalg.norm(here - there, axis=1))


def pairwise_m(from_lon: ArrayLike, from_lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike) -> Floats:
    """Straight metres from every place to every target: shape (n, m); NaN where a coordinate is unknown.

    WGS-84 degrees. For a few thousand places and some hundred targets; beyond that `nearest` needs no matrix.
    """
    sources, targets = ecef(from_lon, from_lat), ecef(to_lon, to_lat)
    chords = np.empty((len(sources), len(targets)))
    # As quick as scipy's cdist and the same to the last bit, without the third of a second that it takes to be read.
    rows = max(1, BLOCK // max(1, len(targets)))
    for start in range(0, len(sources), rows):
        piece = slice(start, start + rows)
        x, y, z = (sources[piece, axis, np.newaxis] - targets[:, axis] for axis in range(3))
        np.sqrt(x * x + y * y + z * z, out=chords[piece])
    return _arc(chords)


def nearest(
    from_lon: ArrayLike, from_lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike, k: int = 1
) -> tuple[Places, Floats]:
    """The k nearest targets of every place, and how far they are: positions among the targets, straight metres.

    Shapes (n,) and (n,) for k = 1, else (n, k) and (n, k), nearest first. WGS-84 degrees.
    Where there are fewer than k targets: -1 and inf. A place with NaN has no nearest: -1 and NaN. A target with NaN is
    never found. Targets at one point come in their order; of different points at exactly the same distance either may
    come first, the same one in every run. Raises BadValueError for k < 1.
    """
    if k < 1:
        raise BadValueError(f"expected k of 1 or more, got {k}")
    east, north = _pair(from_lon, from_lat)
    sites = _sites(ecef(to_lon, to_lat))

    def found(start: int) -> tuple[Places, Floats]:
        piece = slice(start, start + MANY)
        return _found(sites, ecef(east[piece], north[piece]), k)

    if len(east) <= MANY:
        index, metres = found(0)
    else:
        # numpy and the tree let go of the interpreter, so every processor takes pieces.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            indices, distances = zip(*pool.map(found, range(0, len(east), MANY)), strict=True)
        index, metres = np.concatenate(indices), np.concatenate(distances)
    return (index[:, 0], metres[:, 0]) if k == 1 else (index, metres)


def within(
    from_lon: ArrayLike, from_lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike, *, radius_m: float
) -> Places:
    """How many targets are at most `radius_m` straight metres from every place: shape (n,).

    A target exactly at the radius counts. A place or target with NaN is near nothing. An endless radius (inf) counts
    all targets. Raises BadValueError for a radius that is negative or NaN.
    """
    if not radius_m >= 0:
        raise BadValueError(f"expected a radius of 0 m or more, got {radius_m}")
    sources, targets = ecef(from_lon, from_lat), ecef(to_lon, to_lat)
    known, found = np.isfinite(sources).all(axis=1), np.isfinite(targets).all(axis=1)
    counts = np.zeros(len(sources), dtype=np.intp)
    if known.any() and found.any():
        tree = _tree(targets[found])
        counts[known] = tree.query_ball_point(sources[known], _chord(radius_m + LIMIT_M), return_length=True)
    return counts


def square_chords(from_lon: ArrayLike, from_lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike) -> Floats:
    """Squared chords in square metres from every target to every place: shape (m, n), a row a target; NaN where a
    coordinate is unknown. Each is worked out by itself, so that it is the same whatever other places are asked about.
    """
    from scipy.spatial.distance import cdist  # noqa: PLC0415

    return np.asarray(cdist(ecef(to_lon, to_lat), ecef(from_lon, from_lat), "sqeuclidean"))


def square_limit(radius_m: float) -> float:
    """The squared chord up to which a place is within `radius_m` straight metres, at the radius too."""
    if not radius_m >= 0:
        raise BadValueError(f"expected a radius of 0 m or more, got {radius_m}")
    return _chord(radius_m + LIMIT_M) ** 2


def nearest_by(squares: Floats, groups: Sequence[str]) -> tuple[tuple[str, ...], Places, Floats]:
    """The nearest target of every group from one block of squared chords: labels of the groups in text order, positions
    among all targets and squared chords, both of shape (groups, n).

    squares  see `square_chords`; inf where a target may not be chosen;  groups  one label a target, in any order
    Where a group has none that may be chosen: -1 and inf; a place with NaN has none. Of equals the first is taken.
    Raises BadValueError when there are not as many labels as targets.
    """
    if len(groups) != len(squares):
        raise BadValueError(f"expected a group for each of {len(squares)} targets, got {len(groups)}")
    labels = tuple(sorted(set(groups)))
    index = np.full((len(labels), squares.shape[1]), -1, dtype=np.intp)
    least = np.full((len(labels), squares.shape[1]), np.inf)
    place_of = {label: place for place, label in enumerate(labels)}
    for target, label in enumerate(groups):
        at = place_of[label]
        closer = squares[target] < least[at]
        np.copyto(least[at], squares[target], where=closer)
        np.copyto(index[at], target, where=closer)
    return labels, index, least


def road_km(straight_m: ArrayLike, detour: float) -> Floats:
    """Estimated road distance (估算道路距离) in kilometres: straight metres x `detour` / 1000, same shape.

    detour  at least 1; print it with the figure. Raises BadValueError for less.
    """
    return np.asarray(straight_m, dtype=np.float64) * _detour(detour) / 1000


def straight_m(road_km: ArrayLike, detour: float) -> Floats:
    """Straight metres that correspond to an estimated road distance in kilometres: the inverse of `road_km`."""
    return np.asarray(road_km, dtype=np.float64) * 1000 / _detour(detour)


@dataclass(frozen=True)
class _Sites:
    """Targets gathered by place, so that those at one point come out in their own order.

    tree    over the distinct points; point p holds the targets order[starts[p] : starts[p] + sizes[p]]
    """

    tree: Any
    order: Places
    starts: Places
    sizes: Places


def _tree(points: Floats) -> Any:
    # Only a question about distances waits for scipy: a server's start and most verbs do without.
    from scipy.spatial import cKDTree  # noqa: PLC0415

    return cKDTree(points)


def _sites(targets: Floats) -> _Sites:
    usable = np.flatnonzero(np.isfinite(targets).all(axis=1))
    points, inverse, sizes = np.unique(targets[usable], axis=0, return_inverse=True, return_counts=True)
    order = usable[np.argsort(inverse, kind="stable")]
    return _Sites(_tree(points) if len(points) else None, order, np.cumsum(sizes) - sizes, sizes)


def _found(sites: _Sites, sources: Floats, k: int) -> tuple[Places, Floats]:
    """What `nearest` says of these places, both of shape (n, k)."""
    known = np.isfinite(sources.sum(axis=1))
    if len(sites.order) and known.all():
        return _query(sites, sources, k)
    index = np.full((len(sources), k), -1, dtype=np.intp)
    metres = np.where(known[:, np.newaxis], np.full(k, np.inf), np.nan)
    if len(sites.order) and known.any():
        index[known], metres[known] = _query(sites, sources[known], k)
    return index, metres


def _query(sites: _Sites, sources: Floats, k: int) -> tuple[Places, Floats]:
    """Positions and metres of the k nearest targets, shape (n, k): -1 and inf beyond the last target."""
    reached = min(k, len(sites.sizes))
    chords, points = sites.tree.query(sources, k=list(range(1, reached + 1)))
    if k == 1:
        return sites.order[sites.starts[points]], _arc(chords)
    ends = np.cumsum(sites.sizes[points], axis=1)
    index = np.full((len(sources), k), -1, dtype=np.intp)
    metres = np.full((len(sources), k), np.inf)
    for place in range(min(k, len(sites.order))):
        column = (ends <= place).sum(axis=1)
        rows = np.arange(len(sources))
        point = points[rows, column]
        before = ends[rows, column] - sites.sizes[point]
        index[:, place] = sites.order[sites.starts[point] + place - before]
        metres[:, place] = _arc(chords[rows, column])
    return index, metres


def _arc(chords: Floats) -> Floats:
    return 2 * ARC_RADIUS_M * np.arcsin(np.minimum(chords / (2 * ARC_RADIUS_M), 1.0))


def _chord(radius_m: float) -> float:
    half_angle = radius_m / (2 * ARC_RADIUS_M)
    return float("inf") if half_angle >= np.pi / 2 else float(2 * ARC_RADIUS_M * np.sin(half_angle))


def _pair(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    east, north = _flat(lon), _flat(lat)
    if east.shape != north.shape:
        raise BadValueError(f"expected as many longitudes as latitudes, got {east.size} and {north.size}")
    return east, north


def _flat(numbers: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(numbers, dtype=np.float64)).ravel()


def _detour(detour: float) -> float:
    if not detour >= 1:
        raise BadValueError(
            f"expected a detour of 1 or more (a road is no shorter than the straight line), got {detour}"
        )
    return detour

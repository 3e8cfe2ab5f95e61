"""Outlines with fewer points the farther they are, which still fit together: every border is made simple once, for
both of its sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

# The deviation allowed, as a share of the distance from what is looked at, and its bounds (all in degrees).
GROWTH, LEAST, MOST = 0.015, 0.003, 0.05
PIECE = 24
# From so far on a hundred metres are near enough.
COARSE_FROM, COARSE_DECIMALS = 0.3, 3
ISLET = 0.0005
NOBODY = -1


def simplified(shapes: Sequence[Any], around: Any) -> list[Any]:
    """The shapes in their order, made simple by Douglas and Peucker; islets far away go (below `ISLET` times the
    distance, in square degrees).

    shapes  polygons in degrees that share their borders point by point;  around  what is looked at, a shape beside them
    whose own borders stay as they are
    """
    shapely.prepare(edge := around.boundary)
    lines = shapely.union_all([each.boundary for each in [*shapes, around]])
    borders = shapely.get_parts(shapely.line_merge(lines))
    kept = shapely.covers(edge, borders)
    pieces = [piece for border in borders[~kept] for piece in _pieces(border)]
    allowed = np.clip(GROWTH * shapely.distance(pieces, around), LEAST, MOST)
    fewer = [shapely.simplify(piece, by) for piece, by in zip(pieces, allowed, strict=True)]
    noded = shapely.union_all([*borders[kept], *(_coarse(piece, around) for piece in fewer)])
    faces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(noded)]))
    owners = _owners(faces, [*shapes, around])
    far = shapely.distance(faces, around) - COARSE_FROM
    owners[shapely.area(faces) < ISLET * np.maximum(far, 0)] = NOBODY
    for face in np.flatnonzero(owners == NOBODY):
        owners[face] = _beside(int(face), faces, owners)
    return [shapely.union_all(faces[owners == place]) for place in range(len(shapes))]


def _owners(faces: Any, shapes: Sequence[Any]) -> Any:
    """Which shape a face is of, the first one where outlines overlap; NOBODY for what lies between them."""
    inside, owners = shapely.point_on_surface(faces), np.full(len(faces), NOBODY)
    for place, shape in enumerate(shapes):
        shapely.prepare(shape)
        owners[shapely.contains(shape, inside) & (owners == NOBODY)] = place
    return owners


def _beside(face: int, faces: Any, owners: Any) -> int:
    """Whose face shares most of the border of one that is nobody's; an islet shares none and stays nobody's."""
    shared = shapely.length(shapely.intersection(faces[face].boundary, faces)) * (owners != NOBODY)
    return int(owners[shared.argmax()]) if shared.max() > 0 else NOBODY


def _pieces(line: Any) -> Iterator[Any]:
    """A line in pieces of some points, each beginning where the one before it ends."""
    points = shapely.get_coordinates(line)
    for first in range(0, len(points) - 1, PIECE):
        yield shapely.linestrings(points[first : first + PIECE + 1])


def _coarse(line: Any, around: Any) -> Any:
    """The line with fewer decimals far away; whether a point is far depends on the point alone, so ends still meet."""
    points = shapely.get_coordinates(line)
    far = shapely.distance(shapely.points(points), around) > COARSE_FROM
    return shapely.linestrings(np.where(far[:, None], points.round(COARSE_DECIMALS), points))

"""The prefectures as light shapes for small charts: simplified together, so that borders still meet."""

from __future__ import annotations

import json
from typing import Any
from weakref import WeakKeyDictionary

import shapely

from atlas.atlas import Atlas

TOLERANCE_DEGREES = 0.02
DECIMALS = 0.001
SMALLEST_PART = 0.0005
_MADE: WeakKeyDictionary[Atlas, dict[str, Any]] = WeakKeyDictionary()


def simple_shapes(atlas: Atlas) -> dict[str, Any]:
    """GeoJSON features with id and name, some hundred vertices in all; islands too small to see are left out."""
    if atlas not in _MADE:
        _MADE[atlas] = _made(atlas)
    return _MADE[atlas]


def _made(atlas: Atlas) -> dict[str, Any]:
    areas = atlas.world["prefectures"]
    shapes = shapely.coverage_simplify(areas.geometry.to_numpy(), TOLERANCE_DEGREES)
    features = []
    for adcode, shape in zip(areas["adcode"], shapes, strict=True):
        parts = [part for part in shapely.get_parts(shape) if part.area >= SMALLEST_PART]
        light = shapely.set_precision(shapely.MultiPolygon(parts), DECIMALS, mode="pointwise")
        # Vega's sphere takes the outside of a ring that runs the other way round.
        clockwise = shapely.orient_polygons(light, exterior_cw=True)
        features.append(
            {
                "type": "Feature",
                "properties": {"id": adcode, "name": atlas.name_of(adcode)},
                "geometry": json.loads(shapely.to_geojson(clockwise)),
            }
        )
    return {"type": "FeatureCollection", "features": features}

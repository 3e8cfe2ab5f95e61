"""How recipes read and write tables: without looking at hashes, because a recipe runs before its result is accepted."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from data import catalog

if TYPE_CHECKING:
    import geopandas as gpd

DECIMALS = 5  # 1e-5 degrees is about one metre, finer than any outline here


def records(set_id: str) -> Any:
    """A dataset of the project as `catalog.read` gives it, but also when its hash has not been accepted yet."""
    declared = catalog.meta(set_id)
    return catalog.parse(declared, declared.file.read_bytes())


def content(declared: catalog.Meta, made: pd.DataFrame | gpd.GeoDataFrame) -> bytes:
    """The bytes of a dataset's file: the declared columns in the declared order, UTF-8, LF, one record a line.

    NaN and None become empty cells (null in GeoJSON); whole numbers are written without a point.
    Raises KeyError when a declared column is missing.
    """
    cells = {name: [_cell(value, column) for value in made[name]] for name, column in declared.columns.items()}
    if declared.file.suffix == ".geojson":
        return _geojson(cells, list(made.geometry)).encode()
    table = pd.DataFrame(cells, dtype=object)
    return table.to_csv(index=False, lineterminator="\n").encode()


def rounded(shapes: Any) -> Any:
    """Shapes (one or an array) with coordinates rounded to `DECIMALS`; shared vertices stay shared."""
    return shapely.transform(shapes, lambda points: points.round(DECIMALS))


def _cell(value: Any, column: Any) -> Any:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if column["type"] == "integer":
        return int(value)
    if column["type"] == "number":
        return int(value) if float(value).is_integer() else float(value)
    return str(value)


def _geojson(cells: dict[str, list[Any]], shapes: list[Any]) -> str:
    """A FeatureCollection with one feature a line, so that a change of one place is a change of one line."""
    lines = []
    for row, shape in enumerate(shapes):
        feature = {
            "type": "Feature",
            "properties": {name: values[row] for name, values in cells.items()},
            "geometry": shapely.geometry.mapping(shapely.orient_polygons(rounded(shape))),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"

"""Files of points for the tests, in every layout that Arrow has for bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from pyproj import CRS

LAYOUTS = {"binary": pa.binary(), "large": pa.large_binary(), "view": pa.binary_view(), "fixed": pa.binary(21)}


def wkb(lon: float, lat: float) -> bytes:
    """A point as its bytes, little-endian."""
    return struct.pack("<BIdd", 1, 1, lon, lat)


def geoparquet(
    path: Path,
    points: Sequence[bytes | None],
    *,
    layout: str = "binary",
    crs: int | None = None,
    more: Mapping[str, Any] | None = None,
    group: int = 1000,
    **column: Any,
) -> Path:
    """Write points as GeoParquet 1.1. crs  an EPSG code that the file declares;  more  further columns"""
    about: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"], **column}
    if crs is not None:
        about["crs"] = CRS.from_epsg(crs).to_json_dict()
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}
    table = pa.table({"geometry": pa.array(points, type=LAYOUTS[layout]), **(more or {})})
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path, row_group_size=group)
    return path


def plain(path: Path, columns: Mapping[str, Any], group: int = 1000) -> Path:
    """Write columns as Parquet that says nothing of places."""
    parquet.write_table(pa.table(dict(columns)), path, row_group_size=group)
    return path

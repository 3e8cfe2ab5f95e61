"""Points out of well-known binary, a column at a time: plain ones by reading their bytes in place, others by GEOS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.errors import TableError
from geo.distance import Floats

if TYPE_CHECKING:
    import pyarrow as pa

# A little-endian point of two coordinates: order of bytes, kind, longitude, latitude.
POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
LITTLE, KIND = 1, 1


def coordinates(column: pa.Array, name: str) -> tuple[Floats, Floats]:
    """Longitude and latitude of every row, NaN for a row without a point. name  of the file

    Takes every layout of Arrow (binary, large, fixed size, view): offsets are read as wide as they are. Heights are
    left out. Raises TableError for what is no point, or no WKB.
    """
    import pyarrow as pa  # noqa: PLC0415

    wide = column.cast(pa.large_binary())
    known = np.asarray(wide.is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)
    lon, lat = np.full(len(wide), np.nan), np.full(len(wide), np.nan)
    _, offsets, data = wide.buffers()
    if data is None or not known.any():
        return lon, lat
    ends = np.frombuffer(offsets, dtype=np.int64)[wide.offset : wide.offset + len(wide) + 1]
    sizes = np.diff(ends)
    if (sizes == known * POINT.itemsize).all():
        points = np.frombuffer(data, dtype=POINT, count=int(known.sum()), offset=int(ends[0]))
        if ((points["order"] == LITTLE) & (points["kind"] == KIND)).all():
            lon[known], lat[known] = points["lon"], points["lat"]
            return lon, lat
    return _by_geos(wide, name)


def _by_geos(column: pa.Array, name: str) -> tuple[Floats, Floats]:
    import shapely  # noqa: PLC0415

    try:
        shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False))
    except shapely.errors.ShapelyError as error:
        why = " ".join(str(error).split())[:200]
        raise TableError("{file}: expected points as WKB: {why}", file=name, why=why) from None
    if not np.isin(shapely.get_type_id(shapes), (-1, 0)).all():
        raise TableError("{file}: expected points only, found other shapes", file=name)
    return shapely.get_x(shapes), shapely.get_y(shapes)

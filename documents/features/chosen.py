"""The features of a collection that were asked for, as GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from data.shapes_out import features_of
from documents.features.asked import LATITUDE_FIRST, Asked
from documents.features.collection import Collection
from geo.typed import number

if TYPE_CHECKING:
    import geopandas as gpd


def chosen(collection: Collection, asked: Asked) -> tuple[int, list[dict[str, Any]]]:
    """How many features meet what is asked, and those of the page in the order of the layer. Raises ValueError for a
    number that is none.
    """
    rows = collection.rows
    meets = np.ones(len(rows), dtype=bool)
    for name, value in asked.equal.items():
        meets &= _equals(rows[name], value)
    if asked.boxes:
        from shapely import box, intersects  # noqa: PLC0415 -- readers of pages need it later than this module

        shapes = rows.geometry.to_numpy()
        meets &= np.any([intersects(shapes, box(*each)) for each in asked.boxes], axis=0)
    matched = rows[meets]
    page = matched.iloc[asked.offset : asked.offset + asked.limit]
    return len(matched), features_of(in_system(page, asked.crs))


def in_system(rows: gpd.GeoDataFrame, system: str) -> gpd.GeoDataFrame:
    """The rows with their coordinates in the order of a system."""
    if system not in LATITUDE_FIRST or rows.empty:
        return rows
    from shapely import transform  # noqa: PLC0415 -- as above

    return rows.set_geometry(transform(rows.geometry.to_numpy(), lambda each: each[:, ::-1]), crs=rows.crs)


def _equals(column: pd.Series, value: str) -> np.ndarray:
    wanted = number(value) if pd.api.types.is_numeric_dtype(column) else value
    return np.asarray(column.eq(wanted), dtype=bool)

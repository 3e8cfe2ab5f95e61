"""The provinces and regions around Guangdong as far as any window shows them, for context only: simpler the farther
they are, cut at the context box, so that Hainan is never whole.
"""

from __future__ import annotations

import geopandas as gpd
import shapely

from data.recipes.boundaries import described, province, provinces_around
from data.recipes.context import CONTEXT, LOOKED_AT
from data.recipes.measures import label_point
from data.recipes.simplified import simplified
from data.recipes.tables import rounded


def build() -> gpd.GeoDataFrame:
    """The neighbours with names, and labels inside what is seen of them beside the province."""
    units = provinces_around(CONTEXT)
    fewer = simplified(list(units.geometry), province())
    cut = described(units.set_geometry(rounded(shapely.intersection(fewer, CONTEXT)), crs=units.crs))
    labels = [label_point(_seen(shape)) for shape in cut.geometry]
    return cut.assign(label_lon=[lon for lon, _lat in labels], label_lat=[lat for _lon, lat in labels])


def _seen(shape: shapely.Geometry) -> shapely.Geometry:
    """What of a neighbour lies in sight of the province; all of it where that is nothing."""
    seen = shapely.intersection(shape, LOOKED_AT)
    return shape if seen.is_empty else seen

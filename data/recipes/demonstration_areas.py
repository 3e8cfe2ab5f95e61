"""demonstration_areas (approximate, 近似): three outlines for locating only, cut from counties to the published area.

What is said about each area (words, area, role, sources) stands in the dataset's own table and is kept; only the
outline and its label are made here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from data import catalog
from data.recipes.measures import calibrated, from_plane, label_point, mainland, to_plane
from data.recipes.tables import records, rounded

if TYPE_CHECKING:
    import pandas as pd

SET = "demonstration_areas"
HUANGPU, XIANGZHOU, NANSHAN, BAOAN = "440112", "440402", "440305", "440306"
WEST, EAST = 100.0, 130.0
HENGQIN_WEST, HENGQIN_EAST = 113.416, 113.563


def build() -> gpd.GeoDataFrame:
    """The three areas: the columns of the committed table, with outline, label_lon and label_lat made anew."""
    said = described()
    counties = records("counties").set_index("adcode").geometry
    outlines = [
        rounded(OUTLINES[area](counties, published))
        for area, published in zip(said["id"], said["area_km2_published"], strict=True)
    ]
    labels = [label_point(outline) for outline in outlines]
    return gpd.GeoDataFrame(
        said.assign(label_lon=[lon for lon, _lat in labels], label_lat=[lat for _lon, lat in labels]),
        geometry=outlines,
        crs="EPSG:4326",
    )


def described() -> pd.DataFrame:
    """What the dataset's table says about each area, without its outlines: edited there, the outlines follow."""
    import pandas as pd

    features = json.loads(catalog.meta(SET).file.read_text(encoding="utf-8"))["features"]
    return pd.DataFrame([feature["properties"] for feature in features])


def hengqin(counties: gpd.GeoSeries, area: float) -> Any:
    """Hengqin (横琴): mainland Xiangzhou between two meridians, south of the parallel that gives `area` km²."""
    strip = mainland(counties[XIANGZHOU]).intersection(shapely.box(HENGQIN_WEST, 20, HENGQIN_EAST, 25))
    _west, south, _east, north = strip.bounds
    return calibrated(
        lambda parallel: strip.intersection(shapely.box(WEST, 20, EAST, parallel)), south, north, area=area
    )


def knowledge_city(counties: gpd.GeoSeries, area: float) -> Any:
    """Knowledge City (知识城): Huangpu north of the parallel that gives `area` km²."""
    huangpu = counties[HUANGPU]
    _west, south, _east, north = huangpu.bounds
    return calibrated(
        lambda parallel: huangpu.intersection(shapely.box(WEST, parallel, EAST, 30)), north, south, area=area
    )


def qianhai(counties: gpd.GeoSeries, area: float) -> Any:
    """Qianhai (前海): the strip along the west coast of Nanshan and Bao'an whose width gives `area` km²."""
    land = shapely.union(mainland(counties[NANSHAN]), counties[BAOAN])
    coast = to_plane(west_coast(land, counties.drop([NANSHAN, BAOAN])))
    flat = to_plane(land)
    return calibrated(
        lambda width: mainland(from_plane(flat.intersection(coast.buffer(width)))), 0.0, 10_000.0, area=area
    )


def west_coast(land: Any, others: gpd.GeoSeries) -> Any:
    """The part of an outline that borders no other county and lies west of its southernmost point."""
    inland = shapely.union_all(others.boundary.to_numpy())
    shore = land.boundary.difference(inland)
    southernmost = min(shapely.get_coordinates(land), key=lambda point: float(point[1]))
    return shore.intersection(shapely.box(WEST, 20, float(southernmost[0]), 25))


OUTLINES: dict[str, Callable[[gpd.GeoSeries, float], Any]] = {
    "hengqin": hengqin,
    "qianhai": qianhai,
    "knowledge-city": knowledge_city,
}

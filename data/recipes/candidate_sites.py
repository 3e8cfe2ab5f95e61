"""candidate_sites: parks and clusters as they were compiled; those without a point of their own stand at a seat.

Only lon and lat are made anew, from county_seats and prefectures, so that a seat that moves takes its parks along.
"""

from __future__ import annotations

import pandas as pd

from data.recipes.tables import records

AT_COUNTY, AT_PREFECTURE = "县级单元驻地", "市驻地"  # the column point_source; the others are GeoNames places


def build() -> pd.DataFrame:
    """The committed table with the points of seats replaced; other cells are the record and stay."""
    committed: pd.DataFrame = records("candidate_sites")
    seats = records("county_seats").set_index("adcode")
    cities = records("prefectures").set_index("adcode").rename(columns={"seat_lon": "lon", "seat_lat": "lat"})
    for column in ("lon", "lat"):
        at_county = committed["county"].map(seats[column].to_dict())
        at_city = committed["prefecture"].map(cities[column].to_dict())
        kept = committed[column].where(committed["point_source"] != AT_COUNTY, at_county)
        committed[column] = kept.where(committed["point_source"] != AT_PREFECTURE, at_city)
    return committed

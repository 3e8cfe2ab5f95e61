"""county_seats (approximate, 近似): one place for each of the 124 county-level units, where a new centre could stand.

No free gazetteer marks county seats reliably. So each is taken among the unit's populated places: the one listed in
county_seat_towns.csv (written from memory, where the rules below would miss the seat); else the one that bears the
unit's own name (of several the most populous by GeoNames); else the most populous one, where GeoNames knows a
population; else the most central one. `basis` says which.
"""

from __future__ import annotations

import csv
import re

import numpy as np
import pandas as pd

from data.catalog import ROOT
from data.recipes.places import places
from data.recipes.tables import records
from geo.distance import pairwise_m

TOWNS = ROOT / "recipes" / "county_seat_towns.csv"
COLUMNS = ["adcode", "place_id", "place_zh", "place", "prefecture", "lon", "lat", "basis"]
# The unit's own name without what kind of unit it is: autonomous county, district, county, city, new district.
UNIT = re.compile(r"((瑶|壮)族)*(自治县|新区|区|县|市|镇|街道|城)$")


def build() -> pd.DataFrame:
    """One row a unit with `COLUMNS`, sorted by adcode; lon and lat in WGS-84."""
    population = places().set_index("geonames_id")["population"]
    points = records("demand_points")
    numbers = points["id"].str.removeprefix("gn-")
    known = points.assign(population=[int(population.get(int(each), 0)) if each.isdecimal() else 0 for each in numbers])
    names = records("counties").set_index("adcode")["name_zh"]
    with TOWNS.open(encoding="utf-8", newline="") as source:
        towns = {row["adcode"]: row["town_zh"] for row in csv.DictReader(source)}
    rows = [
        _seat(str(adcode), str(names[adcode]), inside, towns.get(str(adcode), ""))
        for adcode, inside in known.groupby("county")
    ]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values("adcode", ignore_index=True)


def _seat(adcode: str, name: str, inside: pd.DataFrame, town: str) -> tuple[str, ...]:
    listed, own = inside[inside["name_zh"] == town], inside[inside["name_zh"].map(stem) == stem(name)]
    if town and not len(listed):
        raise LookupError(f"county_seat_towns.csv: {town} is no populated place of {adcode}; correct the name")
    if town:
        basis, found = "recalled", listed.iloc[0]
    elif len(own):
        basis, found = "named", own.sort_values(["population", "id"], ascending=[False, True]).iloc[0]
    elif inside["population"].max() > 0:
        basis, found = "populous", inside.sort_values(["population", "id"], ascending=[False, True]).iloc[0]
    else:
        apart = pairwise_m(inside["lon"], inside["lat"], inside["lon"], inside["lat"]).sum(axis=1)
        basis, found = "central", inside.iloc[int(np.argmin(apart))]
    return (adcode, *found[["id", "name_zh", "name", "prefecture", "lon", "lat"]], basis)


def stem(name: str) -> str:
    """A place's own name: 连山壮族瑶族自治县 and 连山镇 are both 连山; a name of one sign keeps its ending."""
    short = UNIT.sub("", name)
    return short if len(short) > 1 else name

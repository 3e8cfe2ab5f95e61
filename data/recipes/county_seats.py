"""county_seats (approximate, 近似): one place for each of the 124 county-level units, where a new centre could stand.

No free gazetteer marks county seats reliably. So each is taken among the unit's populated places: the one that
county_seat_checks.csv gives, where a check against county-seat codes and county centres found another; else the one
listed in county_seat_towns.csv (written from memory, where the rules below would miss the seat); else the one that
bears the unit's own name (of several the most populous by GeoNames); else the most populous one, where GeoNames knows
a population; else the most central one. `basis` says which, `checked` what the check said of it.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd

from data.catalog import ROOT
from data.recipes.places import places
from data.recipes.tables import records
from geo.distance import pairwise_m

TOWNS = ROOT / "recipes" / "county_seat_towns.csv"
CHECKS = ROOT / "recipes" / "county_seat_checks.csv"
FOUND = ["adcode", "place_id", "place_zh", "place", "prefecture", "lon", "lat", "basis"]
COLUMNS = [*FOUND, "checked", "check_evidence", "note"]
# The unit's own name without what kind of unit it is: autonomous county, district, county, city, new district.
UNIT = re.compile(r"((瑶|壮)族)*(自治县|新区|区|县|市|镇|街道|城)$")


def build() -> pd.DataFrame:
    """One row a unit with `COLUMNS`, sorted by adcode; lon and lat in WGS-84."""
    population = places().set_index("geonames_id")["population"]
    points = records("demand_points")
    numbers = points["id"].str.removeprefix("gn-")
    known = points.assign(population=[int(population.get(int(each), 0)) if each.isdecimal() else 0 for each in numbers])
    names = records("counties").set_index("adcode")["name_zh"]
    towns = {row["adcode"]: row["town_zh"] for row in _rows(TOWNS)}
    checks = pd.DataFrame(_rows(CHECKS)).set_index("adcode")
    rows = [
        _seat(str(adcode), str(names[adcode]), inside, towns.get(str(adcode), ""), str(checks.at[adcode, "place_id"]))
        for adcode, inside in known.groupby("county")
    ]
    seats = pd.DataFrame(rows, columns=FOUND).sort_values("adcode", ignore_index=True)
    return seats.join(checks[["checked", "check_evidence", "note"]], on="adcode")[COLUMNS]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _seat(adcode: str, name: str, inside: pd.DataFrame, town: str, place_id: str) -> tuple[str, ...]:
    listed, own = inside[inside["name_zh"] == town], inside[inside["name_zh"].map(stem) == stem(name)]
    given = inside[inside["id"] == place_id]
    if town and not len(listed):
        raise LookupError(f"county_seat_towns.csv: {town} is no populated place of {adcode}; correct the name")
    if place_id and not len(given):
        raise LookupError(f"county_seat_checks.csv: {place_id} is no populated place of {adcode}; correct the id")
    if place_id:
        basis, found = "checked", given.iloc[0]
    elif town:
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

"""demand_points (modelled, 模拟): each county's census residents spread equally over its populated places.

The places are mostly township seats of comparable rank; GeoNames' own populations are zero for five in six of them and
not credible for the rest, so equal shares are the most that can be defended. A county's total is conserved exactly;
only the spread inside it is modelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data.recipes.measures import ELLIPSOID
from data.recipes.places import places
from data.recipes.tables import records

REACH_M = 5_000  # a place this close to the generalised coast belongs to the nearest county
COLUMNS = ["id", "name", "name_zh", "county", "prefecture", "lon", "lat", "residents"]


def build() -> pd.DataFrame:
    """One row a place with `COLUMNS`, sorted by county and id; lon and lat in WGS-84, residents in whole people."""
    counties = records("counties")
    located = located_places(places(), counties, records("neighbours"))
    points = pd.concat([located, representative_points(counties, set(located["county"]))], ignore_index=True)
    points = points.sort_values(["county", "id"], ignore_index=True)
    prefectures = counties.set_index("adcode")["prefecture"].to_dict()
    residents = records("residents_county").set_index("adcode")["residents_2020"].to_dict()
    return points.assign(prefecture=points["county"].map(prefectures), residents=spread(points["county"], residents))[
        COLUMNS
    ]


def located_places(found: pd.DataFrame, counties: Any, neighbours: Any) -> pd.DataFrame:
    """Places with their county, by polygon; at most `REACH_M` outside, by the nearest county.

    A place whose nearest area is a neighbour is left out (GeoNames lists parishes of Macao under the province), and so
    is one further away. Of several places at one spot the one with the lowest number stays.
    """
    spots = found.drop_duplicates(["lon", "lat"], keep="first")
    areas = np.concatenate([counties.geometry.to_numpy(), neighbours.geometry.to_numpy()])
    owners = [*counties["adcode"], *[""] * len(neighbours)]
    tree = shapely.STRtree(areas)
    points = shapely.points(spots["lon"], spots["lat"])
    nearest = np.asarray(tree.nearest(points))
    gaps = [ELLIPSOID.geometry_length(line) for line in shapely.shortest_line(points, areas[nearest])]
    owner = pd.Series([owners[place] for place in nearest], index=spots.index)
    kept = (owner != "") & (np.array(gaps) <= REACH_M)
    numbers = "gn-" + spots["geonames_id"].astype(str)
    return spots.assign(id=numbers, county=owner).loc[kept, ["id", "name", "name_zh", "county", "lon", "lat"]]


def representative_points(counties: Any, served: set[str]) -> pd.DataFrame:
    """One point for each county without a place: its label point, named after the county."""
    bare = counties[~counties["adcode"].isin(served)]
    named = bare.assign(
        id="rep-" + bare["adcode"],
        name=bare["name_en"],
        county=bare["adcode"],
        lon=bare["label_lon"],
        lat=bare["label_lat"],
    )
    return pd.DataFrame(named[["id", "name", "name_zh", "county", "lon", "lat"]])


def spread(groups: pd.Series, totals: dict[str, float]) -> pd.Series:
    """Whole numbers on the index of `groups` that add up to each group's total, as equal as whole numbers can be.

    Raises KeyError for a group without a total, ValueError when people would be lost because a group has no row.
    """
    missing = sorted(set(totals) - set(groups))
    if missing:
        raise ValueError(f"no place for the people of {', '.join(missing)}; add a representative point")
    people = pd.Series(0, index=groups.index)
    for group, rows in groups.groupby(groups):
        people.loc[rows.index] = np.array(apportion(int(totals[str(group)]), [1] * len(rows)))
    return people


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts proportional to whole `weights` >= 0, by largest remainder; ties go to the earlier part.

    Raises ValueError when no weight is positive.
    Source: the Hare-Niemeyer method, in Balinski & Young (1982), Fair Representation.
    """
    if not any(weight > 0 for weight in weights):
        raise ValueError("expected at least one positive weight")
    quotas = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [int(quota) for quota in quotas]
    order = sorted(range(len(parts)), key=lambda part: (parts[part] - quotas[part], part))
    for part in order[: total - sum(parts)]:
        parts[part] += 1
    return parts

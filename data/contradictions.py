"""Records that contradict one another, refused before anybody accepts them: each may be well-formed by itself.

A record says where it is twice or thrice: by prefecture, by county, by a point. And the shapes of units must leave no
place to two of them. What is told is the row, and what the other table says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.catalog import Meta, headings
from geo.nearest_area import nearest_area
from geo.overlaps import overlaps

COUNTIES, PREFECTURES = "counties", "prefectures"
UNITS = (COUNTIES, PREFECTURES)
# A point and an outline are each as good as they are: what is farther out than this is a wrong point or a wrong unit.
FAR_M = 2_000


def contradictions(records: Mapping[str, pd.DataFrame], declared: Mapping[str, Meta]) -> list[str]:
    """A sentence for every record that says two things of its place, and for every two shapes that overlap.

    records  set id -> checked records; where counties or prefectures are not among them, nothing is compared with them.
    """
    return [
        sentence
        for set_id, table in records.items()
        for sentence in (
            *_county_elsewhere(set_id, table, records, declared[set_id]),
            *_point_elsewhere(table, records, declared[set_id]),
            *(_overlaps(table, declared[set_id]) if set_id in UNITS else ()),
            *(_county_outside(table, records, declared[set_id]) if set_id == COUNTIES else ()),
        )
    ]


def _county_elsewhere(
    set_id: str, table: pd.DataFrame, records: Mapping[str, pd.DataFrame], declared: Meta
) -> Iterator[str]:
    """Rows whose county belongs to another prefecture than the one they say."""
    if COUNTIES not in records or set_id == COUNTIES or not {"county", "prefecture"} <= set(table.columns):
        return
    counties = records[COUNTIES]
    parents = dict(zip(counties["adcode"], counties["prefecture"], strict=True))
    for row, (county, prefecture) in enumerate(zip(table["county"], table["prefecture"], strict=True)):
        parent = parents.get(county, prefecture)
        if county and prefecture and parent != prefecture:
            yield (
                f"{_place(declared, row)}, column county: {county} belongs to {parent}, "
                f"but column prefecture says {prefecture}"
            )


def _point_elsewhere(table: pd.DataFrame, records: Mapping[str, pd.DataFrame], declared: Meta) -> Iterator[str]:
    """Rows whose point is farther than `FAR_M`, and than the point is known, from the unit they say."""
    if not {"lon", "lat"} <= set(table.columns):
        return
    for column, units in (("prefecture", PREFECTURES), ("county", COUNTIES), ("adcode", COUNTIES)):
        areas = records.get(units)
        if column not in table or not isinstance(areas, gpd.GeoDataFrame):
            continue
        known = table["lon"].notna() & table["lat"].notna() & table[column].isin(areas["adcode"])
        for code, mine in table[known].groupby(column):
            _, metres = nearest_area(mine["lon"], mine["lat"], areas[areas["adcode"] == code])
            widths = mine["position_km"].fillna(0).to_numpy() * 1000 if "position_km" in mine else 0.0
            out = metres > np.maximum(FAR_M, widths)
            for row, far in zip(mine.index[out], metres[out], strict=True):
                yield (
                    f"{_place(declared, int(row))}, columns lon and lat: the point is {far / 1000:.0f} km outside "
                    f"{code}, which column {column} says"
                )


def _overlaps(table: pd.DataFrame, declared: Meta) -> Iterator[str]:
    """Pairs of units that both hold the same ground."""
    if not isinstance(table, gpd.GeoDataFrame):
        return
    codes = table["adcode"].to_numpy()
    for one, other, km2 in overlaps(table.geometry.to_numpy()):
        yield (
            f"{_place(declared, other)}, column geometry: {codes[other]} and {codes[one]} both hold {km2:.1f} km² of "
            "the same ground"
        )


def _county_outside(table: pd.DataFrame, records: Mapping[str, pd.DataFrame], declared: Meta) -> Iterator[str]:
    """Counties whose ground is not that of the prefecture they say."""
    prefectures = records.get(PREFECTURES)
    if not isinstance(table, gpd.GeoDataFrame) or not isinstance(prefectures, gpd.GeoDataFrame):
        return
    inside = shapely.get_coordinates(shapely.point_on_surface(table.geometry.to_numpy()))
    found, _ = nearest_area(inside[:, 0], inside[:, 1], prefectures)
    for row, (mine, said) in enumerate(zip(found, table["prefecture"], strict=True)):
        if mine != said:
            yield f"{_place(declared, row)}, column prefecture: {said}, but the shape lies in {mine}"


def _place(declared: Meta, position: int) -> str:
    return f"{declared.file}: row {position + 1 + headings(declared)}"

"""Records that say two things of one place are refused at the door, with the row and what the other table says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from data import catalog
from data.contradictions import contradictions

# Two prefectures of a degree each side by side; the western one is two counties.
PREFECTURES = gpd.GeoDataFrame(
    {"adcode": ["440100", "440200"]}, geometry=[box(110, 22, 111, 23), box(111, 22, 112, 23)], crs=4326
)
COUNTIES = gpd.GeoDataFrame(
    {"adcode": ["440101", "440102", "440201"], "prefecture": ["440100", "440100", "440200"]},
    geometry=[box(110, 22, 111, 22.5), box(110, 22.5, 111, 23), box(111, 22, 112, 23)],
    crs=4326,
)
BODY = {"id": "a", "prefecture": "440100", "county": "440101", "lon": 110.5, "lat": 22.2, "position_km": 0.5}


def told(*, counties: gpd.GeoDataFrame = COUNTIES, prefectures: gpd.GeoDataFrame = PREFECTURES, **body: object) -> str:
    """What is said of one body, with some parts otherwise, in the small world."""
    records = {"counties": counties, "prefectures": prefectures, "bodies": pd.DataFrame([BODY | body])}
    return "\n".join(contradictions(records, {each: catalog.meta(each) for each in records}))


def test_records_that_agree_are_accepted() -> None:
    assert told() == ""
    assert told(county="", prefecture="", lon=float("nan"), lat=float("nan")) == ""


def test_a_point_far_outside_its_prefecture_is_refused() -> None:
    sentences = told(lon=114.5).splitlines()
    # 3.5 degrees of longitude at 22.2 degrees are 360 km.
    assert len(sentences) == 2
    assert "bodies.csv: row 2, columns lon and lat: the point is 36" in sentences[0]
    assert "km outside 440100, which column prefecture says" in sentences[0]
    assert "km outside 440101, which column county says" in sentences[1]


def test_a_point_of_the_neighbouring_county_is_refused() -> None:
    assert "outside 440101, which column county says" in told(lat=22.9)


def test_a_point_as_near_as_it_is_known_is_accepted() -> None:
    # 0.1 degrees of latitude are 11 km.
    assert told(lat=22.6, position_km=15) == ""
    assert "km outside 440101" in told(lat=22.6, position_km=8)


def test_a_county_of_another_prefecture_is_refused() -> None:
    assert "row 2, column county: 440201 belongs to 440200, but column prefecture says 440100" in told(
        county="440201", lon=110.999
    )


def test_shapes_that_overlap_are_refused_and_shared_borders_are_not() -> None:
    wide = COUNTIES.copy()
    wide.loc[0, "geometry"] = box(110, 22, 111, 22.6)
    assert "counties.geojson: row 2, column geometry: 440102 and 440101 both hold" in told(counties=wide)
    moved = PREFECTURES.copy()
    moved.loc[1, "geometry"] = box(110.9, 22, 112, 23)
    assert "440200 and 440100 both hold" in told(prefectures=moved)


def test_a_county_whose_shape_lies_elsewhere_is_refused() -> None:
    swapped = COUNTIES.assign(prefecture=["440100", "440200", "440200"])
    assert "row 2, column prefecture: 440200, but the shape lies in 440100" in told(counties=swapped)


@cache
def shipped() -> dict[str, pd.DataFrame]:
    """Every released table."""
    return {each: catalog.read(each) for each in catalog.set_ids()}


def test_no_released_record_contradicts_another() -> None:
    records = shipped()
    assert contradictions(records, {each: catalog.meta(each) for each in records}) == []


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("lon", 116.5, "km outside 440100, which column prefecture says"),
        ("county", "440304", "column county: 440304 belongs to 440300, but column prefecture says 440100"),
    ],
)
def test_a_released_body_that_is_moved_away_is_refused(column: str, value: object, sentence: str) -> None:
    bodies = shipped()["bodies"].copy()
    row = bodies.index[bodies["id"] == "protection-centre-guangdong"][0]
    bodies.loc[row, column] = value
    records = {**{each: shipped()[each] for each in ("counties", "prefectures")}, "bodies": bodies}
    declared = {each: replace(catalog.meta(each)) for each in records}
    assert any(sentence in each and f"row {row + 2}," in each for each in contradictions(records, declared))

"""How derived data is made, on worlds small enough to know the answer by head."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data import catalog
from data.recipes import __main__ as recipes
from data.recipes.demand_points import apportion, located_places, representative_points, spread
from data.recipes.demonstration_areas import west_coast
from data.recipes.measures import area_km2, calibrated, from_plane, label_point, mainland, to_plane
from data.recipes.places import chinese_name

EARTH_KM2 = 510_065_621.7  # surface of the WGS-84 ellipsoid
WEST_TOWN, EAST_TOWN, ABROAD = (
    shapely.box(110, 22, 111, 23),
    shapely.box(111, 22, 112, 23),
    shapely.box(112, 22, 113, 23),
)


def world() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    counties = gpd.GeoDataFrame(
        {"adcode": ["a", "b"], "name_zh": ["甲", "乙"], "name_en": ["A", "B"]},
        geometry=[WEST_TOWN, EAST_TOWN],
        crs="EPSG:4326",
    ).assign(label_lon=[110.5, 111.5], label_lat=[22.5, 22.5])
    return counties, gpd.GeoDataFrame({"adcode": ["x"]}, geometry=[ABROAD], crs="EPSG:4326")


def spots(*points: tuple[int, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"geonames_id": number, "name": f"n{number}", "name_zh": "", "lon": lon, "lat": lat}
            for number, lon, lat in points
        ]
    )


def test_an_eighth_of_the_earth_has_an_eighth_of_its_surface():
    assert area_km2(shapely.Polygon([(0, 0), (90, 0), (90, 90), (0, 90)])) == pytest.approx(EARTH_KM2 / 8, rel=1e-9)


def test_nothing_has_no_area():
    assert area_km2(shapely.Polygon()) == 0


def test_area_does_not_depend_on_the_turn_of_the_ring():
    assert area_km2(WEST_TOWN) == pytest.approx(area_km2(WEST_TOWN.reverse()))


def test_the_mainland_is_the_largest_part():
    assert mainland(shapely.union_all([WEST_TOWN, shapely.box(115, 20, 115.1, 20.1)])).equals(WEST_TOWN)


def test_there_and_back_to_the_plane_is_the_same_place():
    back = from_plane(to_plane(WEST_TOWN))
    assert shapely.get_coordinates(back) == pytest.approx(shapely.get_coordinates(WEST_TOWN), abs=1e-7), "a centimetre"


def test_a_label_avoids_the_thin_arm():
    body_with_arm = shapely.union(WEST_TOWN, shapely.box(111, 22.49, 115, 22.51))
    lon, _lat = label_point(body_with_arm)
    assert 110.4 < lon < 110.7


def test_half_a_town_is_found_by_moving_a_parallel():
    half = calibrated(
        lambda parallel: WEST_TOWN.intersection(shapely.box(100, 20, 130, parallel)),
        22,
        23,
        area=area_km2(WEST_TOWN) / 2,
    )
    assert area_km2(half) == pytest.approx(area_km2(WEST_TOWN) / 2, rel=1e-9)
    assert half.bounds[1] == 22


def test_the_limits_may_run_downwards():
    north = calibrated(
        lambda parallel: WEST_TOWN.intersection(shapely.box(100, parallel, 130, 25)),
        23,
        22,
        area=area_km2(WEST_TOWN) / 3,
    )
    assert area_km2(north) == pytest.approx(area_km2(WEST_TOWN) / 3, rel=1e-9)
    assert north.bounds[3] == 23


def test_an_area_out_of_reach_is_refused_with_both_limits():
    with pytest.raises(ValueError, match=r"between 0\.00 and"):
        calibrated(lambda parallel: WEST_TOWN.intersection(shapely.box(100, 20, 130, parallel)), 22, 23, area=1e6)


def test_the_west_coast_is_what_borders_nobody_west_of_the_southern_tip():
    cape = shapely.Polygon([(110, 22), (110.5, 21.5), (111, 22), (111, 23), (110, 23)])
    coast = west_coast(cape, gpd.GeoSeries([shapely.box(110, 23, 111, 24)]))
    assert coast.equals(shapely.LineString([(110, 23), (110, 22), (110.5, 21.5)]))


def test_seven_people_in_three_villages_are_three_two_two():
    assert apportion(7, [1, 1, 1]) == [3, 2, 2]


def test_the_largest_remainder_gets_the_seat():
    assert apportion(10, [6, 6, 2]) == [4, 4, 2]  # quotas 4.29, 4.29, 1.43
    assert apportion(100, [1, 2, 0]) == [33, 67, 0]


def test_people_without_a_weight_are_refused():
    with pytest.raises(ValueError, match="positive weight"):
        apportion(5, [0, 0])


@given(st.integers(0, 10**7), st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(any))
def test_apportioning_loses_nobody_and_stays_within_one_of_the_quota(total, weights):
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


def test_spreading_conserves_each_group_whatever_the_order_of_rows():
    groups = pd.Series(["b", "a", "b", "b"], index=[7, 3, 5, 1])
    people = spread(groups, {"a": 10, "b": 8})
    assert people.to_dict() == {7: 3, 3: 10, 5: 3, 1: 2}


def test_people_without_a_place_are_not_dropped_silently():
    with pytest.raises(ValueError, match="no place for the people of b"):
        spread(pd.Series(["a"]), {"a": 1, "b": 1})


def test_a_place_belongs_to_the_county_around_it():
    counties, abroad = world()
    located = located_places(spots((1, 110.2, 22.5), (2, 111.2, 22.5)), counties, abroad)
    assert located.set_index("id")["county"].to_dict() == {"gn-1": "a", "gn-2": "b"}


def test_a_place_just_off_the_coast_belongs_to_the_nearest_county_and_one_far_out_to_none():
    counties, abroad = world()
    three_km, thirty_km = 23 + 3 / 111, 23 + 30 / 111
    located = located_places(spots((1, 110.2, three_km), (2, 110.2, thirty_km)), counties, abroad)
    assert located.set_index("id")["county"].to_dict() == {"gn-1": "a"}


def test_a_place_abroad_is_left_out_even_when_it_is_close():
    counties, abroad = world()
    assert located_places(spots((1, 112.001, 22.5)), counties, abroad).empty


def test_two_places_at_one_spot_are_one():
    counties, abroad = world()
    assert located_places(spots((1, 110.2, 22.5), (9, 110.2, 22.5)), counties, abroad)["id"].tolist() == ["gn-1"]


def test_a_county_without_a_place_is_represented_once():
    counties, _abroad = world()
    points = representative_points(counties, {"a"})
    assert points.to_dict("records") == [
        {"id": "rep-b", "name": "B", "name_zh": "乙", "county": "b", "lon": 111.5, "lat": 22.5}
    ]


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["Luojing", "罗镜", "罗镜镇"], "罗镜镇"),
        (["古镇", "古镇镇"], "古镇镇"),
        (["徐城", "徐城街道", "徐城镇"], "徐城街道"),
        (["広州市", "廣州市", "广州", "广州市"], "广州市"),
        (["淡水", "惠阳区"], "淡水"),
        (["Xiadong"], ""),
        ([], ""),
    ],
)
def test_the_likeliest_chinese_name_is_simplified_and_of_a_township(names, chosen):
    assert chinese_name(names) == chosen


def test_an_unknown_dataset_is_refused_by_name(capsys):
    assert recipes.main(["no-such-set"]) == 2
    assert "no-such-set" in capsys.readouterr().err


def test_every_dataset_that_names_a_recipe_is_made_by_it():
    declared = {set_id: catalog.meta(set_id).recipe for set_id in catalog.set_ids()}
    expected = {name: f"data/recipes/{name}.py" for name in recipes.ORDER}
    assert {set_id: recipe for set_id, recipe in declared.items() if recipe} == expected
    assert all((catalog.ROOT / "recipes" / f"{name}.py").is_file() for name in recipes.ORDER)

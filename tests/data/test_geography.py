"""The boundaries fit together, nothing is drawn that may not be, and every resident of the census lives somewhere."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from data.recipes import demonstration_areas
from data.recipes.demand_points import REACH_M
from data.recipes.measures import ELLIPSOID, area_km2
from data.recipes.tables import DECIMALS, records
from layers.folium_map import FRAME

SHENSHAN_IN_SHANWEI = "441500"
NO_COUNTIES_OF_THEIR_OWN = {"441900", "442000"}


@pytest.fixture(scope="module")
def prefectures():
    return records("prefectures").set_index("adcode")


@pytest.fixture(scope="module")
def counties():
    return records("counties").set_index("adcode")


@pytest.fixture(scope="module")
def neighbours():
    return records("neighbours").set_index("adcode")


@pytest.fixture(scope="module")
def demand_points():
    return records("demand_points")


@pytest.fixture(scope="module")
def areas():
    return records("demonstration_areas").set_index("id")


def metres_between(points, shapes) -> np.ndarray:
    return np.array([ELLIPSOID.geometry_length(line) for line in shapely.shortest_line(points, shapes)])


def test_there_are_21_prefectures_and_124_units(prefectures, counties):
    assert len(prefectures) == 21
    assert len(counties) == 124
    assert len(set(counties.index) - NO_COUNTIES_OF_THEIR_OWN) == 122


def test_every_prefecture_has_its_counties_by_code(prefectures, counties):
    assert set(counties["prefecture"]) == set(prefectures.index)
    assert all(adcode[:4] == prefecture[:4] for adcode, prefecture in counties["prefecture"].items())
    assert {adcode for adcode in counties.index if adcode in prefectures.index} == NO_COUNTIES_OF_THEIR_OWN


@pytest.mark.parametrize("set_id", ["prefectures", "counties"])
def test_areas_neither_overlap_nor_leave_gaps(set_id):
    assert shapely.coverage_is_valid(records(set_id).geometry.to_numpy())


def test_a_prefecture_is_the_union_of_its_counties(prefectures, counties):
    for adcode, shape in prefectures.geometry.items():
        members = counties.geometry[counties["prefecture"] == adcode].to_numpy()
        assert area_km2(shapely.union_all(members).symmetric_difference(shape)) < 0.01, adcode


def test_the_province_and_its_neighbours_fit_together(prefectures, neighbours):
    assert shapely.coverage_is_valid([*prefectures.geometry, *neighbours.geometry])


def test_outlines_agree_with_official_areas_within_five_percent_but_for_shanwei(prefectures):
    error = prefectures["area_km2"] / prefectures["official_area_km2"] - 1
    assert error.drop(SHENSHAN_IN_SHANWEI).abs().max() < 0.05
    assert error[SHENSHAN_IN_SHANWEI] == pytest.approx(0.08, abs=0.005)


@pytest.mark.parametrize("set_id", ["prefectures", "counties", "neighbours"])
def test_the_stated_area_is_the_area_of_the_outline(set_id):
    units = records(set_id)
    measured = [area_km2(shape) for shape in units.geometry]
    assert units["area_km2"].to_numpy() == pytest.approx(measured, abs=0.06)


@pytest.mark.parametrize("set_id", ["prefectures", "counties", "neighbours", "other_land", "demonstration_areas"])
def test_a_label_stands_inside_the_largest_part(set_id):
    units = records(set_id)
    for shape, lon, lat in zip(units.geometry, units["label_lon"], units["label_lat"], strict=True):
        largest = max(shapely.get_parts(shape), key=lambda part: part.area)
        assert largest.contains(shapely.Point(lon, lat))


def test_a_city_lies_in_its_own_prefecture(prefectures):
    seats = shapely.points(prefectures["seat_lon"], prefectures["seat_lat"])
    assert shapely.contains(prefectures.geometry.to_numpy(), seats).all()


def test_dongsha_stays_in_the_province_with_lufeng(counties):
    dongsha_island = shapely.Point(116.72, 20.70)  # 20°42′N 116°43′E
    lufeng = counties.geometry["441581"]
    assert min(metres_between(np.array([dongsha_island]), np.array([lufeng]))) < 3_000


def test_hainan_is_never_whole_and_its_cut_is_in_no_window(neighbours):
    (frame_south, _west), _north_east = FRAME
    south = neighbours.geometry["460000"].bounds[1]
    assert 19.4 < south < frame_south
    assert neighbours["area_km2"]["460000"] < 33_920 / 2, "the island of Hainan has 33,920 km²"


@pytest.fixture(scope="module")
def context(prefectures, neighbours):
    """All that is drawn as land."""
    return shapely.union_all([*prefectures.geometry, *neighbours.geometry, *records("other_land").geometry])


@pytest.mark.parametrize("set_id", ["neighbours", "other_land"])
def test_no_straight_edge_of_the_context_lies_in_any_window(set_id):
    (south, west), (north, east) = FRAME
    for shape in records(set_id).geometry:
        for line in shapely.get_parts(shapely.boundary(shape)):
            points = shapely.get_coordinates(line)
            runs = np.hypot(*np.diff(points, axis=0).T) > 0.25
            straight = (np.diff(points, axis=0) == 0).any(axis=1) & runs
            middles = (points[1:] + points[:-1])[straight] / 2
            inside = (middles > [west, south]).all(axis=1) & (middles < [east, north]).all(axis=1)
            assert not inside.any(), middles[inside]


LAND = {
    "南宁": (108.32, 22.82),
    "贵阳": (106.63, 26.65),
    "长沙": (112.94, 28.23),
    "武汉": (114.30, 30.59),
    "郑州": (113.62, 34.75),
    "南昌": (115.86, 28.68),
    "福州": (119.30, 26.07),
    "台中": (120.68, 24.15),
    "海口": (110.32, 20.00),
    "重庆": (106.55, 29.56),
    "Hanoi": (105.85, 21.03),
    "Lang Son, at the border": (106.76, 21.85),
    "Haiphong": (106.60, 20.86),
}
WATER = {
    "Gulf of Tonkin": (108.2, 20.6),
    "off Shantou": (117.2, 22.6),
    "off Maoming": (112.0, 20.5),
    "Taiwan Strait": (119.3, 24.3),
    "East China Sea": (122.5, 28.5),
}


def test_no_sea_is_drawn_where_there_is_land_nor_land_in_the_sea(context):
    assert [name for name, place in LAND.items() if not context.contains(shapely.Point(place))] == []
    assert [name for name, place in WATER.items() if context.intersects(shapely.Point(place))] == []


def test_the_context_leaves_no_gap_between_countries_and_provinces(context):
    (south, west), (north, east) = FRAME
    inland = shapely.get_parts(shapely.difference(shapely.box(west, south, east, north), context))
    lakes = [gap for gap in inland if area_km2(gap) < 5_000 and not gap.intersects(shapely.box(109, 19, 123, 36))]
    assert [gap.bounds for gap in lakes] == []


def test_the_neighbours_are_the_provinces_around_by_their_codes(neighbours):
    assert {"香港", "澳门", "广西", "湖南", "江西", "福建", "海南", "台湾", "贵州"} <= set(neighbours["name_zh"])
    assert "广东" not in set(neighbours["name_zh"])


def test_land_abroad_lies_outside_the_country(prefectures, neighbours):
    country = shapely.union_all([*prefectures.geometry, *neighbours.geometry])
    assert area_km2(shapely.intersection(records("other_land").geometry[0], country)) < 100


@pytest.mark.parametrize("set_id", ["prefectures", "counties", "neighbours", "other_land", "demonstration_areas"])
def test_coordinates_are_rounded_to_metres(set_id):
    points = shapely.get_coordinates(records(set_id).geometry.to_numpy())
    assert np.array_equal(points, points.round(DECIMALS))


def test_every_english_name_says_what_kind_of_place_it_is(counties):
    kinds = counties.drop(list(NO_COUNTIES_OF_THEIR_OWN))[["name_zh", "name_en"]]
    ending = {"区": "District", "县": "County", "市": "City"}
    assert all(english.endswith(ending[chinese[-1]]) for chinese, english in kinds.itertuples(index=False))


def test_demand_conserves_every_county_exactly(demand_points):
    lived = records("residents_county").set_index("adcode")["residents_2020"]
    spread = demand_points.groupby("county")["residents"].sum()
    assert spread.sort_index().to_dict() == lived.sort_index().to_dict()


def test_a_county_is_spread_as_equally_as_whole_people_allow(demand_points):
    by_county = demand_points.groupby("county")["residents"]
    assert (by_county.max() - by_county.min()).max() <= 1


def test_a_demand_point_lies_in_its_county_or_just_off_its_coast(demand_points, counties, neighbours):
    points = shapely.points(demand_points["lon"], demand_points["lat"])
    own = counties.geometry.reindex(demand_points["county"]).to_numpy()
    outside = ~shapely.intersects(own, points)
    assert (metres_between(points[outside], own[outside]) <= REACH_M).all()
    everywhere = shapely.union_all([*counties.geometry, *neighbours.geometry])
    assert not shapely.intersects(everywhere, points[outside]).any(), (
        "a place outside its county would have to be in the sea"
    )


def test_a_demand_point_names_the_prefecture_of_its_county(demand_points, counties):
    assert (demand_points["county"].map(counties["prefecture"].to_dict()) == demand_points["prefecture"]).all()


def test_no_two_demand_points_share_a_spot(demand_points):
    assert not demand_points.duplicated(["lon", "lat"]).any()


def test_a_representative_point_stands_only_where_no_place_is_known(demand_points):
    stands_in = demand_points["id"].str.startswith("rep-")
    assert not set(demand_points.loc[stands_in, "county"]) & set(demand_points.loc[~stands_in, "county"])
    assert demand_points.loc[stands_in, "county"].is_unique


def test_an_outline_has_the_published_area_within_one_percent(areas):
    for shape, published in zip(areas.geometry, areas["area_km2_published"], strict=True):
        assert area_km2(shape) == pytest.approx(published, rel=0.01)


def test_an_outline_lies_in_its_prefecture(areas, prefectures):
    for shape, prefecture in zip(areas.geometry, areas["prefecture"], strict=True):
        assert area_km2(shape.difference(prefectures.geometry[prefecture])) < 0.01


@pytest.mark.parametrize(
    ("area", "lon", "lat"),
    [("hengqin", 113.53, 22.13), ("qianhai", 113.8992, 22.5189), ("knowledge-city", 113.51133, 23.36221)],
)
def test_an_outline_holds_the_published_centre_of_the_area(areas, area, lon, lat):
    assert areas.geometry[area].contains(shapely.Point(lon, lat))


def test_the_outlines_are_what_the_recipe_makes_of_the_counties(areas):
    made = demonstration_areas.build().set_index("id")
    assert list(made.index) == list(areas.index)
    for area, shape in made.geometry.items():
        assert area_km2(shape.symmetric_difference(areas.geometry[area])) < 0.01


def test_every_county_has_one_seat_and_it_is_one_of_its_places(counties, demand_points):
    seats = records("county_seats")
    assert list(seats["adcode"]) == sorted(counties.index)
    taken = demand_points.set_index("id").loc[seats["place_id"]].reset_index()
    assert (taken["county"] == seats["adcode"]).all()
    assert (taken[["lon", "lat"]] == seats[["lon", "lat"]]).all().all()


@pytest.mark.parametrize(
    ("adcode", "town"),
    [
        ("441622", "老隆镇"),
        ("441803", "太和镇"),
        ("440882", "雷州"),
        ("440115", "黄阁镇"),
        ("440403", "井岸镇"),
        ("440404", "红旗镇"),
        ("445381", "罗城街道"),
    ],
)
def test_a_seat_is_the_town_everybody_knows(adcode, town):
    assert records("county_seats").set_index("adcode").at[adcode, "place_zh"] == town


def test_every_seat_was_checked_and_those_that_were_off_have_moved():
    seats = records("county_seats").set_index("adcode")
    assert seats["checked"].value_counts().to_dict() == {
        "confirmed": 89, "moved": 14, "near": 11, "far": 5, "unchecked": 3, "undecided": 2,
    }  # fmt: skip
    assert seats["note"].ne("").all()
    assert (seats["check_evidence"].eq("") == seats["checked"].eq("unchecked")).all()
    assert (seats["basis"].eq("checked") == seats["checked"].eq("moved")).all()
    twelve = [
        *("440103", "440106", "440111", "440112", "440115", "440204"),
        *("440403", "440404", "440803", "440881", "440982", "441302"),
    ]
    near_but_elsewhere = ["440804", "440883"]  # 坡头 and 吴川: within 3 km, and the seat is another town
    assert sorted(seats.index[seats["checked"] == "moved"]) == sorted([*twelve, *near_but_elsewhere])
    assert sorted(seats.index[seats["checked"] == "undecided"]) == ["440705", "441881"]
    assert sorted(seats.index[seats["checked"] == "unchecked"]) == ["440309", "440310", "440311"]

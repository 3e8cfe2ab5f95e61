"""Who belongs to whom, zones that divide the province, areas put together, and who borders whom."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo.errors import BadValueError, MissingColumnError, UnknownIdError
from geo.regions import dissolve, is_partition, members, neighbours, partition_faults, prefecture_of
from tests.geo.worlds import squares, wavy_areas


@pytest.mark.parametrize(
    ("adcode", "prefecture"),
    [("440103", "440100"), ("440100", "440100"), ("441900", "441900"), ("442000", "442000"), ("445381", "445300")],
)
def test_a_county_lies_in_the_prefecture_of_its_first_four_digits(adcode: str, prefecture: str) -> None:
    assert prefecture_of(adcode) == prefecture


@pytest.mark.parametrize("adcode", ["440000", "44010", "4401030", "", "44010a", "４４０１０３", 440103, None])
def test_what_is_no_adcode_of_a_prefecture_or_county_is_refused(adcode: object) -> None:
    with pytest.raises(BadValueError, match=r"adcode"):
        prefecture_of(adcode)  # type: ignore[arg-type]


def test_members_are_the_counties_and_a_prefecture_without_counties_is_its_own_unit() -> None:
    units = ["440103", "440104", "441900", "442000", "440203"]
    assert members("440100", units) == ("440103", "440104")
    assert members("440104", units) == ("440103", "440104")
    assert members("441900", units) == ("441900",)
    assert members("441800", units) == ()
    assert members("440100", ["440100", *units]) == ("440103", "440104")


ZONES = {"core": ["440100", "440300"], "north": ["440200"]}


def test_zones_that_hold_each_prefecture_once_are_a_partition() -> None:
    assert is_partition(ZONES, ["440200", "440100", "440300"])
    assert partition_faults(ZONES, ["440200", "440100", "440300"]) == ()


def test_every_fault_of_a_partition_is_told() -> None:
    zones = {"core": ["440100", "440300", "440100"], "coast": ["440300", "460100"], "empty": []}
    assert partition_faults(zones, ["440100", "440300", "440200"]) == (
        "440300 is in core and coast",
        "440200 is in no zone",
        "440100 is 2 times in core",
        "460100 of coast is not one of those to divide",
        "zone empty has no members",
    )
    assert not is_partition(zones, ["440100", "440300", "440200"])


def test_two_squares_make_one_rectangle_without_a_trace_of_their_border() -> None:
    joined = dissolve(squares("a", "b", "c"), {"east": ["b", "c"], "all": ["c", "a", "b", "a"]})
    assert joined["id"].tolist() == ["east", "all"]
    assert joined.crs.to_epsg() == 4326
    assert joined.geometry.iloc[0].equals(shapely.box(114, 22, 116, 23))
    assert joined.geometry.iloc[1].equals(shapely.box(113, 22, 116, 23))


def test_curved_areas_keep_their_size_and_their_hole() -> None:
    areas = wavy_areas(30)
    assert shapely.coverage_is_valid(areas.geometry.to_numpy())
    joined = dissolve(areas, {"all": areas["adcode"].to_list(), "one": ["440200"]}).geometry
    assert joined.is_valid.all()
    assert joined.iloc[0].area == pytest.approx(shapely.area(areas.geometry.to_numpy()).sum())
    main = max(joined.iloc[0].geoms, key=lambda part: part.area)
    assert len(main.interiors) == 1
    assert joined.iloc[1].equals(areas.geometry.iloc[1])


def test_areas_whose_borders_do_not_match_are_joined_all_the_same() -> None:
    areas = gpd.GeoDataFrame(
        {"adcode": ["a", "b"]}, geometry=[shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 1)], crs=4326
    )
    joined = dissolve(areas, {"both": ["a", "b"]}).geometry.iloc[0]
    assert joined.area == pytest.approx(5)


def test_the_areas_are_left_alone() -> None:
    areas = squares("a", "b")
    before = areas.copy(deep=True)
    dissolve(areas, {"both": ["a", "b"]})
    assert areas.geom_equals_exact(before, 0).all()


def test_groups_that_cannot_be_made_are_refused_by_name() -> None:
    with pytest.raises(UnknownIdError, match=r"got x, y; known are a, b"):
        dissolve(squares("a", "b"), {"one": ["a", "y"], "two": ["x"]})
    with pytest.raises(BadValueError, match="none in two"):
        dissolve(squares("a", "b"), {"one": ["a"], "two": []})
    with pytest.raises(MissingColumnError, match="adcode"):
        dissolve(squares("a").drop(columns="adcode"), {})
    assert dissolve(squares("a"), {}).empty


def test_neighbours_share_a_side_and_not_only_a_corner() -> None:
    found = neighbours(squares("a", "b", "c", "d", columns=2))
    assert found == {"a": ("b", "c"), "b": ("a", "d"), "c": ("a", "d"), "d": ("b", "c")}


def test_an_island_stands_alone_and_an_enclave_has_one_neighbour() -> None:
    areas = wavy_areas(12)
    found = neighbours(areas)
    assert found[areas["adcode"].iloc[-1]] == (areas["adcode"].iloc[2],)
    assert neighbours(squares("a")) == {"a": ()}


def test_neighbours_are_mutual_and_as_the_borders_measured_one_by_one() -> None:
    areas = wavy_areas(12)
    slowly = {
        one: tuple(sorted(
            other for other, there in zip(areas["adcode"], areas.geometry, strict=True)
            if other != one and here.intersection(there).length > 0
        ))
        for one, here in zip(areas["adcode"], areas.geometry, strict=True)
    }  # fmt: skip
    assert neighbours(areas) == slowly

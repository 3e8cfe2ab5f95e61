"""Who is reached, by how many, and who is left when a body closes: three towns known by head, and a slow double loop.

Worked examples of planners are in examples/reach.toml; every one of them is run here.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.distance import distance_m
from geo.errors import BadValueError, MissingColumnError
from geo.reach import Reach, by_group, distances, may_serve, profile, reach, reach_by_matrix, straight_matrix

EARTH = Geod(ellps="WGS84")
NAN, INF = float("nan"), float("inf")
EXAMPLES = tomllib.loads((Path(__file__).parent / "examples" / "reach.toml").read_text(encoding="utf-8"))["example"]
PEOPLE = ("total", "covered", "lowest", "highest", "twice")

Row = Mapping[str, Any]


def town(name: str, lon: float, residents: float, prefecture: str = "440100", lat: float = 23.0) -> dict[str, Any]:
    return {"name": name, "prefecture": prefecture, "lon": lon, "lat": lat, "residents": residents}


def site(record: str, lon: float, lat: float = 23.0, **changes: Any) -> dict[str, Any]:
    """A body of 440100 that serves its prefecture, but for what is said otherwise."""
    return {"id": record, "serves": "prefecture", "prefecture": "440100", "lon": lon, "lat": lat, **changes}


def towns(*rows: Row) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["name", "prefecture", "lon", "lat", "residents"]).set_index("name")


def sites(*rows: Row) -> pd.DataFrame:
    columns = ["id", "serves", "prefecture", "lon", "lat"]
    return pd.DataFrame(list(rows), columns=[*columns, "width_m"] if any("width_m" in row for row in rows) else columns)


# At 23 N a tenth of a degree of longitude is 10.25 km: one town is 10.25 km from the next, the outer ones 20.5 km.
WEST, MIDDLE, EAST = 113.0, 113.1, 113.2
THREE = (town("west", WEST, 100), town("middle", MIDDLE, 200), town("east", EAST, 700))
ENDS = (site("w", WEST), site("e", EAST))


def three(*placed: Row, radius_m: float = 12_000, **options: Any) -> Reach:
    """Reach of the three towns; 12 km goes from one town to the next and no farther."""
    return reach(towns(*THREE), sites(*placed), radius_m=radius_m, **options)


def facts(found: Reach) -> dict[str, Any]:
    """All of an answer by the names of places and bodies, whatever their order."""
    each = {field.name: getattr(found, field.name) for field in fields(found)}
    return {name: value.to_dict() if isinstance(value, pd.Series) else value for name, value in each.items()}


def metres_slowly(place: Row, body: Row) -> float:
    """The geodesic between two points, inf when one is unknown."""
    ends = place["lon"], place["lat"], body["lon"], body["lat"]
    return INF if any(math.isnan(end) for end in ends) else float(EARTH.inv(*ends)[2])


def serves_slowly(place: Row, body: Row, ignore_borders: bool) -> bool:
    return ignore_borders or body["serves"] == "province" or body["prefecture"] == place["prefecture"]


def far_slowly(place: Row, bodies: Iterable[Row], ignore_borders: bool) -> list[float]:
    """Metres to every body that may serve the place and has a point, nearest first."""
    far = [metres_slowly(place, body) for body in bodies if serves_slowly(place, body, ignore_borders)]
    return sorted(metres for metres in far if math.isfinite(metres))


def covered_slowly(places: Iterable[Row], bodies: Sequence[Row], radius_m: float, borders: bool, at_least: int) -> int:
    """People with so many bodies in reach, counted place by place and body by body."""
    people = 0
    for place in places:
        if sum(metres <= radius_m for metres in far_slowly(place, bodies, borders)) >= at_least:
            people += place["residents"]
    return people


def moved_slowly(places: Iterable[Row], bodies: Sequence[Row], radius_m: float, borders: bool, towards: int) -> int:
    """People reached when every body is as far away (+1), or as near (-1), as its position allows."""
    people = 0
    for place in places:
        for body in bodies:
            metres, off = metres_slowly(place, body), body["width_m"]
            moved = metres + towards * (0 if math.isnan(off) else off)
            if serves_slowly(place, body, borders) and math.isfinite(metres) and moved <= radius_m:
                people += place["residents"]
                break
    return people


# Three towns, known by head.


def test_a_body_in_the_middle_reaches_all_three_towns() -> None:
    found = three(site("m", MIDDLE))
    assert (found.total, found.covered, found.twice, found.share) == (1000, 1000, 0, 1.0)
    assert found.nearest.to_dict() == {"west": "m", "middle": "m", "east": "m"}
    assert found.nearest_m.to_dict() == pytest.approx({"west": 10_252, "middle": 0, "east": 10_252}, abs=1)


def test_a_body_in_the_west_reaches_two_towns_of_three_but_three_people_of_ten() -> None:
    found = three(site("w", WEST))
    assert (found.covered, found.share) == (300, 0.3)
    assert found.in_reach.to_dict() == {"west": 1, "middle": 1, "east": 0}


def test_bodies_at_both_ends_leave_the_middle_with_a_second_and_each_end_hanging_on_one() -> None:
    found = three(*ENDS)
    assert (found.covered, found.twice) == (1000, 200)
    assert found.lost.to_dict() == {"w": 100, "e": 700}
    assert list(found.lost.index) == ["e", "w"]
    assert found.critical == ("e",)
    assert (found.nearest["west"], found.second["west"]) == ("w", "e")
    assert (found.nearest["east"], found.second["east"]) == ("e", "w")
    assert found.second_m["west"] == pytest.approx(20_504, abs=1)


def test_two_bodies_at_one_place_lose_nobody_when_either_closes() -> None:
    found = three(site("w", WEST), site("v", WEST))
    assert (found.covered, found.twice) == (300, 300)
    assert found.lost.to_dict() == {"v": 0, "w": 0}
    assert found.critical == ()


def test_all_bodies_are_critical_that_would_lose_equally_many() -> None:
    found = reach(towns(town("a", 113, 50), town("b", 115, 50)), sites(site("y", 115), site("x", 113)), radius_m=1000)
    assert found.critical == ("x", "y")
    assert list(found.lost.index) == ["x", "y"]


def test_a_neighbour_is_out_of_reach_by_jurisdiction_unless_borders_are_ignored_or_the_body_serves_the_province() -> (
    None
):
    apart = towns(*THREE[:2], {**THREE[2], "prefecture": "440200"})
    local, provincial = sites(site("m", MIDDLE)), sites(site("m", MIDDLE, serves="province"))
    assert reach(apart, local, radius_m=12_000).covered == 300
    assert reach(apart, local, radius_m=12_000, ignore_borders=True).covered == 1000
    assert reach(apart, provincial, radius_m=12_000).covered == 1000
    assert reach(apart, sites(site("m", MIDDLE, serves="industry")), radius_m=12_000).covered == 300
    assert may_serve(apart, local).tolist() == [[True], [True], [False]]


def test_an_endless_radius_reaches_everybody_a_body_may_serve_and_nobody_else() -> None:
    far = towns(*THREE, town("far", 117.0, 5000, "440200", 25.5))
    one = sites(site("w", WEST))
    found = reach(far, one, radius_m=INF)
    assert (found.covered, found.total) == (1000, 6000)
    assert (found.nearest["far"], found.nearest_m["far"]) == ("", INF)
    assert reach(far, one, radius_m=INF, ignore_borders=True).covered == 6000
    assert reach(far, sites(site("w", WEST, serves="province")), radius_m=INF).covered == 6000


def test_a_place_exactly_at_the_radius_is_reached_and_a_metre_less_is_not_enough() -> None:
    to_middle = distance_m(WEST, 23.0, MIDDLE, 23.0).item()
    assert three(site("w", WEST), radius_m=to_middle).covered == 300
    assert three(site("w", WEST), radius_m=to_middle - 1).covered == 100
    assert three(site("w", WEST), radius_m=0).covered == 100
    people = pd.Series([100, 200, 700])
    assert reach_by_matrix([[0], [10_000], [10_000.01]], people, ["w"], radius_m=10_000).covered == 300
    # In a machine 0.1 + 0.2 is a little more than 0.3; at the radius it is not.
    assert reach_by_matrix([[0], [0.1 + 0.2], [0.31]], people, ["w"], radius_m=0.3).covered == 300


def test_more_people_in_a_town_change_the_share_as_the_sum_says() -> None:
    west = sites(site("w", WEST))

    def share(**residents: int) -> float:
        table = towns(*({**each, "residents": residents.get(each["name"], each["residents"])} for each in THREE))
        return reach(table, west, radius_m=12_000).share

    assert share() == 300 / 1000
    assert share(east=1400) == 300 / 1700
    assert share(west=200) == 400 / 1100
    assert share(east=0) == 1.0


def test_people_are_taken_from_the_column_asked_for() -> None:
    table = towns(*THREE).assign(patients=[7, 2, 1])
    assert reach(table, sites(site("w", WEST)), radius_m=12_000, weight="patients").share == 0.9
    assert reach(table.drop(columns="residents"), sites(*ENDS), radius_m=12_000, weight="patients").twice == 2


def test_a_body_that_may_be_off_reaches_fewer_surely_and_more_perhaps() -> None:
    # From the west: 0, 10.25 and 20.5 km. Off by 3 km: surely 0 + 3 only; off by 9 km: perhaps 20.5 - 9 = 11.5 too.
    assert [three(site("w", WEST, width_m=3_000)).lowest, three(site("w", WEST, width_m=3_000)).highest] == [100, 300]
    found = three(site("w", WEST, width_m=9_000))
    assert (found.lowest, found.covered, found.highest) == (100, 300, 1000)
    assert three(site("w", WEST, width_m=12_500)).lowest == 0
    unknown = three(site("w", WEST, width_m=NAN), site("e", EAST, width_m=NAN))
    assert (unknown.lowest, unknown.covered, unknown.highest) == (1000, 1000, 1000)
    sure = three(site("w", WEST, width_m=3_000), site("m", MIDDLE, width_m=NAN))
    assert (sure.lowest, sure.surely.to_dict()) == (1000, {"west": True, "middle": True, "east": True})


def test_ties_go_to_the_smaller_id_whatever_the_order() -> None:
    for rows in (("b", "a", "c"), ("c", "b", "a")):
        found = three(*(site(record, MIDDLE) for record in rows))
        assert set(found.nearest) == {"a"}
        assert set(found.second) == {"b"}
    equal = reach_by_matrix([[5, 9, 5]], pd.Series([1]), ["z", "m", "b"], radius_m=1)
    assert (equal.nearest[0], equal.second[0], equal.nearest_m[0], equal.second_m[0]) == ("b", "z", 5, 5)


# Nothing, nobody, nowhere.


def test_without_bodies_nobody_is_reached_and_there_is_nothing_to_close() -> None:
    found = three(radius_m=INF)
    assert (found.total, found.covered, found.lowest, found.highest, found.twice) == (1000, 0, 0, 0, 0)
    assert (found.share, len(found.lost), found.critical) == (0.0, 0, ())
    assert set(found.nearest) == set(found.second) == {""}
    assert set(found.nearest_m) == set(found.second_m) == {INF}


def test_a_single_body_is_nobodys_second() -> None:
    found = three(site("w", WEST))
    assert set(found.second) == {""}
    assert set(found.second_m) == {INF}


def test_without_places_there_is_no_share_and_every_body_is_idle() -> None:
    found = reach(towns(), sites(*ENDS), radius_m=12_000)
    assert (found.total, found.covered, len(found.people)) == (0, 0, 0)
    assert math.isnan(found.share)
    assert found.lost.to_dict() == {"e": 0, "w": 0}
    assert found.critical == ()
    assert math.isnan(reach(towns(), sites(), radius_m=0).share)
    assert len(by_group(found, pd.Series([], index=found.people.index, dtype=object))) == 0


def test_places_without_people_have_no_share_either() -> None:
    found = reach(towns(town("empty", WEST, 0)), sites(site("w", WEST)), radius_m=12_000)
    assert math.isnan(found.share)
    assert (found.in_reach["empty"], found.critical) == (1, ())
    assert profile(found, [0.0, 1e6])[["nearest", "second"]].isna().all(axis=None)
    assert by_group(found, pd.Series({"empty": "county"}))["share"].isna().all()


def test_a_body_without_a_point_reaches_nobody_and_a_place_without_one_is_reached_by_nobody() -> None:
    found = three(site("lost", NAN), site("half", WEST, NAN, serves="province"), radius_m=INF)
    assert (found.covered, found.highest, set(found.nearest)) == (0, 0, {""})
    assert found.lost.to_dict() == {"half": 0, "lost": 0}
    nowhere = towns(THREE[0], town("nowhere", NAN, 50))
    found = reach(nowhere, sites(site("w", WEST)), radius_m=INF)
    assert (found.total, found.covered, found.in_reach["nowhere"], found.nearest_m["nowhere"]) == (150, 100, 0, INF)


# Groups, profile, distances.


def test_groups_come_in_order_of_appearance_and_add_up() -> None:
    county = pd.Series({"west": "south", "middle": "north", "east": "south"})
    table = by_group(three(site("w", WEST, width_m=9_000)), county)
    assert table.index.to_list() == ["south", "north"]
    assert table["people"].to_list() == [800, 200]
    assert table["covered"].to_list() == [100, 200]
    assert table["unserved"].to_list() == [700, 0]
    assert table["share"].to_list() == [0.125, 1.0]
    # Off by 9 km: surely the west only (9 <= 12 < 10.25 + 9), perhaps the east too (20.5 - 9 <= 12).
    assert table["lowest"].to_list() == [100, 0]
    assert table["highest"].to_list() == [800, 200]
    assert by_group(three(*ENDS), county)["twice"].to_list() == [0, 200]


def test_groups_on_another_index_are_refused() -> None:
    with pytest.raises(BadValueError, match="index of the demand"):
        by_group(three(), pd.Series(["x", "x", "x"]))
    with pytest.raises(BadValueError, match="index of the demand"):
        by_group(three(), pd.Series({"east": "x", "middle": "x", "west": "x"}))


def test_the_profile_steps_up_at_each_town() -> None:
    # From the west: 100 people at 0, 200 at 10.25, 700 at 20.5 km; the second (east) the other way round.
    found = profile(three(*ENDS), [0, 5_000, 11_000, 21_000])
    assert found["distance_m"].to_list() == [0, 5_000, 11_000, 21_000]
    assert found["nearest"].to_list() == [0.8, 0.8, 1.0, 1.0]
    assert found["second"].to_list() == [0.0, 0.0, 0.2, 1.0]
    assert profile(three(site("w", WEST)), [11_000, 21_000])["nearest"].to_list() == [0.3, 1.0]


def test_a_step_exactly_at_a_town_includes_it() -> None:
    found = reach_by_matrix([[0], [10_000], [20_000]], pd.Series([100, 200, 700]), ["w"], radius_m=10_000)
    assert profile(found, [10_000, 9_999, 20_000])["nearest"].to_list() == [0.3, 0.1, 1.0]


def test_mean_median_and_worst_distance_are_of_people() -> None:
    people = pd.Series([100, 200, 700])
    found = distances(reach_by_matrix([[0], [10], [20]], people, ["w"], radius_m=1))
    assert (found.mean_m, found.median_m, found.worst_m, found.without) == (16, 20, 20, 0)  # (0 + 2000 + 14000) / 1000
    found = distances(reach_by_matrix([[0], [10], [INF]], people, ["w"], radius_m=1))
    assert (found.mean_m, found.median_m, found.worst_m) == (pytest.approx(2000 / 300), 10, 10)
    assert found.without == 700


def test_an_empty_place_far_away_does_not_count_as_the_worst() -> None:
    found = distances(reach_by_matrix([[0], [10], [99]], pd.Series([100, 200, 0]), ["w"], radius_m=1))
    assert (found.worst_m, found.without) == (10, 0)


def test_nobody_with_a_body_has_no_distance() -> None:
    found = distances(three())
    assert math.isnan(found.mean_m)
    assert math.isnan(found.median_m)
    assert math.isnan(found.worst_m)
    assert found.without == 1000


def test_places_of_an_unknown_group_are_counted_too() -> None:
    table = by_group(three(site("m", MIDDLE)), pd.Series({"west": "x", "middle": None, "east": "x"}, dtype=object))
    assert table["people"].sum() == 1000


def test_an_endless_step_is_the_share_reached_at_an_endless_radius() -> None:
    found = reach_by_matrix([[0], [10], [INF]], pd.Series([100, 200, 700]), ["w"], radius_m=INF)
    assert found.share == 0.3
    assert profile(found, [INF])[["nearest", "second"]].to_numpy().tolist() == [[0.3, 0.0]]


# The matrix, and what is refused.


def test_a_matrix_of_geodesics_gives_the_same_answer_as_the_places() -> None:
    places = (*THREE[:2], {**THREE[2], "prefecture": "440200"})
    bodies = (site("w", WEST, width_m=3_000), site("e", EAST, prefecture="440200", width_m=NAN), site("m", MIDDLE))
    matrix = [
        [metres_slowly(place, body) if serves_slowly(place, body, False) else INF for body in bodies]
        for place in places
    ]
    found = reach(towns(*places), sites(*bodies), radius_m=12_000)
    people = towns(*places)["residents"]
    again = reach_by_matrix(matrix, people, ["w", "e", "m"], radius_m=12_000, width_m=[3_000, 0, 0])
    one, other = facts(found), facts(again)
    for name in ("nearest_m", "second_m"):
        assert one.pop(name) == pytest.approx(other.pop(name), rel=1e-5)
    assert one == other


def test_unknown_entries_of_a_matrix_are_out_of_reach_and_minutes_do_as_well_as_metres() -> None:
    found = reach_by_matrix([[NAN, 30], [29, INF], [31, 45]], pd.Series([1, 2, 4]), ["a", "b"], radius_m=30)
    assert (found.covered, found.nearest.to_list()) == (3, ["b", "a", "a"])
    assert found.nearest_m.to_list() == [30, 29, 31]
    assert (found.second[0], found.second_m[0]) == ("", INF)


def test_the_straight_matrix_has_a_row_a_place_and_a_column_a_body() -> None:
    matrix = straight_matrix(towns(*THREE[:2]), sites(*ENDS, site("nowhere", NAN)))
    assert matrix.shape == (2, 3)
    np.testing.assert_allclose(matrix[:, :2], [[0, 20_504.5], [10_252.25, 10_252.25]], rtol=1e-5, atol=1e-6)
    assert np.isnan(matrix[:, 2]).all()


@pytest.mark.parametrize("radius_m", [-1.0, NAN, -INF])
def test_a_radius_that_cannot_be_is_refused(radius_m: float) -> None:
    with pytest.raises(BadValueError, match="radius of 0 or more"):
        three(*ENDS, radius_m=radius_m)


@pytest.mark.parametrize("residents", [-1, NAN])
def test_weights_that_cannot_be_are_refused(residents: float) -> None:
    with pytest.raises(BadValueError, match="weights of 0 or more"):
        reach(towns(*THREE[:2], town("east", EAST, residents)), sites(*ENDS), radius_m=1)


@pytest.mark.parametrize(
    ("matrix", "widths"),
    [([[0, 9]], None), ([[0, 9, 9], [0, 9, 9]], None), ([[0, 9]] * 3, [1, 2, 3]), ([[0, 9]] * 3, [[1], [2], [3]])],
    ids=["too small", "turned", "too many widths", "a width a place"],
)
def test_a_matrix_or_widths_that_do_not_fit_are_refused(matrix: Any, widths: Any) -> None:
    with pytest.raises(BadValueError):
        reach_by_matrix(matrix, pd.Series([100, 200, 700]), ["a", "b"], radius_m=1, width_m=widths)


@pytest.mark.parametrize("width_m", [NAN, -1.0])
def test_widths_keep_the_range_in_order_or_are_refused(width_m: float) -> None:
    try:
        found = reach_by_matrix([[0], [2], [9]], pd.Series([100, 200, 700]), ["a"], radius_m=1, width_m=[width_m])
    except BadValueError:
        return
    assert found.lowest <= found.covered <= found.highest


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BadValueError, match=r"radius of 0 or more, got -1.*weights of 0 or more"):
        reach(towns(town("x", WEST, -5)), sites(*ENDS), radius_m=-1)
    with pytest.raises(MissingColumnError, match=r"demand: .*residents.*sites: .*serves"):
        reach(towns().drop(columns="residents"), sites().drop(columns="serves"), radius_m=1)
    with pytest.raises(MissingColumnError, match=r"demand: .*patients"):
        three(*ENDS, weight="patients")


def test_ids_that_come_twice_are_refused() -> None:
    with pytest.raises(BadValueError, match="'w' more than once"):
        three(site("w", WEST), site("w", EAST))


def test_the_tables_are_left_alone() -> None:
    demand, bodies = towns(*THREE), sites(site("w", WEST, width_m=NAN))
    before = demand.copy(), bodies.copy()
    reach(demand, bodies, radius_m=12_000)
    pd.testing.assert_frame_equal(demand, before[0])
    pd.testing.assert_frame_equal(bodies, before[1])


# What planners worked out by hand.


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["name"] for example in EXAMPLES])
def test_the_worked_example_comes_out(example: dict[str, Any]) -> None:
    options = {"radius_m": example["radius_km"] * 1000, "ignore_borders": example.get("ignore_borders", False)}
    placed = [
        site(**{"record": row["id"]} | {name: row[name] for name in row if name not in ("id", "off_km")})
        | {"width_m": row.get("off_km", 0.0) * 1000}
        for row in example["bodies"]
    ]
    demand, expected = towns(*example["towns"]), example["expect"]
    assert set(expected) - {"lowest", "highest"} == {"covered", "share", "second", "closing"}
    found = reach(demand, sites(*placed), **options)
    assert found.covered == expected["covered"]
    assert found.twice == expected["second"]
    assert found.lost.to_dict() == expected["closing"]
    assert found.lowest == expected.get("lowest", expected["covered"])
    assert found.highest == expected.get("highest", expected["covered"])
    if expected["share"] == "none":
        assert math.isnan(found.share)
    else:
        assert found.share == pytest.approx(float(Fraction(expected["share"])), abs=1e-12)
    for row in placed:
        rest = reach(demand, sites(*(each for each in placed if each is not row)), **options)
        assert found.covered - rest.covered == expected["closing"][row["id"]]


# Any world: a grid of 5 km, two prefectures, bodies that may be off, points that may be unknown.

HOMES = st.sampled_from(["440100", "440200"])
LON = st.integers(0, 5).map(lambda step: 113 + step / 20)
LON_OR_NONE = st.one_of(LON, LON, LON, st.just(NAN))
LAT = st.integers(0, 2).map(lambda step: 23 + step / 20)
RADII = st.sampled_from([0.0, 3_700.0, 8_150.0, 12_650.0, 23_050.0, INF])
PLACES = st.builds(
    lambda lon, lat, residents, prefecture: town("", lon, residents, prefecture, lat),
    LON_OR_NONE, LAT, st.integers(0, 1000), HOMES,
)  # fmt: skip
BODIES = st.builds(
    lambda lon, lat, **changes: site("", lon, lat, **changes),
    LON_OR_NONE, LAT, prefecture=HOMES, serves=st.sampled_from(["prefecture", "prefecture", "industry", "province"]),
    width_m=st.sampled_from([NAN, 0.0, 3_010.0, 9_020.0]),
)  # fmt: skip


def named(column: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{**row, column: f"{column}{place}"} for place, row in enumerate(rows)]


DEMAND = st.lists(PLACES, max_size=7).map(lambda rows: named("name", rows))
SITES = st.lists(BODIES, max_size=5).map(lambda rows: named("id", rows))


def clear_cut(places: Iterable[Row], bodies: Sequence[Row], radius_m: float) -> bool:
    """No distance, moved or not, is so near the radius that a thousandth of a percent could matter."""
    for place in places:
        for body in bodies:
            metres = metres_slowly(place, body)
            for off in (0.0, *([] if math.isnan(body["width_m"]) else [body["width_m"], -body["width_m"]])):
                if metres > 0 and math.isfinite(metres) and abs(metres + off - radius_m) <= 2e-5 * metres:
                    return False
    return True


@settings(max_examples=80, deadline=None)
@given(DEMAND, SITES, RADII, st.booleans())
def test_any_world_is_reached_as_the_double_loop_says(
    places: list[Row], bodies: list[Row], radius_m: float, borders: bool
) -> None:
    assume(clear_cut(places, bodies, radius_m))
    found = reach(towns(*places), sites(*bodies), radius_m=radius_m, ignore_borders=borders)
    assert found.total == sum(place["residents"] for place in places)
    assert found.covered == covered_slowly(places, bodies, radius_m, borders, 1)
    assert found.twice == covered_slowly(places, bodies, radius_m, borders, 2)
    assert found.lowest == moved_slowly(places, bodies, radius_m, borders, +1)
    assert found.highest == moved_slowly(places, bodies, radius_m, borders, -1)
    assert found.lowest <= found.covered <= found.highest <= found.total
    by_id = {body["id"]: body for body in bodies}
    for place in places:
        far = [*far_slowly(place, bodies, borders), INF, INF]
        for rank, (name, metres) in enumerate([(found.nearest, found.nearest_m), (found.second, found.second_m)]):
            assert metres[place["name"]] == pytest.approx(far[rank], rel=1e-5)
            nearby = by_id.get(name[place["name"]])
            assert (nearby is None) == math.isinf(far[rank])
            assert nearby is None or metres_slowly(place, nearby) == pytest.approx(far[rank], rel=1e-5)


@settings(max_examples=40, deadline=None)
@given(DEMAND, SITES, RADII)
def test_what_a_closing_loses_is_what_is_gone_when_the_body_is_really_gone(
    places: list[Row], bodies: list[Row], radius_m: float
) -> None:
    assume(clear_cut(places, bodies, radius_m))
    found = reach(towns(*places), sites(*bodies), radius_m=radius_m)
    before = covered_slowly(places, bodies, radius_m, False, 1)
    lost = {
        body["id"]: before - covered_slowly(places, [each for each in bodies if each is not body], radius_m, False, 1)
        for body in bodies
    }
    assert found.lost.to_dict() == lost
    assert list(found.lost.index) == sorted(lost, key=lambda record: (-lost[record], record))
    worst = max(lost.values(), default=0)
    assert found.critical == tuple(record for record in sorted(lost) if worst and lost[record] == worst)


@settings(max_examples=40, deadline=None)
@given(DEMAND, SITES, RADII, st.data())
def test_groups_add_up_exactly_and_the_unserved_are_those_out_of_reach(
    places: list[Row], bodies: list[Row], radius_m: float, data: st.DataObject
) -> None:
    assume(clear_cut(places, bodies, radius_m))
    found = reach(towns(*places), sites(*bodies), radius_m=radius_m)
    counties = {place["name"]: data.draw(st.sampled_from("xyz")) for place in places}
    table = by_group(found, pd.Series(counties, index=found.people.index, dtype=object))
    assert table.index.to_list() == list(dict.fromkeys(counties.values()))
    for column, total in (("people", "total"), *((name, name) for name in PEOPLE[1:])):
        assert table[column].sum() == getattr(found, total)
    for county in table.index:
        here = [place for place in places if counties[place["name"]] == county]
        people = sum(place["residents"] for place in here)
        covered = covered_slowly(here, bodies, radius_m, False, 1)
        row = table.loc[county]
        assert (row["people"], row["covered"], row["unserved"]) == (people, covered, people - covered)
        assert row["twice"] == covered_slowly(here, bodies, radius_m, False, 2)
        assert row["share"] == pytest.approx(covered / people if people else NAN, nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(DEMAND, SITES, RADII)
def test_the_profile_is_the_share_within_each_step(places: list[Row], bodies: list[Row], radius_m: float) -> None:
    steps = [step for step in (0.0, 3_700.0, 8_150.0, 12_650.0, 23_050.0) if clear_cut(places, bodies, step)]
    people = sum(place["residents"] for place in places)
    assume(people > 0)
    found = reach(towns(*places), sites(*bodies), radius_m=radius_m)
    table = profile(found, steps)
    for rank, column in enumerate(["nearest", "second"]):
        slowly = [covered_slowly(places, bodies, step, False, rank + 1) / people for step in steps]
        assert table[column].to_list() == pytest.approx(slowly)
        assert table[column].is_monotonic_increasing
    if math.isfinite(radius_m):
        assert profile(found, [radius_m])["nearest"].item() == pytest.approx(found.share)


@settings(max_examples=40, deadline=None)
@given(DEMAND, SITES, BODIES, RADII, st.booleans())
def test_one_more_body_never_takes_anybody_out_of_reach(
    places: list[Row], bodies: list[Row], more: Row, radius_m: float, borders: bool
) -> None:
    demand = towns(*places)
    before = reach(demand, sites(*bodies), radius_m=radius_m, ignore_borders=borders)
    after = reach(demand, sites(*bodies, {**more, "id": "more"}), radius_m=radius_m, ignore_borders=borders)
    assert all(getattr(after, name) >= getattr(before, name) for name in PEOPLE)
    assert (after.in_reach >= before.in_reach).all()
    assert (after.nearest_m <= before.nearest_m).all()
    # An only body's closing loses no more people when there is another.
    assert all(after.lost[record] <= lost for record, lost in before.lost.items())


@settings(max_examples=40, deadline=None)
@given(DEMAND, SITES, RADII, RADII)
def test_a_smaller_radius_never_reaches_more(places: list[Row], bodies: list[Row], one: float, other: float) -> None:
    demand, table = towns(*places), sites(*bodies)
    small, large = (reach(demand, table, radius_m=radius) for radius in sorted([one, other]))
    assert all(getattr(small, name) <= getattr(large, name) for name in PEOPLE)
    assert (small.in_reach <= large.in_reach).all()


@settings(max_examples=40, deadline=None)
@given(DEMAND, SITES, RADII, st.randoms(use_true_random=False))
def test_the_order_of_places_and_of_bodies_is_nothing(
    places: list[Row], bodies: list[Row], radius_m: float, draw: Any
) -> None:
    found = reach(towns(*places), sites(*bodies), radius_m=radius_m)
    mixed = draw.sample(places, len(places)), draw.sample(bodies, len(bodies))
    again = reach(towns(*mixed[0]), sites(*mixed[1]), radius_m=radius_m)
    assert facts(again) == facts(found)
    assert list(again.lost.index) == list(found.lost.index)
    assert list(again.people.index) == [place["name"] for place in mixed[0]]

"""Who is reached, by how many, and who is left when a body closes: three towns known by head."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from geo.distance import distance_m
from geo.errors import BadValueError, MissingColumnError
from geo.reach import by_group, may_serve, profile, reach, reach_by_matrix
from tests.geo.worlds import EAST, ENDS, MIDDLE, NAN, THREE, WEST, site, sites, three, town, towns

INF = float("inf")


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


# What is refused, and what is left alone.


@pytest.mark.parametrize("radius_m", [-1.0, NAN, -INF])
def test_a_radius_that_cannot_be_is_refused(radius_m: float) -> None:
    with pytest.raises(BadValueError, match="radius of 0 or more"):
        three(*ENDS, radius_m=radius_m)


@pytest.mark.parametrize("residents", [-1, NAN])
def test_weights_that_cannot_be_are_refused(residents: float) -> None:
    with pytest.raises(BadValueError, match="weights of 0 or more"):
        reach(towns(*THREE[:2], town("east", EAST, residents)), sites(*ENDS), radius_m=1)


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

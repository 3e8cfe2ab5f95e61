"""People in reach by group and by distance, and how far people have it in the mean, the middle and at worst."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from geo.errors import BadValueError
from geo.reach import by_group, distances, profile, reach_by_matrix
from tests.geo.worlds import ENDS, MIDDLE, WEST, site, three

INF = float("inf")


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

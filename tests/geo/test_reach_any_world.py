"""Reach in any world, held against a slow double loop over places and bodies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.reach import Reach, by_group, profile, reach, reach_by_matrix
from tests.geo.worlds import EAST, MIDDLE, NAN, THREE, WEST, Row, site, sites, town, towns

EARTH, INF = Geod(ellps="WGS84"), float("inf")
PEOPLE = ("total", "covered", "lowest", "highest", "twice")


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


# A matrix of the loop's own distances.


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

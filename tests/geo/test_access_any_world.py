"""Any world of access, read the slow way: prefecture by prefecture, place by place, body by body."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.access import DEGREES, AccessDefinition
from tests.geo.oracles import RANK, exists_slowly
from tests.geo.worlds import (
    ANY_RAPID_BODY,
    COUNTED,
    DAY,
    HOMES,
    NAN,
    NATIONAL_APPROVED,
    NATIONAL_OPERATING,
    SUBCENTRE,
    UNDATED,
    Row,
    people_at,
    placed,
    reached,
)

EARTH = Geod(ellps="WGS84")

SPOTS = st.integers(0, 6).map(lambda step: 113 + step / 10)
STEPS = st.integers(0, 100)
SORTS = st.sampled_from(
    [{}, {}, COUNTED, UNDATED, {"evidence": "B"}, {"evidence": "C"}, {"approved": "2026"}, SUBCENTRE]
)
BODIES = st.lists(
    st.builds(
        lambda prefecture, lon, off_km, serves, sort: placed(
            "", prefecture, lon=lon, off_km=off_km, **{"serves": serves, **sort}
        ),
        st.sampled_from(HOMES),
        st.one_of(SPOTS, SPOTS, SPOTS, st.just(NAN)),
        st.sampled_from([NAN, 0.0, 4.0, 12.0]),
        st.sampled_from(["prefecture", "prefecture", "industry", "province"]),
        SORTS,
    ),
    max_size=6,
).map(lambda rows: [{**row, "id": f"b{place}"} for place, row in enumerate(rows)])
PLACES = st.lists(st.builds(people_at, st.sampled_from(HOMES), SPOTS, STEPS), max_size=8)
DEFINITIONS = st.builds(
    AccessDefinition,
    st.sampled_from([NATIONAL_APPROVED, NATIONAL_OPERATING, ANY_RAPID_BODY]),
    st.sampled_from([0.0, 15_000.0, 27_000.0, 125_000.0, math.inf]),
    st.sampled_from([Fraction("0.80"), Fraction(1, 3), Fraction(1, 2), Fraction(1)]),
    st.booleans(),
)
WORLDS = st.tuples(BODIES, PLACES, DEFINITIONS)


def metres_slowly(place: Row, row: Row) -> float:
    return NAN if math.isnan(row["lon"]) else float(EARTH.inv(place["lon"], place["lat"], row["lon"], row["lat"])[2])


def admits_slowly(row: Row, definition: AccessDefinition) -> bool:
    """National centres, and under the widest definition the sub-centres as well."""
    return row["level"] == "national" or definition.bodies is ANY_RAPID_BODY


def served_slowly(place: Row, row: Row, definition: AccessDefinition, degree: str) -> bool:
    """Whether one body, at one degree of certainty, reaches one place."""
    if not (definition.ignore_borders or row["serves"] == "province" or row["prefecture"] == place["prefecture"]):
        return False
    off = 0.0 if math.isnan(row["position_km"]) else row["position_km"] * 1000
    moved = metres_slowly(place, row) + {"certain": off, "best": 0.0, "possible": -off}[degree]
    exists = exists_slowly(row, DAY.isoformat(), definition.bodies.stage)
    return admits_slowly(row, definition) and RANK[exists] >= RANK[degree] and moved <= definition.radius_m


def hoped_slowly(home: str, row: Row, definition: AccessDefinition) -> bool:
    """A body of unknown place may be anywhere in what it serves."""
    serves = definition.ignore_borders or row["serves"] == "province" or row["prefecture"] == home
    exists = exists_slowly(row, DAY.isoformat(), definition.bodies.stage)
    return math.isnan(row["lon"]) and serves and admits_slowly(row, definition) and exists != "none"


def states_slowly(rows: Sequence[Row], people: Sequence[Row], definition: AccessDefinition) -> dict[str, str]:
    """Prefecture by prefecture, place by place, body by body: the surest degree at which enough people are reached."""
    found = {}
    for home in HOMES:
        here = [place for place in people if place["prefecture"] == home]
        total = sum(place["residents"] for place in here)
        found[home] = "possible" if total and any(hoped_slowly(home, row, definition) for row in rows) else "none"
        for degree in ("possible", "best", "certain"):
            near = [place for place in here if any(served_slowly(place, row, definition, degree) for row in rows)]
            if total and Fraction(sum(place["residents"] for place in near), total) >= definition.residents_share:
                found[home] = degree
    return found


def clear_cut(rows: Sequence[Row], people: Sequence[Row], radius_m: float) -> bool:
    """No distance, moved or not, is so near the radius that a thousandth of a percent could matter."""
    for row in rows:
        off = 0.0 if math.isnan(row["position_km"]) else row["position_km"] * 1000
        for place in people:
            metres = metres_slowly(place, row)
            if metres > 0 and any(abs(metres + each - radius_m) <= 2e-5 * metres for each in (-off, 0.0, off)):
                return False
    return True


@settings(max_examples=60, deadline=None)
@given(WORLDS)
def test_states_are_those_of_the_slow_reading_and_each_degree_contains_the_surer(world: Any) -> None:
    rows, people, definition = world
    assume(clear_cut(rows, people, definition.radius_m))
    found = reached(*rows, people=people, definition=definition)
    expected = states_slowly(rows, people, definition)
    assert found.per_prefecture.to_dict() == expected
    for degree in DEGREES:
        tally = getattr(found, degree)
        assert tally.prefectures == tuple(home for home in HOMES if RANK[expected[home]] >= RANK[degree])
        assert (tally.count, tally.unplaced) == (len(tally.prefectures), 0)
        assert getattr(found.short_by, degree) == max(0, found.needed - tally.count)
    assert set(found.certain.prefectures) <= set(found.best.prefectures) <= set(found.possible.prefectures)
    known = found.shares.dropna()
    assert (known["certain"] <= known["best"]).all()
    assert (known["best"] <= known["possible"]).all()


@settings(max_examples=40, deadline=None)
@given(WORLDS)
def test_pivotal_are_the_bodies_whose_removal_changes_a_state(world: Any) -> None:
    rows, people, definition = world
    assume(clear_cut(rows, people, definition.radius_m))
    before = states_slowly(rows, people, definition)
    pivotal = [
        row["id"]
        for row in rows
        if states_slowly([each for each in rows if each is not row], people, definition) != before
    ]
    assert reached(*rows, people=people, definition=definition).pivotal == tuple(sorted(pivotal))


@settings(max_examples=30, deadline=None)
@given(WORLDS, st.sampled_from(HOMES), SPOTS, st.sampled_from(["A1", "B"]))
def test_one_more_body_never_lowers_a_count(world: Any, home: str, lon: float, evidence: str) -> None:
    rows, people, definition = world
    before = reached(*rows, people=people, definition=definition)
    after = reached(*rows, placed("more", home, lon=lon, evidence=evidence), people=people, definition=definition)
    assert all(getattr(after, degree).count >= getattr(before, degree).count for degree in DEGREES)
    assert (after.shares.fillna(0) >= before.shares.fillna(0)).all(axis=None)

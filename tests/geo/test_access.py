"""In how many prefectures enough of the people are near enough to a body, and how surely."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from pyproj import Geod

from geo.access import Access, AccessDefinition, access
from geo.coverage import coverage
from geo.errors import BadValueError, MissingColumnError
from tests.geo.worlds import (
    ANY_RAPID_BODY,
    CITY,
    COUNTED,
    DAY,
    FIFTEEN_KM,
    GUANGZHOU,
    HOMES,
    NAN,
    NATIONAL_APPROVED,
    NATIONAL_OPERATING,
    PEOPLE,
    SHAOGUAN,
    SHENZHEN,
    SUBCENTRE,
    UNDATED,
    VILLAGE,
    Row,
    bodies,
    count,
    counts,
    demand,
    people_at,
    placed,
    placed_bodies,
    reached,
)

EARTH = Geod(ellps="WGS84")


def states(*rows: Row, **options: Any) -> list[str]:
    return reached(*rows, **options).per_prefecture.to_list()


def facts(found: Access) -> dict[str, Any]:
    """All of an answer in a form that can be compared."""
    names = ("n", "needed", "certain", "best", "possible", "verdict", "short_by", "pivotal", "unplaced_bodies")
    return {name: getattr(found, name) for name in names} | {"states": found.per_prefecture.to_dict()}


# Three degrees.


def test_a_documented_centre_in_the_city_brings_its_prefecture_in_for_certain() -> None:
    found = reached(placed("g"))
    assert found.per_prefecture.to_dict() == {GUANGZHOU: "certain", SHAOGUAN: "none", SHENZHEN: "none"}
    assert (found.n, found.needed, found.verdict) == (3, 3, "below")
    assert (found.certain.count, found.certain.share, found.certain.prefectures) == (1, 1 / 3, (GUANGZHOU,))
    assert asdict(found.short_by) == {"certain": 2, "best": 2, "possible": 2}
    assert found.shares.loc[GUANGZHOU].to_list() == [0.8, 0.8, 0.8]
    assert found.shares.loc[SHAOGUAN].to_list() == [0, 0, 0]
    assert found.pivotal == ("g",)


@pytest.mark.parametrize(
    ("evidence", "state"),
    [
        ({"evidence": "A1"}, "certain"),
        ({"evidence": "A2"}, "certain"),
        ({"evidence": "B"}, "best"),
        ({"evidence": "C"}, "none"),
        (COUNTED, "best"),
        (UNDATED, "possible"),
        ({**UNDATED, "evidence": "B"}, "possible"),
        ({"approved": "2026"}, "none"),
        ({"record_type": "planned"}, "none"),
    ],
)
def test_a_body_is_as_sure_as_its_evidence(evidence: dict[str, Any], state: str) -> None:
    assert states(placed("g", **evidence))[0] == state


@pytest.mark.parametrize(
    ("lon", "off_km", "state"),
    [
        (CITY, 14, "certain"),  # 0 + 14 km
        (CITY, 16, "best"),  # 0 + 16 km is too far
        (113.1, 4, "certain"),  # 10.25 + 4 km
        (113.1, 6, "best"),  # 10.25 + 6 km is too far
        (113.2, 6, "possible"),  # 20.5 km is too far, 20.5 - 6 km is not
        (113.2, 5, "none"),  # 20.5 - 5 km is too far
        (113.1, NAN, "certain"),  # not known to be off
        (113.2, NAN, "none"),
    ],
)
def test_a_place_in_doubt_is_far_for_certain_and_near_for_possible(lon: float, off_km: float, state: str) -> None:
    assert states(placed("g", lon=lon, off_km=off_km))[0] == state


def test_what_is_doubtful_in_both_ways_is_as_sure_as_the_weaker() -> None:
    assert states(placed("g", lon=113.1, off_km=6, evidence="B"))[0] == "best"
    assert states(placed("g", lon=113.1, off_km=6, **UNDATED))[0] == "possible"
    assert states(placed("g", lon=113.2, off_km=6, evidence="B"))[0] == "possible"
    assert states(placed("g", off_km=3, evidence="B"))[0] == "best"


def test_people_reached_by_different_bodies_add_up_in_each_degree() -> None:
    # The city has a certain centre, the village one that is believed: 80 for certain, 100 at best.
    rows = placed("city"), placed("village", lon=VILLAGE, evidence="B")
    asked = replace(FIFTEEN_KM, residents_share=Fraction("0.90"))
    found = reached(*rows, definition=asked)
    assert found.shares.loc[GUANGZHOU].to_list() == [0.8, 1.0, 1.0]
    assert found.per_prefecture[GUANGZHOU] == "best"
    assert found.pivotal == ("city", "village")
    assert reached(*rows).per_prefecture[GUANGZHOU] == "certain"
    assert reached(*rows).pivotal == ("city",)


def test_only_bodies_of_the_definition_and_of_its_stage_count() -> None:
    assert states(placed("g", level="municipal"), placed("h", kind="court"))[0] == "none"
    operating = replace(FIFTEEN_KM, bodies=NATIONAL_OPERATING)
    assert states(placed("g"), definition=operating)[0] == "possible"
    assert states(placed("g", status="approved"), definition=operating)[0] == "none"
    assert states(placed("g", operating="2020", operating_bound="exact"), definition=operating)[0] == "certain"
    assert states(placed("g", **SUBCENTRE), definition=replace(FIFTEEN_KM, bodies=ANY_RAPID_BODY))[0] == "certain"


# Enough of the people, exactly.


def test_eighty_of_a_hundred_are_enough_at_eighty_percent_and_seventy_nine_are_not() -> None:
    def state(near: int, far: int) -> str:
        return states(placed("g"), people=[people_at(GUANGZHOU, CITY, near), people_at(GUANGZHOU, VILLAGE, far)])[0]

    assert state(80, 20) == "certain"
    assert state(79, 21) == "none"
    assert state(799_999, 200_001) == "none"
    assert state(1, 0) == "certain"


@pytest.mark.parametrize(("share", "near"), [("0.55", 55), ("0.07", 7), ("0.28", 28), ("0.14", 14), ("1", 100)])
def test_a_share_that_a_machine_cannot_hold_is_compared_exactly(share: str, near: int) -> None:
    asked = replace(FIFTEEN_KM, residents_share=Fraction(share))
    people = [people_at(GUANGZHOU, CITY, near), people_at(GUANGZHOU, VILLAGE, 100 - near)]
    assert states(placed("g"), definition=asked, people=people)[0] == "certain"
    people = [people_at(GUANGZHOU, CITY, near - 1), people_at(GUANGZHOU, VILLAGE, 101 - near)]
    assert states(placed("g"), definition=asked, people=people)[0] == "none"


def test_a_third_is_a_third() -> None:
    asked = replace(FIFTEEN_KM, residents_share=Fraction(1, 3))
    for near, state in ((1, "certain"), (0, "none")):
        people = [people_at(GUANGZHOU, CITY, near), people_at(GUANGZHOU, VILLAGE, 2)]
        assert states(placed("g"), definition=asked, people=people)[0] == state


def test_a_city_exactly_at_the_radius_is_reached() -> None:
    metres = EARTH.inv(CITY, 23.0, 113.1, 23.0)[2]
    for factor, state in ((1.00001, "certain"), (0.99999, "none")):
        assert states(placed("g", lon=113.1), definition=replace(FIFTEEN_KM, radius_m=metres * factor))[0] == state
    assert states(placed("g"), definition=replace(FIFTEEN_KM, radius_m=0))[0] == "certain"


def test_people_are_taken_from_the_column_asked_for() -> None:
    people = demand(*PEOPLE).assign(patients=[20, 80, 1, 1, 1, 1])
    found = access(placed_bodies([placed("g")]), counts(), people, HOMES, FIFTEEN_KM, as_of=DAY, weight="patients")
    assert found.shares.loc[GUANGZHOU, "best"] == 0.2
    assert found.per_prefecture[GUANGZHOU] == "none"


def test_a_prefecture_without_people_has_no_share_and_never_qualifies() -> None:
    people = [people_at(GUANGZHOU, CITY, 0), *PEOPLE[2:4]]
    found = reached(placed("g"), placed("s", SHAOGUAN), people=people)
    assert found.per_prefecture.to_list() == ["none", "certain", "none"]
    assert found.shares.isna().all(axis=1).to_list() == [True, False, True]
    assert found.n == 3


def test_people_of_other_prefectures_are_left_aside() -> None:
    found = reached(placed("g"), homes=[GUANGZHOU])
    assert (found.n, found.needed, found.verdict, list(found.per_prefecture)) == (1, 1, "met", ["certain"])
    assert found.shares.index.to_list() == [GUANGZHOU]


# Whom a body serves.


def test_a_body_of_the_province_reaches_people_of_every_prefecture_and_has_no_coverage() -> None:
    far = replace(FIFTEEN_KM, radius_m=130_000)
    provincial = placed("p", serves="province")
    # From Guangzhou the cities of the others are 111 km away, their villages 122 km.
    found = reached(provincial, definition=far)
    assert found.per_prefecture.to_list() == ["certain"] * 3
    assert (found.verdict, found.pivotal) == ("met", ("p",))
    assert states(provincial, definition=replace(far, radius_m=115_000)) == ["certain"] * 3
    assert states(provincial, definition=replace(far, radius_m=105_000)) == ["certain", "none", "none"]
    assert coverage(bodies(dict(provincial)), counts(), HOMES, NATIONAL_APPROVED, as_of=DAY).possible.count == 0


def test_a_body_of_one_prefecture_stops_at_its_border_unless_borders_are_ignored() -> None:
    far = replace(FIFTEEN_KM, radius_m=130_000)
    assert states(placed("g"), definition=far) == ["certain", "none", "none"]
    assert states(placed("g"), definition=replace(far, ignore_borders=True)) == ["certain"] * 3


def test_an_endless_radius_brings_in_the_prefectures_that_have_a_body_and_no_other() -> None:
    endless = replace(FIFTEEN_KM, radius_m=math.inf)
    assert states(placed("g", lon=117.0), placed("z", SHENZHEN), definition=endless) == ["certain", "none", "certain"]


# Bodies without a place, verdict, pivotal.


def test_unplaced_bodies_lift_only_what_is_possible_and_no_higher_than_all() -> None:
    local = replace(FIFTEEN_KM, bodies=ANY_RAPID_BODY)
    for n, further in ((0, 0), (1, 1), (2, 2), (217, 2)):
        found = reached(placed("g"), definition=local, numbers=counts(count("many", n)))
        assert (found.certain.count, found.best.count, found.possible.count) == (1, 1, 1 + further)
        assert (found.certain.unplaced, found.best.unplaced, found.possible.unplaced) == (0, 0, further)
        assert found.possible.prefectures == (GUANGZHOU,)
        assert found.possible.share == pytest.approx((1 + further) / 3)
        assert found.unplaced_bodies == n
        assert found.per_prefecture.to_list() == ["certain", "none", "none"]
        assert found.verdict == ("open" if further == 2 else "below")
        assert asdict(found.short_by) == {"certain": 2, "best": 2, "possible": 2 - further}


@pytest.mark.parametrize("out", [{"evidence": "C"}, {"not_before": "2026"}, {"subkind": "aid_station"}])
def test_a_count_that_cannot_speak_adds_nothing(out: dict[str, Any]) -> None:
    local = replace(FIFTEEN_KM, bodies=ANY_RAPID_BODY)
    found = reached(placed("g"), definition=local, numbers=counts({**count("out", 5), **out}))
    assert (found.possible.count, found.unplaced_bodies) == (1, 0)


@pytest.mark.parametrize("prefecture", [GUANGZHOU, "430100"], ids=["its own", "another province"])
def test_bodies_counted_in_one_prefecture_cannot_bring_in_the_others(prefecture: str) -> None:
    local = replace(FIFTEEN_KM, bodies=ANY_RAPID_BODY)
    found = reached(definition=local, numbers=counts(count("many", 5, prefecture=prefecture)))
    assert found.possible.count <= (1 if prefecture == GUANGZHOU else 0)


def test_the_verdict_is_met_when_enough_are_certain_and_open_when_enough_are_possible() -> None:
    two_thirds = replace(FIFTEEN_KM, bodies=replace(NATIONAL_APPROVED, share=Fraction(2, 3)))
    sure, doubtful = (placed("g"), placed("s", SHAOGUAN)), placed("d", SHAOGUAN, **UNDATED)
    found = reached(*sure, definition=two_thirds)
    assert (found.needed, found.verdict, asdict(found.short_by)["certain"]) == (2, "met", 0)
    assert reached(sure[0], doubtful, definition=two_thirds).verdict == "open"
    assert reached(sure[0], definition=two_thirds).verdict == "below"


def test_of_two_bodies_in_one_city_neither_is_pivotal_unless_one_is_surer() -> None:
    assert reached(placed("a"), placed("b")).pivotal == ()
    assert reached(placed("a"), placed("b", evidence="B")).pivotal == ("a",)
    assert reached(placed("far", lon=VILLAGE)).pivotal == ()


def test_nothing_at_all_is_below_with_nobody_reached() -> None:
    found = reached()
    assert (found.possible.count, found.verdict, found.pivotal, found.unplaced_bodies) == (0, "below", (), 0)
    assert found.shares.to_numpy().tolist() == [[0, 0, 0]] * 3
    assert reached(placed("g"), people=[]).shares.isna().all(axis=None)


# What is refused.


@pytest.mark.parametrize("share", [Fraction(0), Fraction(-1, 2), Fraction(101, 100)])
def test_a_share_of_people_is_above_nothing_and_at_most_all(share: Fraction) -> None:
    with pytest.raises(BadValueError, match=f"above 0 and at most 1, got {share}"):
        AccessDefinition(NATIONAL_APPROVED, 15_000, share)


@pytest.mark.parametrize("radius_m", [-1, NAN])
def test_a_radius_is_nothing_or_more(radius_m: float) -> None:
    with pytest.raises(BadValueError, match="radius of 0 m or more"):
        AccessDefinition(NATIONAL_APPROVED, radius_m, Fraction(1))


def test_tables_that_are_not_as_described_are_refused() -> None:
    people, table = demand(*PEOPLE), placed_bodies([placed("g")])
    with pytest.raises(MissingColumnError, match=r"bodies: .*position_km.*demand: .*lat"):
        access(table.drop(columns="position_km"), counts(), people.drop(columns="lat"), HOMES, FIFTEEN_KM, as_of=DAY)
    with pytest.raises(BadValueError, match="at least one adcode"):
        reached(placed("g"), homes=[])
    with pytest.raises(BadValueError, match=r"bodies.evidence"):
        reached(placed("g", evidence="A3"))


def test_a_weight_that_is_not_there_is_named() -> None:
    with pytest.raises(MissingColumnError, match="patients"):
        access(placed_bodies([placed("g")]), counts(), demand(*PEOPLE), HOMES, FIFTEEN_KM, as_of=DAY, weight="patients")


def test_columns_of_counts_are_needed_too() -> None:
    with pytest.raises(MissingColumnError, match="counts"):
        reached(placed("g"), numbers=counts().drop(columns="unplaced"))


@pytest.mark.parametrize("residents", [-20, NAN])
def test_weights_that_cannot_be_are_refused(residents: float) -> None:
    with pytest.raises(BadValueError):
        reached(placed("g"), people=[people_at(GUANGZHOU, CITY, 80), people_at(GUANGZHOU, VILLAGE, residents)])


@pytest.mark.parametrize("repeated", [{"id": "g"}, {"homes": [GUANGZHOU, GUANGZHOU]}], ids=["id", "adcode"])
def test_what_must_come_once_is_refused_twice(repeated: dict[str, Any]) -> None:
    with pytest.raises(BadValueError, match="more than once"):
        reached(placed("g"), placed(repeated.get("id", "h"), SHAOGUAN), homes=repeated.get("homes", HOMES))


# What is left alone.


def test_the_tables_are_left_alone_and_their_rows_may_come_in_any_order() -> None:
    rows = [placed("z"), placed("s", SHAOGUAN, evidence="B"), placed("a", lon=113.1, off_km=6), placed("p", lon=NAN)]
    table, people = placed_bodies(rows), demand(*PEOPLE)
    before = table.copy(), people.copy()
    found = facts(reached(*rows))
    for seed in range(3):
        mixed = table.sample(frac=1, random_state=seed), people.sample(frac=1, random_state=seed)
        assert facts(access(mixed[0], counts(), mixed[1], HOMES, FIFTEEN_KM, as_of=DAY)) == found
    pd.testing.assert_frame_equal(table, before[0])
    pd.testing.assert_frame_equal(people, before[1])

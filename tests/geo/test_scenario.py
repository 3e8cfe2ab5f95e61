"""What if: bodies added, moved, closed or at another stage in a world of two counties; the data stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.coverage import coverage
from geo.errors import BadValueError, MissingColumnError, UnknownIdError
from geo.existence import drawn, existence
from geo.locate import Locator
from geo.scenario import Add, Change, Close, Move, Scenario, SetStatus, apply, sift
from tests.geo import worlds
from tests.geo.worlds import NATIONAL_APPROVED, NATIONAL_OPERATING, body, counts

DAY = date(2025, 6, 30)
WEST, EAST, SEA = (113.5, 23.5), (114.5, 23.5), (113.5, 20.0)
COUNTIES = gpd.GeoDataFrame(
    {"adcode": ["440103", "440203"]}, geometry=[shapely.box(113, 23, 114, 24), shapely.box(114, 23, 115, 24)], crs=4326
)
PLACED = {"county": "440103", "lon": 113.2, "lat": 23.2, "position_km": 15.0, "notes": "seen", "address": "street 1"}
NEW = Add("new-1", "protection_centre", "east", *EAST)


def bodies(*rows: dict[str, Any]) -> pd.DataFrame:
    """The bodies of the tests of this room, with a place."""
    return worlds.bodies(*rows).assign(**PLACED).astype({"lon": float, "lat": float})


def after(table: pd.DataFrame, *changes: Change) -> pd.DataFrame:
    return apply(table, Scenario("", changes), COUNTIES, as_of=DAY)


def row(table: pd.DataFrame, record: str) -> dict[str, Any]:
    found: dict[str, Any] = table.set_index("id").loc[record].to_dict()
    return found


def degree(table: pd.DataFrame, record: str, stage: Any, day: date = DAY) -> str:
    found = existence(table[table["id"] == record], day, stage=stage).iloc[0]
    return next((each for each in ("certain", "best", "possible") if found[each]), "none")


def test_without_changes_the_bodies_are_what_they_were() -> None:
    table = bodies(body("a"), body("b", evidence="B"))
    pd.testing.assert_frame_equal(after(table), table, check_index_type=False)
    assert after(bodies()).empty


def test_the_data_never_changes() -> None:
    table = bodies(body("a"), body("b"))
    before = table.copy(deep=True)
    after(table, Move("a", *EAST), Close("b"), SetStatus("a", "approved"), NEW)
    pd.testing.assert_frame_equal(table, before)


def test_kept_rows_stay_in_their_order_and_added_ones_come_last() -> None:
    table = bodies(body("c"), body("a"), body("b")).iloc[[2, 0, 1]]
    found = after(table, NEW, Close("a"), Add("new-3", "protection_centre", "", *WEST), Move("b", *EAST))
    assert found["id"].to_list() == ["b", "c", "new-1", "new-3"]
    assert list(found.columns) == list(table.columns)
    assert (found.dtypes == table.dtypes).all()
    assert found.index.is_unique
    assert list(found.index[:2]) == [2, 0]


def test_an_added_body_counts_for_the_prefecture_its_point_is_in() -> None:
    table = bodies(body("a", "440100"))
    for definition in (NATIONAL_APPROVED, NATIONAL_OPERATING):
        found = coverage(after(table, NEW), counts(), ["440100", "440200"], definition, as_of=DAY)
        assert found.per_prefecture["440200"] == "certain"
    told = row(after(table, NEW), "new-1")
    assert (told["prefecture"], told["county"], told["serves"]) == ("440200", "440203", "prefecture")
    assert (told["lon"], told["lat"], told["position_km"]) == (*EAST, 0.0)
    assert told["notes"].startswith("assumed")


def test_an_added_body_is_there_from_the_day_on_exactly() -> None:
    found = after(bodies(body("a")), NEW)
    assert degree(found, "new-1", "operating") == "certain"
    assert degree(found, "new-1", "approved", date(2025, 6, 29)) == "none"
    told = drawn(found, DAY, literal=True).iloc[-1]
    assert (told["drawn"], told["state"], told["basis"]) == (True, "operating", "exact")


def test_an_added_body_takes_after_the_national_one_of_its_kind_or_after_most() -> None:
    window = {"kind": "filing_window", "level": "town"}
    table = bodies(
        body("a", level="district", subkind="district_protection_centre"),
        body("b"),
        body("c", **window, subkind="rare"),
        body("d", **window, subkind="usual"),
        body("e", **window, subkind="usual"),
    )
    found = after(table, NEW, Add("new-2", "filing_window", "", *WEST))
    assert (row(found, "new-1")["subkind"], row(found, "new-1")["level"]) == ("national_protection_centre", "national")
    assert (row(found, "new-2")["subkind"], row(found, "new-2")["level"]) == ("usual", "town")


def test_a_moved_body_stands_in_its_new_prefecture_exactly_and_serves_whom_it_served() -> None:
    found = after(bodies(body("a", "440100", serves="province"), body("b")), Move("a", *EAST))
    told = row(found, "a")
    assert (told["prefecture"], told["county"], told["serves"]) == ("440200", "440203", "province")
    assert (told["lon"], told["lat"], told["position_km"], told["address"]) == (*EAST, 0.0, "")
    assert told["notes"].startswith("assumed")
    assert told["notes"].endswith("seen")
    assert row(found, "b") == row(bodies(body("b")), "b")


def test_a_closed_body_is_gone_and_its_prefecture_with_it() -> None:
    table = bodies(body("a", "440100"), body("b", "440200"))
    found = coverage(after(table, Close("a")), counts(), ["440100", "440200"], NATIONAL_APPROVED, as_of=DAY)
    assert found.per_prefecture.to_dict() == {"440100": "none", "440200": "certain"}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"approved": "", "approved_bound": "unknown", "evidence": "C", "status": "unknown"},
        {"record_type": "planned", "status": "planned", "not_before": "2026"},
        {"operating": "2020", "operating_bound": "not_later_than"},
        {"approved": "2027", "approved_bound": "exact", "evidence": "B"},
        {"approved": "", "approved_bound": "unknown", "operating": "2020", "operating_bound": "exact"},
    ],
)
def test_a_status_holds_surely_whatever_was_known_before(facts: dict[str, Any]) -> None:
    table = bodies(body("a", **facts))
    operating, approved = after(table, SetStatus("a", "operating")), after(table, SetStatus("a", "approved"))
    assert (degree(operating, "a", "operating"), degree(operating, "a", "approved")) == ("certain", "certain")
    assert (degree(approved, "a", "operating"), degree(approved, "a", "approved")) == ("none", "certain")
    assert drawn(operating, DAY)["state"].to_list() == ["operating"]
    assert drawn(approved, DAY)["state"].to_list() == ["approved"]


def test_a_status_keeps_dates_and_evidence_that_already_say_it() -> None:
    dates = {"approved": "2018", "operating": "2019-04", "operating_bound": "not_later_than"}
    table = bodies(body("a", **dates))
    told, was = row(after(table, SetStatus("a", "operating")), "a"), row(table, "a")
    assert {**told, "notes": ""} == {**was, "notes": ""}


def test_later_changes_speak_of_what_earlier_ones_made() -> None:
    table = bodies(body("a"))
    found = after(table, NEW, Move("new-1", *WEST), SetStatus("new-1", "approved"))
    assert row(found, "new-1")["prefecture"] == "440100"
    assert degree(found, "new-1", "operating") == "none"
    assert after(table, NEW, Close("new-1"))["id"].to_list() == ["a"]


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ([Close("moon")], UnknownIdError, "moon is not the id of a body"),
        ([Close("a"), Move("a", *WEST)], BadValueError, "a is closed"),
        ([Close("a"), Close("a")], BadValueError, "a is closed"),
        ([NEW, NEW], BadValueError, "new-1 is added twice"),
        ([Add("new-1", "moon", "", *WEST)], BadValueError, "kind 'moon' is not known; expected one of: protection_cen"),
        ([Add("new-1", "protection_centre", "", *SEA)], BadValueError, "in no county of the province; give longitude"),
        ([Move("a", 23.5, 13.5)], BadValueError, "the point 23.5,13.5 is in no county of the province; give longitude"),
        ([Close("moon"), Move("a", *SEA)], UnknownIdError, "moon is not the id of a body; take it from the table of"),
        ([SetStatus("new-1", "approved"), NEW], UnknownIdError, "new-1 is not the id of a body"),
    ],
)
def test_what_cannot_be_changed_gets_a_sentence(changes: list[Change], error: Any, sentence: str) -> None:
    with pytest.raises(error) as caught:
        after(bodies(body("a")), *changes)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Add("a", "court", "", *WEST),
        lambda: Add("new-1", "Court", "", *WEST),
        lambda: Add("new-1", "court", "\ud800", *WEST),
        lambda: Add("new-1", "court", "", float("nan"), 23.0),
        lambda: Move("a", 23.1, 113.5),
        lambda: Close("a;b"),
        lambda: SetStatus("a", "open"),  # type: ignore[arg-type]
        lambda: Scenario("", (Close("a"),) * 201),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_once(make: Any) -> None:
    with pytest.raises(BadValueError):
        make()


def test_sifting_keeps_what_can_be_made_and_says_why_not_for_the_rest() -> None:
    chain = (Add("new-1", "moon", "", *WEST), Move("new-1", *EAST), Close("a"), Add("new-2", "court", "", *EAST))
    table = bodies(body("a"), body("b", kind="court"))
    found = sift(table, Scenario("s", chain), Locator(COUNTIES))
    assert found.usable == Scenario("s", chain[2:])
    assert found.counties == ("", "440203")
    assert [each.change for each in found.refused] == list(chain[:2])
    assert apply(table, found.usable, COUNTIES, as_of=DAY)["id"].to_list() == ["b", "new-2"]


def test_a_table_without_places_or_with_an_id_twice_is_refused_by_name() -> None:
    with pytest.raises(MissingColumnError, match="county"):
        after(worlds.bodies(body("a")))
    with pytest.raises(BadValueError, match="ids of bodies"):
        after(bodies(body("a"), body("a")))


@given(st.lists(st.sampled_from([NEW, Close("a"), Close("new-1"), Move("b", *EAST), SetStatus("b", "approved")])))
def test_ids_stay_unique_and_only_the_changed_rows_change(changes: list[Change]) -> None:
    table = bodies(body("a"), body("b"), body("c", "440200"))
    usable = sift(table, Scenario("", tuple(changes)), COUNTIES).usable
    found = apply(table, usable, COUNTIES, as_of=DAY)
    assert found["id"].is_unique
    assert row(found, "c") == row(table, "c")
    touched = {change.id for change in usable.changes}
    for record in set(found["id"]) - touched:
        assert row(found, record) == row(table, record)

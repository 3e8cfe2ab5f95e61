"""What if: a record taken to be wrong is gone, one taken to be confirmed counts, and the data stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from geo.assume import assume
from geo.coverage import Coverage, coverage
from geo.errors import MissingColumnError, UnknownIdError
from geo.existence import existence
from tests.geo.worlds import (
    ANY_RAPID_BODY,
    BOUND,
    COUNTED,
    NATIONAL_APPROVED,
    NATIONAL_OPERATING,
    PREFECTURES,
    UNDATED,
    bodies,
    body,
    count,
    counts,
    guangdong,
)

DAY = date(2025, 6, 30)
BY_THAT_DAY = {"approved": "2025-06-30", "approved_bound": "not_later_than"}
OPERATES_BY_THAT_DAY = {"operating": "2025-06-30", "operating_bound": "not_later_than"}


def cover(table: pd.DataFrame, numbers: pd.DataFrame, definition: Any) -> Coverage:
    return coverage(table, numbers, PREFECTURES, definition, as_of=DAY)


def row(table: pd.DataFrame, record: str) -> dict[str, Any]:
    return table.set_index("id").loc[record].to_dict()


def state(table: pd.DataFrame, record: str, stage: Any = "approved", day: date = DAY) -> str:
    """The surest degree at which a body exists."""
    found = existence(table[table["id"] == record], day, stage=stage).iloc[0]
    return next((degree for degree in ("certain", "best", "possible") if found[degree]), "none")


def test_without_assumptions_the_bodies_are_what_they_were() -> None:
    table, _ = guangdong()
    pd.testing.assert_frame_equal(assume(table, as_of=DAY), table)
    pd.testing.assert_frame_equal(assume(bodies(), as_of=DAY), bodies())


def test_a_wrong_body_is_gone_and_the_others_stay_in_their_order() -> None:
    table = bodies(body("c"), body("a", **UNDATED), body("b", evidence="B"))
    left = assume(table, wrong=["a"], as_of=DAY)
    assert left["id"].to_list() == ["c", "b"]
    pd.testing.assert_frame_equal(left, table.drop(index=1))
    assert len(assume(table, wrong={"a", "b", "c"}, as_of=DAY)) == 0


def test_a_confirmed_body_counts_as_documented_by_a_second_hand() -> None:
    table = bodies(body("believed", evidence="B"), body("rumour", evidence="C"), body("other", evidence="B"))
    after = assume(table, confirmed=["believed", "rumour"], as_of=DAY)
    assert after["evidence"].to_list() == ["A2", "A2", "B"]
    assert [state(table, record) for record in table["id"]] == ["best", "none", "best"]
    assert [state(after, record) for record in table["id"]] == ["certain", "certain", "best"]


@pytest.mark.parametrize("sort", ["planned", "call"])
def test_a_confirmed_plan_or_call_is_a_body(sort: str) -> None:
    table = bodies(body("x", record_type=sort, **UNDATED))
    assert state(table, "x") == "none"
    assert state(assume(table, confirmed=["x"], as_of=DAY), "x") == "certain"


def test_only_unknown_dates_are_given_the_day() -> None:
    dated = body("dated", approved="2019", operating="2020-03", operating_bound="exact")
    bound = body("bound", **BOUND)
    undated = body("undated", **UNDATED)
    after = assume(bodies(dated, bound, undated), confirmed=["dated", "bound", "undated"], as_of=DAY)
    assert row(after, "dated") == {**row(bodies(dated), "dated"), "evidence": "A2"}
    assert row(after, "bound") == {**row(bodies(bound), "bound"), "evidence": "A2"} | OPERATES_BY_THAT_DAY
    assert row(after, "undated") == {**row(bodies(undated), "undated"), "evidence": "A2"} | BY_THAT_DAY | (
        OPERATES_BY_THAT_DAY
    )


def test_a_confirmed_body_exists_from_the_day_on_and_only_perhaps_before() -> None:
    after = assume(bodies(body("x", **UNDATED)), confirmed=["x"], as_of=DAY)
    for stage in ("approved", "operating"):
        assert state(after, "x", stage) == "certain"
        assert state(after, "x", stage, date(2025, 6, 29)) == "possible"


def test_a_confirmed_body_keeps_its_earlier_date() -> None:
    after = assume(bodies(body("x", approved="2019", evidence="B")), confirmed=["x"], as_of=DAY)
    assert state(after, "x", day=date(2019, 12, 31)) == "certain"


def test_a_body_that_is_only_approved_does_not_come_to_operate() -> None:
    table = bodies(body("paper", status="approved", **UNDATED), body("open", **UNDATED), body("silent", status=""))
    after = assume(table, confirmed=["paper", "open", "silent"], as_of=DAY)
    assert [state(after, record) for record in table["id"]] == ["certain", "certain", "certain"]
    assert [state(after, record, "operating") for record in table["id"]] == ["none", "certain", "certain"]
    assert row(after, "paper") == {**row(table, "paper"), "evidence": "A2"} | BY_THAT_DAY


def test_a_counted_body_has_a_date_of_its_own_once_confirmed() -> None:
    table = bodies(body("counted", **COUNTED))
    after = assume(table, confirmed=["counted"], as_of=DAY)
    assert (state(table, "counted"), state(after, "counted")) == ("best", "certain")
    assert row(after, "counted")["counted_by"] == "2020-12-31"


def test_one_that_is_both_is_wrong() -> None:
    after = assume(bodies(body("x", evidence="B"), body("y")), wrong=["x"], confirmed=["x"], as_of=DAY)
    assert after["id"].to_list() == ["y"]


def test_the_table_that_came_in_stays_as_it_was() -> None:
    table, _ = guangdong()
    before = table.copy(deep=True)
    after = assume(table, wrong=["p-foshan"], confirmed=["r-shunde", "a-jiangmen", "r-futian"], as_of=DAY)
    after.loc[:, "evidence"] = "C"
    pd.testing.assert_frame_equal(table, before)


def test_the_index_and_further_columns_come_along() -> None:
    table = bodies(body("a"), body("b", evidence="B"), body("c")).assign(lon=[113.0, 114.0, 115.0])
    table.index = pd.Index([30, 10, 20])
    after = assume(table, wrong=["a"], confirmed=["b"], as_of=DAY)
    assert after.index.to_list() == [10, 20]
    assert after["lon"].to_list() == [114.0, 115.0]


def test_ids_that_are_no_body_are_all_named() -> None:
    with pytest.raises(UnknownIdError, match=r"got ghost, spectre; take them"):
        assume(bodies(body("x")), wrong=["spectre"], confirmed=["x", "ghost"], as_of=DAY)
    with pytest.raises(UnknownIdError, match="ghost"):
        assume(bodies(), confirmed=["ghost"], as_of=DAY)


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(MissingColumnError, match=r"bodies: .*id, status"):
        assume(bodies().drop(columns=["id", "status"]), as_of=DAY)


@pytest.mark.parametrize(
    "definition", [NATIONAL_APPROVED, NATIONAL_OPERATING, ANY_RAPID_BODY], ids=lambda each: each.id
)
def test_coverage_under_assumptions_is_coverage_of_the_table_edited_by_hand(definition: Any) -> None:
    table, numbers = guangdong()
    assumed = assume(table, wrong=["p-foshan", "r-huadu"], confirmed=["r-yangjiang", "a-jiangmen"], as_of=DAY)
    edits = {
        "r-yangjiang": {"evidence": "A2", **BY_THAT_DAY, **OPERATES_BY_THAT_DAY},
        "a-jiangmen": {"evidence": "A2", **OPERATES_BY_THAT_DAY},
    }
    kept = [record for record in table.to_dict("records") if record["id"] not in ("p-foshan", "r-huadu")]
    by_hand = bodies(*({**record, **edits.get(record["id"], {})} for record in kept))
    found, expected = cover(assumed, numbers, definition), cover(by_hand, numbers, definition)
    for name in ("certain", "best", "possible", "verdict", "short_by", "pivotal", "flip_set", "record_states"):
        assert getattr(found, name) == getattr(expected, name), name
    assert found.per_prefecture.to_dict() == expected.per_prefecture.to_dict()


def test_what_it_does_to_the_province_is_what_the_head_says() -> None:
    table, numbers = guangdong()
    before = cover(table, numbers, NATIONAL_APPROVED).per_prefecture
    after = cover(
        assume(table, wrong=["p-foshan"], confirmed=["r-yangjiang"], as_of=DAY), numbers, NATIONAL_APPROVED
    ).per_prefecture
    # Foshan keeps its counted centre in Shunde, Yangjiang's counted centre is now documented; nothing else moves.
    assert before[["440600", "441700"]].to_list() == ["certain", "best"]
    assert after[["440600", "441700"]].to_list() == ["best", "certain"]
    assert set(before.index[before != after]) == {"440600", "441700"}


def test_a_verdict_can_turn_on_one_assumption() -> None:
    table = bodies(
        *(body(f"c{adcode}", adcode) for adcode in PREFECTURES[:16]), body("last", PREFECTURES[16], **UNDATED)
    )
    assert cover(table, counts(), NATIONAL_APPROVED).verdict == "open"
    assert cover(assume(table, confirmed=["last"], as_of=DAY), counts(), NATIONAL_APPROVED).verdict == "met"
    assert cover(assume(table, wrong=["last"], as_of=DAY), counts(), NATIONAL_APPROVED).verdict == "below"
    unplaced = counts(count("many", 3))
    assert cover(assume(table, wrong=["last"], as_of=DAY), unplaced, ANY_RAPID_BODY).verdict == "open"

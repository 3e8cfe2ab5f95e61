"""When a body exists, how surely, and what the map draws."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BadValueError, MissingColumnError
from geo.existence import STAGES, change_days, drawn, existence
from tests.geo.oracles import exists_slowly
from tests.geo.worlds import BOUND, COUNTED, UNDATED, bodies, body

END_2020 = date(2020, 12, 31)


def state(day: date, *, stage: Any = "approved", **changes: Any) -> str:
    """The surest column that is true for one body."""
    row = existence(bodies(body("x", **changes)), day, stage=stage).iloc[0]
    return next((name for name in ("certain", "best", "possible") if row[name]), "none")


def on_map(day: date, *, literal: bool = False, **changes: Any) -> tuple[bool, str, str]:
    row = drawn(bodies(body("x", **changes)), day, literal=literal).iloc[0]
    return bool(row["drawn"]), row["state"], row["basis"]


def test_a_year_counts_from_its_last_day_and_is_possible_from_its_first() -> None:
    assert state(date(2018, 12, 31)) == "none"
    assert state(date(2019, 1, 1)) == "possible"
    assert state(date(2019, 12, 30)) == "possible"
    assert state(date(2019, 12, 31)) == "certain"


def test_a_bound_proves_existence_after_it_and_excludes_nothing_before_it() -> None:
    assert state(END_2020, **BOUND) == "certain"
    assert state(date(2010, 1, 1), **BOUND) == "possible"


def test_a_body_that_operates_is_approved() -> None:
    dates = {**UNDATED, "operating": "2018-12", "operating_bound": "exact"}
    assert state(date(2018, 12, 31), **dates) == "certain"
    assert state(date(2018, 12, 31), stage="operating", **dates) == "certain"
    assert state(date(2018, 12, 1), stage="operating", **dates) == "possible"
    assert state(date(2018, 11, 30), stage="operating", **dates) == "none"
    assert state(date(2018, 11, 30), **dates) == "possible"


def test_approved_does_not_mean_operating() -> None:
    assert state(END_2020, stage="operating") == "possible"
    assert state(END_2020, stage="operating", status="approved") == "none"
    assert state(END_2020, status="approved") == "certain"


@pytest.mark.parametrize(("evidence", "expected"), [("A1", "certain"), ("A2", "certain"), ("B", "best"), ("C", "none")])
def test_the_evidence_limits_the_certainty(evidence: str, expected: str) -> None:
    assert state(END_2020, evidence=evidence) == expected


def test_a_published_count_proves_set_up_but_not_operation() -> None:
    assert state(END_2020, **COUNTED) == "best"
    assert state(END_2020, **{**COUNTED, "evidence": "A1"}) == "best"
    assert state(END_2020, stage="operating", **COUNTED) == "possible"
    assert state(date(2020, 12, 30), **COUNTED) == "possible"


def test_what_cannot_have_been_there_earlier_is_not() -> None:
    assert state(date(2020, 2, 29), not_before="2020-03", **UNDATED) == "none"
    assert state(date(2020, 3, 1), not_before="2020-03", **UNDATED) == "possible"


@pytest.mark.parametrize("record_type", ["planned", "call"])
def test_plans_and_calls_never_count_and_are_never_drawn(record_type: str) -> None:
    assert state(END_2020, record_type=record_type) == "none"
    assert on_map(END_2020, record_type=record_type) == (False, "", "")


def test_the_map_says_what_proves_a_body() -> None:
    assert on_map(END_2020) == (True, "unclear", "exact")
    assert on_map(END_2020, **BOUND) == (True, "unclear", "bound")
    assert on_map(END_2020, **COUNTED) == (True, "unclear", "counted")
    assert on_map(END_2020, **UNDATED) == (True, "unclear", "undated")
    assert on_map(date(2020, 12, 30), **COUNTED) == (False, "", "")
    assert on_map(date(2018, 6, 1)) == (False, "", "")
    assert on_map(date(2019, 6, 1)) == (False, "", "")


def test_an_exact_date_wins_over_a_bound_when_both_prove() -> None:
    assert on_map(END_2020, **BOUND, operating="2018", operating_bound="exact") == (True, "operating", "exact")
    assert on_map(END_2020, operating="2020", operating_bound="not_later_than") == (True, "operating", "exact")


def test_the_map_says_whether_a_body_operates() -> None:
    later = {"operating": "2022", "operating_bound": "exact"}
    assert on_map(END_2020, **later)[1] == "approved"
    assert on_map(date(2022, 6, 1), **later)[1] == "unclear"
    assert on_map(date(2022, 12, 31), **later)[1] == "operating"
    assert on_map(END_2020, status="approved")[1] == "approved"
    assert on_map(END_2020, operating="2022", operating_bound="not_later_than")[1] == "unclear"


def test_read_literally_only_a_body_of_its_own_date_is_drawn() -> None:
    assert on_map(END_2020, literal=True)[0]
    assert on_map(END_2020, literal=True, **BOUND)[0]
    assert on_map(END_2020, literal=True, **COUNTED) == (False, "", "")
    assert on_map(END_2020, literal=True, **UNDATED) == (False, "", "")


def test_evidence_c_is_never_drawn() -> None:
    assert on_map(END_2020, evidence="C") == (False, "", "")


def test_the_answer_keeps_the_index_and_the_table_is_left_alone() -> None:
    table = bodies(body("x"), body("y", evidence="B")).set_axis(["second", "first"])
    before = table.copy()
    assert existence(table, END_2020, stage="approved").index.tolist() == ["second", "first"]
    assert drawn(table, END_2020).index.tolist() == ["second", "first"]
    pd.testing.assert_frame_equal(table, before)


def test_an_empty_table_gives_empty_answers_with_all_columns() -> None:
    assert existence(bodies(), END_2020, stage="operating").columns.tolist() == ["certain", "best", "possible"]
    assert drawn(bodies(), END_2020).columns.tolist() == ["drawn", "state", "basis"]


def test_unknown_may_be_nan_as_well_as_empty() -> None:
    table = bodies(body("x", approved=None, approved_bound="unknown", not_before=None, counted_by=None))
    assert existence(table, END_2020, stage="approved").iloc[0].tolist() == [False, False, True]
    assert drawn(table, END_2020).iloc[0].tolist() == [True, "unclear", "undated"]


def test_a_table_that_is_not_as_described_is_refused() -> None:
    with pytest.raises(MissingColumnError, match="counted_by"):
        existence(bodies(body("x")).drop(columns="counted_by"), END_2020, stage="approved")
    with pytest.raises(BadValueError, match=r"evidence.*'A'.*approved_bound.*'about'"):
        drawn(bodies(body("x", evidence="A", approved_bound="about")), END_2020)
    with pytest.raises(BadValueError, match="stage: expected one of approved, operating, got 'planned'"):
        existence(bodies(), END_2020, stage="planned")  # type: ignore[arg-type]
    with pytest.raises(BadValueError, match="'May 2019'"):
        existence(bodies(body("x", approved="May 2019")), END_2020, stage="approved")


DATES = st.sampled_from(["2018", "2019-06", "2019-12-31", "2020", "2020-03-01", "2021-01", "2022"])
MAYBE = st.one_of(st.just(""), DATES)


@st.composite
def any_body(draw: st.DrawFn) -> dict[str, Any]:
    row = body("x", record_type=draw(st.sampled_from(["body", "body", "body", "planned", "call"])))
    for stage in ("approved", "operating"):
        row[stage] = draw(MAYBE)
        row[f"{stage}_bound"] = draw(st.sampled_from(["exact", "not_later_than"])) if row[stage] else "unknown"
    row |= {
        "not_before": draw(MAYBE),
        "counted_by": draw(MAYBE),
        "evidence": draw(st.sampled_from(["A1", "A2", "B", "C"])),
    }
    return row | {"status": draw(st.sampled_from(["in_operation", "approved", "preparing", "unknown"]))}


DAYS = st.dates(date(2017, 12, 31), date(2023, 1, 1))


@settings(max_examples=200)
@given(st.lists(any_body(), max_size=12), DAYS, st.sampled_from(["approved", "operating"]))
def test_certain_implies_best_implies_possible_and_each_row_is_as_the_contract_says(
    rows: list[dict[str, Any]], day: date, stage: Any
) -> None:
    found = existence(bodies(*rows), day, stage=stage)
    assert not (found["certain"] & ~found["best"]).any()
    assert not (found["best"] & ~found["possible"]).any()
    states = [next((name for name in found.columns if row[name]), "none") for _, row in found.iterrows()]
    assert states == [exists_slowly(row, day.isoformat(), stage) for row in rows]


@given(any_body(), DAYS)
def test_what_is_drawn_is_possible_and_what_is_best_is_drawn(row: dict[str, Any], day: date) -> None:
    table = bodies(row)
    shown, found = drawn(table, day).iloc[0], existence(table, day, stage="approved").iloc[0]
    assert shown["drawn"] <= found["possible"]
    assert shown["drawn"] >= found["best"]
    assert drawn(table, day, literal=True).iloc[0]["drawn"] <= shown["drawn"]
    assert bool(shown["state"]) == bool(shown["basis"]) == bool(shown["drawn"])


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
def test_nothing_changes_between_two_change_days(every: int) -> None:
    """On the days around each change and on every so-manieth of ten years, in the long tests on every single one: the
    same bodies as on the latest change day before it.
    """
    table = bodies(
        body("year", approved="2019"),
        body("month", approved="2020-02"),
        body("bound", **BOUND),
        body("counted", **COUNTED),
        body("later", not_before="2021-06", **UNDATED),
        body("operating", **{**UNDATED, "operating": "2022-03-05", "operating_bound": "exact"}),
    )
    days = [day.astype(object) for day in change_days(table)]
    assert days == sorted(set(days))
    near = {day + timedelta(days=off) for day in days for off in (-1, 0, 1)}
    asked = near | {date(2014, 1, 1) + timedelta(days=step) for step in range(0, 3653, every)}
    found_on = {before: found(table, before) for before in [*days, date(2000, 1, 1)]}
    for day in sorted(asked):
        before = max((each for each in days if each <= day), default=date(2000, 1, 1))
        for one, other in zip(found(table, day), found_on[before], strict=True):
            assert one.equals(other), day


def found(table: pd.DataFrame, day: date) -> list[pd.DataFrame]:
    """All that is said of some bodies at a day."""
    return [drawn(table, day), *(existence(table, day, stage=stage) for stage in STAGES)]


def test_what_has_no_dates_never_changes() -> None:
    assert len(change_days(bodies(body("x", **UNDATED)))) == 0
    assert len(change_days(pd.DataFrame({"not_before": []}, dtype=object))) == 0

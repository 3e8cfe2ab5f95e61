"""Progress on a target: in a plan of ten days, one step a day, what may be concluded and what may not."""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BadValueError
from geo.progress import COMPARISONS, MEASURES, Observation, Progress, Target, conclude, schedule, stands
from tests.geo.ten_days import BEFORE, FIRST, LAST, LATER, day, said, seen, ten

FILE = tomllib.loads((Path(__file__).parent / "examples" / "progress.toml").read_text(encoding="utf-8"))
FIVE_YEARS = {"start": date(2021, 1, 1), "end": date(2025, 12, 31)}
NAN = float("nan")
DECIDED = ("met", "on-schedule", "behind")


@pytest.mark.parametrize("example", FILE["example"], ids=[example["name"] for example in FILE["example"]])
def test_the_worked_example_comes_out(example: dict[str, Any]) -> None:
    asked = {name: FILE[name] for name in ("start", "end", "as_of")} | example
    target = Target(
        id=asked["name"],
        target=asked.get("target"),
        comparison=asked.get("comparison", ""),
        **{name: asked[name] for name in ("measure", "start", "end", "base", "base_day", "undefined") if name in asked},
    )
    found = conclude(target, [Observation(**each) for each in asked["observed"]], as_of=asked["as_of"])
    assert (found.conclusion, found.method) == (asked["conclusion"], asked["method"])
    assert found.inputs.get("scheduled") == pytest.approx(asked.get("scheduled"), abs=1e-3)


@pytest.mark.parametrize("on", range(1, 10))
def test_exactly_on_the_straight_line_is_on_schedule_and_a_little_below_is_behind(on: int) -> None:
    assert said(ten(), seen(on, on)) == ("on-schedule", "schedule")
    assert said(ten(), seen(on - 0.001, on)) == ("behind", "schedule")


def test_exactly_on_the_line_is_on_schedule_in_tenths_too() -> None:
    # From 0.1 to 0.5, half of the way: 0.3.
    assert said(ten(base=0.1, target=0.5), seen(0.3, 5)) == ("on-schedule", "schedule")


def test_exactly_the_target_is_enough_for_at_least_and_not_for_more_than() -> None:
    for on in (5, 10):
        assert said(ten(comparison=">="), seen(10, on)) == said(ten(comparison="about"), seen(10, on))
        assert said(ten(comparison=">="), seen(10, on)) == ("met", "reached")
    assert said(ten(comparison=">"), seen(10, 10)) == ("behind", "final")
    assert said(ten(comparison=">"), seen(10, 5)) == ("on-schedule", "schedule")
    assert said(ten(comparison=">"), seen(10.001, 5)) == ("met", "reached")


def test_a_falling_target_is_met_below_and_behind_above_its_line() -> None:
    falling = ten(comparison="<=", base=20)
    assert said(falling, seen(15, 5)) == ("on-schedule", "schedule")
    assert said(falling, seen(14.9, 5)) == ("on-schedule", "schedule")
    assert said(falling, seen(15.1, 5)) == ("behind", "schedule")
    assert said(falling, seen(10, 5)) == ("met", "reached")
    assert said(falling, seen(10.1, 10)) == ("behind", "final")
    assert said(replace(falling, comparison="<"), seen(10, 10)) == ("behind", "final")
    assert said(replace(falling, comparison="<"), seen(10, 5)) == ("on-schedule", "schedule")


def test_a_base_equal_to_the_target_divides_by_nothing() -> None:
    level = ten(base=10)
    assert [schedule(level, day(on)) for on in (0, 5, 10)] == [10, 10, 10]
    assert said(level, seen(9, 5)) == ("behind", "schedule")
    assert said(level, seen(10, 5)) == ("met", "reached")


def test_a_target_whose_period_has_no_length_has_no_schedule() -> None:
    for base_day in (LAST, LATER):
        at_once = ten(base_day=base_day)
        assert schedule(at_once, day(5)) is None
        assert said(at_once, seen(5, 5))[0] == "no-data"
        assert said(at_once, seen(10, 5)) == ("met", "reached")
        assert said(at_once, seen(9, 10)) == ("behind", "final")


def test_a_period_of_one_day_has_a_line_of_one_step() -> None:
    one = ten(end=FIRST)
    assert (schedule(one, BEFORE), schedule(one, FIRST)) == (0, 10)


def test_the_line_waits_at_its_start_and_rests_at_the_target() -> None:
    assert [schedule(ten(base=5), day(on)) for on in (-40, 0, 2, 10, 400)] == [5, 5, 6, 10, 10]


def test_the_line_starts_on_the_day_the_base_speaks_for() -> None:
    early = ten(base_day=day(-10))
    assert schedule(early, BEFORE) == 5
    assert schedule(early, day(5)) == 7.5


def test_the_line_of_an_added_amount_starts_from_nothing_whatever_its_base() -> None:
    for base_day in (None, day(-1000)):
        assert schedule(ten(measure="added", base=907.6, base_day=base_day), day(4)) == 4


def test_no_base_or_no_target_is_no_line() -> None:
    assert schedule(ten(base=None), day(5)) is None
    assert schedule(ten(target=None), day(5)) is None


def test_an_amount_of_one_year_of_five_is_a_part_and_decides_nothing() -> None:
    added = Target("added", "added", 2500, ">=", base=907.6, **FIVE_YEARS)
    for value in (500, 2500, 9999):
        one_year = Observation(value, date(2025, 12, 31), "A1", since=date(2025, 1, 1))
        assert said(added, one_year, as_of=date(2026, 1, 1)) == ("no-data", "partial")
    three = Observation(1500, date(2023, 12, 31), "A1", since=date(2021, 1, 1))
    assert said(added, three, as_of=date(2026, 1, 1)) == ("on-schedule", "schedule")


def test_an_added_amount_that_does_not_say_since_when_speaks_only_for_the_end() -> None:
    added = ten(measure="added")
    assert said(added, seen(10, 9)) == ("no-data", "partial")
    assert said(added, seen(10, 10)) == ("met", "reached")
    assert said(added, seen(9, 10)) == ("behind", "final")
    assert said(added, seen(10, 11)) == ("no-data", "partial")


def test_an_amount_counted_from_before_the_period_is_not_that_of_the_period() -> None:
    for since in (BEFORE, day(2)):
        assert said(ten(measure="added"), seen(10, 10, since=since)) == ("no-data", "partial")
    assert said(ten(measure="added"), seen(10, 10, since=FIRST)) == ("met", "reached")


@pytest.mark.parametrize("part_id", ["a", "c"])
def test_a_part_hides_no_total(part_id: str) -> None:
    total = seen(10, 9, since=FIRST, id="b")
    assert said(ten(measure="added"), total) == ("met", "reached")
    for on in (9, 10):
        part = seen(1, on, since=day(9), id=part_id)
        assert said(ten(measure="added"), total, part) == ("met", "reached")


def test_the_amount_of_three_years_is_not_that_of_one() -> None:
    annual = Target("annual", "annual", 3000, ">=", **FIVE_YEARS)
    three = Observation(6000, date(2023, 12, 31), "A1", since=date(2021, 1, 1))
    assert said(annual, three, as_of=date(2026, 1, 1))[0] == "no-data"


@pytest.mark.parametrize(
    "silent",
    [
        seen(10, 10, evidence="C"),
        seen(10, 10, evidence=""),
        seen(None, 10),
        seen(NAN, 10),
        seen(math.inf, 10),
        seen(-math.inf, 10),
    ],
)
def test_evidence_c_and_values_without_a_number_decide_nothing(silent: Observation) -> None:
    assert conclude(ten(), [silent], as_of=LATER) == Progress(True, "no-data", None, "no-value", {}, None)
    assert said(ten(), silent, seen(4, 5)) == ("behind", "schedule")


@pytest.mark.parametrize(("missing", "on"), [({"target": NAN}, 10), ({"base": NAN}, 5)])
def test_a_target_or_base_without_a_number_decides_nothing(missing: dict[str, float], on: int) -> None:
    assert said(ten(**missing), seen(5, on))[0] not in DECIDED


def test_what_is_observed_after_the_day_asked_is_not_used() -> None:
    early, late = seen(4, 5), seen(10, 8)
    assert said(ten(), early, late, as_of=day(7)) == ("behind", "schedule")
    assert said(ten(), early, late, as_of=day(8)) == ("met", "reached")
    assert said(ten(), early, late, as_of=day(4)) == ("no-data", "no-value")


def test_the_latest_observation_speaks_in_whatever_order_they_come() -> None:
    rows = seen(10, 4), seen(3, 8), seen(9, 2)
    for order in (rows, rows[::-1]):
        found = conclude(ten(), order, as_of=LATER)
        assert (found.conclusion, found.day, found.latest) == ("behind", day(8), rows[1])


def test_below_the_target_at_the_end_is_behind_by_final_with_or_without_a_base() -> None:
    for base in (0, None):
        assert said(ten(base=base), seen(9.99, 10)) == ("behind", "final")
        assert said(ten(base=base), seen(9.99, 30)) == ("behind", "final")
    assert said(ten(base=None), seen(9.99, 9)) == ("no-data", "no-base")


def test_a_value_from_before_the_period_decides_nothing() -> None:
    assert said(ten(), seen(10, 0)) == ("no-data", "before-period")
    assert said(ten(), seen(10, 1)) == ("met", "reached")


@pytest.mark.parametrize("measure", MEASURES)
def test_undefined_stays_undefined_whatever_is_observed(measure: str) -> None:
    for target in (10, None):
        for rows in ([], [seen(0, 5)], [seen(99, 10), seen(NAN, 9)]):
            assert said(ten(measure=measure, undefined=True, target=target), *rows) == ("undefined", "not-defined")


def test_an_event_happens_or_is_not_known_to_have_happened() -> None:
    event = ten(measure="event", target=None, comparison="", base=None)
    assert said(event) == ("no-data", "no-value")
    assert said(event, seen(0, 10)) == ("no-data", "not-established")
    assert said(event, seen(1, 5)) == ("met", "established")
    assert said(replace(event, target=3, comparison=">="), seen(2, 10)) == ("no-data", "not-established")
    assert said(replace(event, target=3, comparison=">="), seen(3, 10)) == ("met", "established")


def test_what_has_no_number_is_a_fact_with_a_base_and_open_without() -> None:
    for measure in ("level", "added", "annual"):
        assert said(ten(measure=measure, target=None), seen(9, 9)) == ("no-target", "fact")
        assert said(ten(measure=measure, target=None, base=None), seen(9, 9)) == ("undefined", "no-quantity")
    for measure in ("area", "qualitative"):
        assert said(ten(measure=measure, target=None), seen(9, 9)) == ("undefined", "no-quantity")


def test_a_conclusion_carries_its_day_its_base_and_every_number() -> None:
    found = conclude(ten(base_day=BEFORE), [seen(4, 5)], as_of=LATER)
    assert (found.has_base, found.day) == (True, day(5))
    assert found.inputs == {
        "value": 4,
        "day": "2021-01-05",
        "target": 10,
        "comparison": ">=",
        "start": "2021-01-01",
        "end": "2021-01-10",
        "base": 0,
        "base_day": "2020-12-31",
        "scheduled": 5,
    }
    assert not conclude(ten(base=None), [seen(4, 5)], as_of=LATER).has_base


def test_targets_that_are_not_as_described_are_refused_by_id() -> None:
    with pytest.raises(BadValueError, match="ten: expected a measure among level"):
        ten(measure="stock")
    with pytest.raises(BadValueError, match="ten: expected one of >="):
        ten(comparison="=")
    with pytest.raises(BadValueError, match="ten: expected an end after 2021-01-01, got 2020-12-31"):
        ten(end=BEFORE)
    with pytest.raises(BadValueError, match="expected one of >="):
        stands(1, "=", 1)


# Values are quarters, so that the straight line of the code and the exact one here never part by rounding.
QUARTERS = st.integers(-12, 12).map(lambda number: number / 4)
DAYS = st.integers(-3, 14).map(day)
SINCE = st.one_of(st.none(), st.just(FIRST), DAYS)
TARGETS = st.builds(
    Target,
    id=st.just("t"),
    measure=st.sampled_from(MEASURES),
    target=st.one_of(st.none(), QUARTERS),
    comparison=st.sampled_from(COMPARISONS),
    start=st.just(FIRST),
    end=st.integers(1, 10).map(day),
    base=st.one_of(st.none(), QUARTERS),
    base_day=st.one_of(st.none(), DAYS),
    undefined=st.sampled_from([False, False, False, True]),
)
USABLE = st.builds(Observation, QUARTERS, DAYS, st.sampled_from(["A1", "A2", "B"]), SINCE)
SILENT = st.one_of(
    st.builds(Observation, QUARTERS, DAYS, st.sampled_from(["C", "", "D"]), SINCE),
    st.builds(Observation, st.sampled_from([None, NAN, math.inf]), DAYS, st.just("A1"), SINCE),
    st.builds(Observation, QUARTERS, st.integers(21, 40).map(day), st.just("A1"), SINCE),
)


def reading(measure: str, inputs: dict[str, Any]) -> tuple[str, str]:
    """Conclusion and method from the numbers given as reasons and nothing else, the docstrings read aloud."""
    value, asked, when = Fraction(inputs["value"]), Fraction(inputs["target"]), inputs["day"]
    if measure == "event":
        return ("met", "established") if value >= asked else ("no-data", "not-established")
    start, end = inputs["start"], inputs["end"]
    whole = when <= end and (inputs["since"] == start if "since" in inputs else when == end)
    spanned = (date.fromisoformat(when) - date.fromisoformat(inputs.get("since", when))).days + 1
    stands_as_asked = {
        ">=": value >= asked,
        ">": value > asked,
        "about": value >= asked,
        "<=": value <= asked,
        "<": value < asked,
    }
    if (measure == "added" and not whole) or (measure == "annual" and "since" in inputs and spanned not in (365, 366)):
        return "no-data", "partial"
    if when < start:
        return "no-data", "before-period"
    if stands_as_asked[inputs["comparison"]] and not (
        measure == "added" and inputs["comparison"][0] == "<" and when < end
    ):
        return "met", "reached"
    if when >= end:
        return "behind", "final"
    line = straight(measure, inputs)
    if line is None:
        return "no-data", "no-base"
    in_time = value <= line if inputs["comparison"] in ("<=", "<") else value >= line
    return ("on-schedule" if in_time else "behind"), "schedule"


def straight(measure: str, inputs: dict[str, Any]) -> Fraction | None:
    """The line on the day, day by day: one equal step for each day from the first to the last."""
    if "base" not in inputs:
        return None
    first, last, today = (date.fromisoformat(inputs[name]) for name in ("start", "end", "day"))
    at, eve = Fraction(inputs["base"]), first - timedelta(days=1)
    if measure == "added":
        at = Fraction(0)
    elif "base_day" in inputs:
        eve = date.fromisoformat(inputs["base_day"])
    steps = (last - eve).days
    if steps < 1:
        return None
    step = (Fraction(inputs["target"]) - at) / steps
    for number in range(1, steps + 1):
        at += step if eve + timedelta(days=number) <= today else 0
    return at


@settings(max_examples=400)
@given(TARGETS, st.lists(USABLE, max_size=3), st.lists(SILENT, max_size=2), st.integers(8, 20).map(day))
def test_every_conclusion_follows_from_its_own_inputs(
    target: Target, usable: list[Observation], silent: list[Observation], as_of: date
) -> None:
    found = conclude(target, [*silent, *usable], as_of=as_of)
    known = [each for each in usable if each.day <= as_of]
    assert found.has_base == (target.base is not None)
    assert (found.latest is None) == (not known)
    assert found.latest is None or found.latest in known
    # Only a later part may be passed over, for a whole one before it.
    assert found.latest is None or found.method == "partial" or found.latest.day <= max(each.day for each in known)
    if found.conclusion in DECIDED:
        assert known
        assert found.day == found.latest.day
    else:
        assert found.day is None
    if found.inputs:
        assert (found.conclusion, found.method) == reading(target.measure, found.inputs)
        assert found.inputs["value"] == found.latest.value
        assert found.inputs["day"] == found.latest.day.isoformat()
    else:
        assert (found.conclusion, found.method) == without_numbers(target, known)
    if found.method == "schedule":
        assert found.inputs["scheduled"] == pytest.approx(float(straight(target.measure, found.inputs)), abs=1e-12)


def without_numbers(target: Target, known: list[Observation]) -> tuple[str, str]:
    """What is said when no number is given as a reason."""
    counted = target.measure in ("level", "added", "annual")
    if target.undefined:
        return "undefined", "not-defined"
    if target.target is None and target.measure != "event":
        return ("no-target", "fact") if counted and target.base is not None else ("undefined", "no-quantity")
    assert not known
    return "no-data", "no-value"


@settings(max_examples=100)
@given(TARGETS, st.lists(USABLE, max_size=3), st.lists(SILENT, max_size=3), st.integers(8, 20).map(day))
def test_what_cannot_speak_changes_nothing(
    target: Target, usable: list[Observation], silent: list[Observation], as_of: date
) -> None:
    assert conclude(target, [*usable, *silent], as_of=as_of) == conclude(target, usable, as_of=as_of)
    if not usable:
        assert conclude(target, silent, as_of=as_of).conclusion not in DECIDED

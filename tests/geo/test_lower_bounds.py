"""A lower bound proves a target met when it reaches it, and otherwise nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geo.progress import Observation, conclude
from tests.geo.ten_days import LATER, day, said, seen, ten


def at_least(value: float, on: int, **words: Any) -> Observation:
    return seen(value, on, at_least=True, **words)


def test_a_lower_bound_proves_met_when_it_reaches_the_target_and_otherwise_nothing() -> None:
    assert said(ten(), at_least(10, 5)) == ("met", "reached-by-bound")
    assert said(ten(), at_least(9, 5)) == ("no-data", "lower-bound")
    assert said(ten(), at_least(9, 10)) == ("no-data", "lower-bound"), "not behind, even at the end"
    assert said(ten(comparison=">"), at_least(10, 5)) == ("no-data", "lower-bound")


def test_a_lower_bound_never_proves_at_most() -> None:
    assert said(ten(comparison="<=", base=20), at_least(3, 10)) == ("no-data", "lower-bound")


def test_a_lower_bound_that_proves_nothing_hides_no_value_and_is_told() -> None:
    found = conclude(ten(), [seen(5, 4), at_least(6, 9)], as_of=LATER)
    assert (found.conclusion, found.latest, found.bound) == ("on-schedule", seen(5, 4), at_least(6, 9))


def test_a_part_of_the_period_is_a_part_as_a_value_and_enough_as_a_bound() -> None:
    added = ten(measure="added")
    assert said(added, seen(12, 5, since=day(3))) == ("no-data", "partial")
    assert said(added, at_least(12, 5, since=day(3))) == ("met", "reached-by-bound")
    assert said(added, at_least(12, 5, since=day(-3))) == ("no-data", "lower-bound"), "some of it may be of before"
    assert said(added, at_least(12, 12, since=day(1))) == ("no-data", "lower-bound"), "some of it may be of after"
    assert said(added, at_least(12, 5)) == ("no-data", "lower-bound"), "a total since ever"


def test_of_one_day_a_value_decides_before_a_bound_and_of_two_the_later() -> None:
    assert said(ten(), at_least(10, 5), seen(4, 5)) == ("behind", "schedule")
    assert said(ten(), seen(4, 5), at_least(10, 6)) == ("met", "reached-by-bound")


@given(st.floats(0, 20), st.integers(1, 10), st.sampled_from([">=", ">", "about"]))
def test_a_bound_says_met_exactly_when_the_same_value_would(value: float, on: int, comparison: str) -> None:
    target = ten(comparison=comparison)
    as_value, as_bound = said(target, seen(value, on))[0], said(target, at_least(value, on))[0]
    assert as_bound == ("met" if as_value == "met" else "no-data")

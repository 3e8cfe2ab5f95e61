"""What a person types means one thing or nothing: each reader takes the form that its refusal names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.checks import QUOTED, quoted
from geo.errors import BadValueError
from geo.typed import day, folded, number, seconds, share, whole

ARABIC_THREE = "\u0663"


@pytest.mark.parametrize(
    "text", ["50.5", "1_0", "+5", " 5", "5 ", "05", ARABIC_THREE, "", "-1", "1e1", "5\n", "9" * 999]
)
def test_a_whole_number_is_digits_and_nothing_else(text: str) -> None:
    with pytest.raises(BadValueError, match="expected a whole number from 0 to 99, got"):
        whole(text, 0, 99)


@given(st.integers(-50, 200))
def test_a_whole_number_in_its_range_is_read_and_no_other(asked: int) -> None:
    if 5 <= asked <= 150:
        assert whole(str(asked), 5, 150) == asked
    else:
        with pytest.raises(BadValueError, match="from 5 to 150"):
            whole(str(asked), 5, 150)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "+5", "1_0", "1,000", "٣", "0x10", "1e999", "5 km", "", "."])
def test_a_number_is_finite_and_plain(text: str) -> None:
    with pytest.raises(BadValueError, match="expected a number such as"):
        number(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_is_written_is_read_back(asked: float) -> None:
    assert number(repr(asked).replace("e+", "e")) == asked


@pytest.mark.parametrize(
    ("text", "exact"),
    [("0.8", "4/5"), ("80%", "4/5"), ("4/5", "4/5"), ("0", "0"), ("1", "1"), ("100%", "1"), ("12.5%", "1/8")],
)
def test_a_share_is_exact(text: str, exact: str) -> None:
    assert share(text) == Fraction(exact)


@pytest.mark.parametrize(
    "text",
    ["1e9999999", "1e-9999999", "80", "1.01", "101%", "-1", "1/0", "2/1", "0.8 ", "8e-1", "nan", "%", "", "1_0%"],
)
def test_a_share_in_another_form_is_refused_at_once(text: str) -> None:
    with pytest.raises(BadValueError, match="expected a share from 0 to 1 such as"):
        share(text)


@pytest.mark.parametrize("text", ["0", "-1", "1e308", "nan", "60s", "1_0", "86401"])
def test_a_time_limit_is_above_nothing_and_at_most_a_day(text: str) -> None:
    with pytest.raises(BadValueError, match="expected seconds above 0 and at most 86400"):
        seconds(text)


def test_a_time_limit_may_be_a_part_of_a_second() -> None:
    assert (seconds("0.5"), seconds("86400")) == (0.5, 86_400)


@pytest.mark.parametrize(
    "text", ["2020-W53", "20201231", "2020-366", "2020-02-30", "2020", "2020-12", " 2020-12-31", ""]
)
def test_a_day_is_written_in_one_way(text: str) -> None:
    with pytest.raises(BadValueError, match="expected a date"):
        day(text)


@pytest.mark.parametrize(
    ("read", "wide", "plain"),
    [
        (whole, "５０", 50),
        (number, "１１３．２６", 113.26),
        (share, "80％", Fraction(4, 5)),
        (day, "２０２０－０２－２９", date(2020, 2, 29)),
        (folded, "４４０５００", "440500"),
    ],
)
def test_full_width_signs_are_the_usual_ones(read: Callable[[str], Any], wide: str, plain: Any) -> None:
    assert read(wide) == plain


@pytest.mark.parametrize("read", [whole, number, share, seconds, day])
def test_a_refusal_repeats_at_most_eighty_characters(read: Callable[[str], Any]) -> None:
    with pytest.raises(BadValueError) as refused:
        read("x" * 100_000)
    assert "x" * QUOTED + "…" in str(refused.value)
    assert "x" * (QUOTED + 1) not in str(refused.value)


@given(st.text())
def test_what_is_quoted_stays_on_one_line(text: str) -> None:
    assert len(quoted(text).splitlines()) == 1

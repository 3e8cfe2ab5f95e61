"""What counts, and how many that takes, in exact arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.definitions import Admission, Definition, admitted, exact_share, needed
from geo.errors import BadValueError, MissingColumnError
from tests.geo.worlds import ANY_RAPID_BODY, NATIONAL_APPROVED, RAPID, SUBCENTRE, bodies, body


@pytest.mark.parametrize(
    ("share", "n", "expected"),
    [
        ("80%", 21, 17),  # the plan: 16.8
        ("55%", 100, 55),  # 0.55 * 100 is 55.00000000000001 in a machine
        ("0.28", 25, 7),  # 0.28 * 25 is 7.000000000000001
        ("0.80", 20, 16),
        ("1", 21, 21),
        ("0", 21, 0),
        ("1%", 21, 1),
        ("80%", 0, 0),
    ],
)
def test_needed_is_the_smallest_whole_number_that_is_enough(share: str, n: int, expected: int) -> None:
    assert needed(share, n) == expected


@pytest.mark.parametrize("share", ["0.80", "80%", " 80 % ", "80.0%", "4/5", "８０％", Decimal("0.8"), Fraction(4, 5)])
def test_a_share_may_be_written_in_many_ways(share: Any) -> None:
    assert exact_share(share) == Fraction(4, 5)


@pytest.mark.parametrize(
    "share", [0.8, 1.0, True, "80", "120%", "-1%", "most", "", "%", "1/0", "nan", Decimal("Infinity"), 2]
)
def test_anything_else_is_refused_with_a_hint(share: Any) -> None:
    with pytest.raises(BadValueError, match=r'such as "0\.80", "80%"'):
        exact_share(share)


def test_a_negative_number_of_prefectures_is_refused() -> None:
    with pytest.raises(BadValueError, match="got -1"):
        needed("80%", -1)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_needed_is_enough_and_one_less_is_not(percent_of_ten: int, n: int) -> None:
    found = needed(Fraction(percent_of_ten, 1000), n)
    assert found * 1000 >= percent_of_ten * n
    assert (found - 1) * 1000 < percent_of_ten * n


def test_a_definition_admits_by_kind_and_level_or_by_subkind() -> None:
    table = bodies(
        body("centre"),
        body("rapid", **RAPID),
        body("municipal", level="municipal", subkind="municipal_protection_centre"),
        body("subcentre", **SUBCENTRE),
        body("court", kind="court", subkind="ip_court"),
    )
    assert table["id"][admitted(table, NATIONAL_APPROVED)].tolist() == ["centre", "rapid"]
    assert table["id"][admitted(table, ANY_RAPID_BODY)].tolist() == ["centre", "rapid", "municipal", "subcentre"]
    everything = Definition("all", "approved", Fraction(1), (Admission(),))
    assert admitted(table, everything).all()


def test_the_centre_of_the_province_and_a_body_without_a_prefecture_cover_no_prefecture() -> None:
    table = bodies(
        body("provincial", serves="province"),
        body("nowhere", ""),
        body("unknown", None),
        body("city", serves="industry"),
    )
    assert admitted(table, NATIONAL_APPROVED).tolist() == [False, False, False, True]


def test_the_answer_keeps_the_index_even_of_an_empty_table() -> None:
    table = bodies(body("x"), body("y")).set_axis([4, 2])
    assert admitted(table, NATIONAL_APPROVED).index.tolist() == [4, 2]
    assert admitted(bodies(), NATIONAL_APPROVED).empty
    with pytest.raises(MissingColumnError, match="serves"):
        admitted(table.drop(columns="serves"), NATIONAL_APPROVED)


def test_a_definition_that_cannot_be_meant_is_refused() -> None:
    with pytest.raises(BadValueError, match="share above 0"):
        Definition("d", "approved", Fraction(80), (Admission(),))
    with pytest.raises(BadValueError, match="admits nothing"):
        Definition("d", "approved", Fraction(1), ())
    with pytest.raises(BadValueError, match="stage"):
        Definition("d", "planned", Fraction(1), (Admission(),))  # type: ignore[arg-type]

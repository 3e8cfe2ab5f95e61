"""A body that is known to have operated before the earliest day of its approval contradicts itself; a bound may excuse
the approval, never the operation.
"""

from __future__ import annotations

import pytest

from data.intake.check import check
from tests.data.intake.files import HEAD, body, csv, facts

BOUNDS = ("获批日期的性质", "运行日期的性质")


def faults(approved: str, operating: str, approved_bound: str = "", operating_bound: str = "") -> list[str]:
    row = [*body(获批日期=approved, 运行日期=operating), approved_bound, operating_bound]
    found = check(csv((*HEAD, *BOUNDS), row), "表", "bodies", "wgs84", facts())
    return [f"{each.column}: {each.problem}" for each in found.problems]


BEFORE = ["运行日期: this is before the approval, 2023-05-01"]


@pytest.mark.parametrize(
    ("operating", "bound", "told"),
    [
        ("2023-04-30", "", BEFORE),
        ("2023-04", "确切日期", BEFORE),
        ("2022", "不晚于", BEFORE),
        ("2023-05-01", "", []),
        ("2023-05", "", []),
        ("2023", "不晚于", []),
    ],
)
def test_operating_by_a_day_before_the_approval_is_a_contradiction(operating: str, bound: str, told: list[str]) -> None:
    assert faults("2023-05-01", operating, operating_bound=bound) == told


@pytest.mark.parametrize("bound", ["", "不晚于"])
def test_an_approval_by_a_day_may_have_been_long_before(bound: str) -> None:
    assert faults("2023-05-01", "2022", "不晚于", bound) == []

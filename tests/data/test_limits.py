"""The table of limits: whole, told to administrators, and each limit met by some test."""

from __future__ import annotations

import re
from pathlib import Path

from data.limits import every
from tools.limits_table import OPERATIONS, written

TESTS = Path(__file__).resolve().parents[1]


def test_the_document_for_administrators_shows_every_limit() -> None:
    document = OPERATIONS.read_text(encoding="utf-8")
    assert written(document) == document, "python -m tools.limits_table"


def test_every_limit_is_met_by_a_test() -> None:
    tested = "\n".join(each.read_text(encoding="utf-8") for each in TESTS.rglob("test_*.py"))
    assert [name for name in every() if not re.search(rf"\b{name}\b", tested)] == []


def test_a_limit_is_above_zero_and_says_what_it_holds_back() -> None:
    for name, each in every().items():
        assert each.most > 0, name
        assert each.unit, name
        assert each.holds, name

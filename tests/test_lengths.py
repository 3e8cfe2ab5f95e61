"""What `make test` leaves out is said in long.toml, names tests that exist, and leaves every page its quick ones."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from tests.lengths import TESTS, Row, rows
from ui.desks import PAGES

EVERY_DESK = "ui/desks/test_every_desk.py"
# A usual, an empty and a hostile visit without a browser, as pytest calls the case of a page; a walk in a browser.
VISITS = {
    f"{EVERY_DESK}::test_it_opens": "{}-",
    f"{EVERY_DESK}::test_with_no_record_at_all_it_says_so_in_words": "{}-",
    f"{EVERY_DESK}::test_any_link_opens_it_and_what_is_wrong_is_told": "{}",
    f"{EVERY_DESK}::test_names_that_are_attacks_are_text": "{}-",
    "browser/test_walks.py::test_every_page_is_reached_from_the_navigation_and_shows_what_it_is": "{}",
}


@cache
def names(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.test)
def test_every_row_names_a_test_and_says_why(row: Row) -> None:
    file, name = row.test.split("::")
    assert name in names(file)
    assert row.why
    assert row.seconds > 0
    assert not (row.keep and row.one_in), "either the cases that stay are named, or one of so many stays"
    assert row.one_in != 1, "then none is left out"


def test_no_test_is_named_twice() -> None:
    assert len({row.test for row in rows()}) == len(rows())


@pytest.mark.parametrize("visit", VISITS)
def test_every_page_keeps_a_usual_an_empty_and_a_hostile_visit_and_a_walk(visit: str) -> None:
    file, name = visit.split("::")
    assert name in names(file)
    left_out = [row for row in rows() if row.test == visit]
    cases = [VISITS[visit].format(page.path) for page in PAGES]
    assert not any(leaves for row in left_out for leaves in row.leaves(cases))


def test_of_cases_the_named_or_the_first_of_so_many_stay() -> None:
    cases = list("abcdefg")
    assert Row("t", 1, "why", keep=("b", "g")).leaves(cases) == [each not in "bg" for each in cases]
    assert Row("t", 1, "why", one_in=3).leaves(cases) == [each not in "adg" for each in cases]
    assert all(Row("t", 1, "why").leaves(cases))

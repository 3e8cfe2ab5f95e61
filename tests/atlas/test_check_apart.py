"""A long check beside the page: the same result as at once, heard of on its way, ended when nobody wants it."""

from __future__ import annotations

import pytest

from atlas.background import Pool, Stop
from atlas.children import Children
from atlas.own.apart import CheckedTable, Step, check_apart
from data.errors import TableError
from data.intake.check import check
from data.intake.checks import CHECKS
from tests.data.intake.files import HEAD, bodies, body, facts, xlsx
from tests.worlds import the_atlas

ROWS = 450


def long_table(n: int = ROWS) -> bytes:
    """Bodies of which every hundredth is in a county that is none."""
    return bodies(*(body(编号=f"own-{at}", 县区="金坪区" if at % 100 == 99 else "金平区") for at in range(n)))


def never() -> int:
    return Stop.NO


def test_every_step_is_heard_in_order_and_the_result_is_that_of_a_check_at_once() -> None:
    heard: list[Step] = []
    found = check_apart(
        never, lambda step: bool(heard.append(step)), long_table(), "表.csv", "bodies", "wgs84", the_atlas()
    )
    assert isinstance(found, CheckedTable)
    once = check(long_table(), "表.csv", "bodies", "wgs84", facts())
    assert found.checked == once
    assert (len(once.good), len(once.problems)) == (446, 4)
    assert [each.done for each in heard] == [0, 0, 0, *range(1, len(CHECKS) + 1)]
    assert {(each.rows, each.of) for each in heard} == {(ROWS, len(CHECKS) + 1)}


@pytest.mark.parametrize("after", [0, 1, 5, len(CHECKS)])
def test_who_stops_it_gets_nothing_and_no_further_step_is_made(after: int) -> None:
    heard: list[Step] = []

    def watch(step: Step) -> bool:
        heard.append(step)
        return len(heard) > after

    assert check_apart(never, watch, long_table(), "表.csv", "bodies", "wgs84", the_atlas()) is None
    assert len(heard) == after + 1


def test_a_file_that_cannot_be_read_is_a_sentence_and_no_lost_work() -> None:
    found = check_apart(never, lambda _: False, b"MZ\0\0", "表.csv", "bodies", "wgs84", the_atlas())
    assert isinstance(found, TableError)
    assert "expected a table" in str(found)


@pytest.mark.long
def test_a_child_of_the_pool_checks_a_workbook() -> None:
    children = Children(kept=0)
    content = xlsx([list(HEAD), *(body(编号=f"own-{at}") for at in range(ROWS))])
    given = (content, "表.xlsx", "bodies", "wgs84", the_atlas())
    work = Pool().begin("a reader", lambda stopped, watch: children.run(stopped, watch, check_apart, *given))
    found = work.answer(120)
    assert isinstance(found, CheckedTable)
    assert (len(found.checked.good), found.sheet.name) == (ROWS, "机构")
    assert isinstance(work.progress, Step)

"""Plan indicators: how many quantities have which conclusion, and a card for each of them."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.ui.reader import opened, tables, told, unharmed
from tests.worlds import answered

WORDS = {"met": "已达标", "on-schedule": "按序时", "no-data": "数据待补充"}


def test_conclusions_are_as_many_as_in_the_answer() -> None:
    counts = Counter(each["conclusion"] for each in answered("plan")["indicators"])
    words = told(opened("plan"))
    assert sum(counts.values()) > 15
    for conclusion, word in WORDS.items():
        assert f"{word} {counts[conclusion]}" in words


@pytest.mark.parametrize("board", ["14-5", "13-5"])
def test_each_board_has_a_row_for_each_of_its_quantities(board: str) -> None:
    app = opened("plan", board=board)
    assert len(tables(app)[1]) == len(answered("plan", scoreboard=board)["indicators"])


def test_a_quantity_of_the_link_opens_with_its_clause() -> None:
    app = opened("plan", card="T064")
    unharmed(app)
    assert "80%" in told(app)
    assert "在地图上显示" in told(app)

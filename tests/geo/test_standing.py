"""Where prefectures stand by what speaks for them."""

from __future__ import annotations

import pytest

from geo.standing import Standing, Support

WORLD = Standing(
    ("south", "north", "west", "east"),
    (
        Support("b", "north", "possible"),
        Support("a", "north", "best"),
        Support("d", "south", "certain"),
        Support("c", "south", "certain"),
        Support("e", "west", "possible"),
    ),
    unplaced=3,
)


def test_a_prefecture_stands_as_its_surest_record() -> None:
    assert [WORLD.state(each) for each in WORLD.prefectures] == ["certain", "best", "possible", "none"]
    assert [support.record for support in WORLD.by_prefecture["north"]] == ["a", "b"]
    assert WORLD.by_prefecture["east"] == ()


def test_each_degree_holds_the_surer_ones_in_the_order_asked() -> None:
    assert WORLD.reached("certain") == ("south",)
    assert WORLD.reached("best") == ("south", "north")
    assert WORLD.reached("possible") == ("south", "north", "west")


def test_three_unplaced_bodies_can_fill_the_one_prefecture_left() -> None:
    assert WORLD.fillable() == 1


@pytest.mark.parametrize(("needed", "verdict"), [(0, "met"), (1, "met"), (2, "open"), (4, "open"), (5, "below")])
def test_the_verdict_weighs_the_certain_and_the_possible(needed: int, verdict: str) -> None:
    assert WORLD.verdict(needed) == verdict


def test_of_two_equally_sure_records_neither_is_pivotal() -> None:
    assert WORLD.pivotal() == ("a", "e")
    assert WORLD.without({"d"}).pivotal() == ("a", "c", "e")

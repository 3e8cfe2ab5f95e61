"""Kept views in an order: moved, taken out, put back; nothing is lost by presses that cross each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from atlas.kept_order import Arranged, Gone, arranged, id_of, with_more
from data.limits import KEPT_VIEWS

A, B, C, D = (f"/coverage?radius={each}" for each in (30, 40, 50, 60))
ALL = Arranged((A, B, C, D))


def ids(*links: str) -> list[str]:
    return [id_of(each) for each in links]


def test_a_view_is_moved() -> None:
    assert arranged(ALL, ids(B, A, C, D), ids(A, B, C, D)) == Arranged((B, A, C, D))


def test_what_is_taken_out_comes_back_to_its_place() -> None:
    without = arranged(ALL, ids(A, C, D), ids(A, B, C, D))
    assert without == Arranged((A, C, D), (Gone(B, 1),))
    assert arranged(without, ids(A, B, C, D), ids(A, C, D, B)) == ALL


def test_two_taken_out_at_once_come_back_one_after_the_other_each_to_its_place() -> None:
    told = arranged(ALL, ids(A, D), ids(A, B, C, D))
    while told.gone:
        last = told.gone[-1]
        back = [*told.links[: last.place], last.link, *told.links[last.place :]]
        told = arranged(told, ids(*back), ids(*back))
    assert told == ALL


def test_what_was_kept_meanwhile_stays_at_the_end() -> None:
    assert arranged(ALL, ids(B, A), ids(A, B)).links == (B, A, C, D)


def test_what_is_kept_again_is_not_to_be_put_back() -> None:
    assert with_more(Arranged((A,), (Gone(B, 1),)), [B]) == Arranged((A, B))


@given(st.permutations(range(6)), st.integers(0, 6), st.lists(st.text(max_size=5), max_size=3))
def test_whatever_is_told_no_view_is_doubled_or_lost(order: list[int], cut: int, nonsense: list[str]) -> None:
    links = tuple(f"/overview?date=20{10 + each}-12-31" for each in range(6))
    wanted = [links[each] for each in order[:cut]]
    found = arranged(Arranged(links), [*nonsense, *ids(*wanted), *ids(*wanted)], ids(*links))
    assert list(found.links) == wanted
    assert sorted([*found.links, *(each.link for each in found.gone)]) == sorted(links)


def test_only_as_many_are_remembered_as_a_meeting_takes() -> None:
    told = Arranged()
    for each in range(3 * KEPT_VIEWS.most):
        told = arranged(with_more(told, [f"/overview?date={each}"]), [], ids(f"/overview?date={each}"))
    assert len(told.gone) == KEPT_VIEWS.most

"""The queue beside the pages: one work a reader, readers in turn; who waits is told, who has left is dropped."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from threading import Event
from typing import Any

import pytest

from atlas import background
from atlas.background import HOUSE, Pool, Stop, Stopped, Watch, Work

WAIT_S = 20.0


class Task:
    """Work that goes on until it is let go or asked to stop; `order` hears when each begins."""

    def __init__(self, name: str, order: list[str]) -> None:
        self.name, self.order = name, order
        self.begun, self.let_go = Event(), Event()

    def __call__(self, _stopped: Stopped, watch: Watch) -> str:
        self.order.append(self.name)
        self.begun.set()
        while not self.let_go.wait(0.005):
            if watch(f"{self.name} goes on"):
                return f"{self.name} stopped"
        return self.name


@pytest.fixture
def order() -> list[str]:
    return []


@pytest.fixture
def pool() -> Pool:
    return Pool(at_a_time=1)


def begin(pool: Pool, reader: str, work: Task, alive: Callable[[], bool] = background.always) -> Work[Any]:
    return pool.begin(reader, work, alive)


def test_an_answer_comes_from_beside_the_page_and_progress_is_heard(pool: Pool, order: list[str]) -> None:
    work = Task("a", order)
    solving = begin(pool, "one", work)
    assert work.begun.wait(WAIT_S)
    assert not solving.waiting
    work.let_go.set()
    assert solving.answer(WAIT_S) == "a"
    assert solving.done
    assert solving.progress in (None, "a goes on")


def test_what_goes_wrong_is_raised_where_the_answer_is_asked_for(pool: Pool) -> None:
    def broken(_stopped: Stopped, _watch: Watch) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pool.begin("one", broken).answer(WAIT_S)


def test_stopping_one_at_work_keeps_what_it_has(pool: Pool, order: list[str]) -> None:
    work = Task("a", order)
    solving = begin(pool, "one", work)
    assert work.begun.wait(WAIT_S)
    solving.stop()
    assert solving.answer(WAIT_S) == "a stopped"


def test_one_that_waits_knows_its_place_and_can_be_cancelled(pool: Pool, order: list[str]) -> None:
    first, *others = (Task(each, order) for each in "abc")
    running = begin(pool, "one", first)
    assert first.begun.wait(WAIT_S)
    second, third = begin(pool, "two", others[0]), begin(pool, "three", others[1])
    assert [pool.ahead(each) for each in (running, second, third)] == [0, 0, 1]
    assert second.waiting
    second.stop()
    assert second.cancelled
    assert second.done
    assert pool.ahead(third) == 0
    with pytest.raises(CancelledError):
        second.answer(WAIT_S)
    for each in (first, others[1]):
        each.let_go.set()
    assert third.answer(WAIT_S) == "c"
    assert order == ["a", "c"]


def test_a_reader_who_asks_six_times_holds_one_place_and_only_the_last_is_answered(
    pool: Pool, order: list[str]
) -> None:
    stuck, works, other = Event(), [Task(f"a{number}", order) for number in range(1, 6)], Task("b", order)

    def unstoppable(_stopped: Stopped, _watch: Watch) -> str:
        stuck.wait(WAIT_S)
        return "a0"

    first = pool.begin("one", unstoppable)
    second = [begin(pool, "one", works[0])]
    waiting = begin(pool, "two", other)
    second += [begin(pool, "one", each) for each in works[1:]]
    assert pool.ahead(waiting) == 1
    for each in (other, works[-1]):
        each.let_go.set()
    stuck.set()
    assert first.answer(WAIT_S) == "a0"
    assert waiting.answer(WAIT_S) == "b"
    assert second[-1].answer(WAIT_S) == "a5"
    assert all(each.cancelled for each in second[:-1])
    assert sorted(order) == ["a5", "b"]


def test_nobody_has_two_at_work_though_there_is_room(order: list[str]) -> None:
    pool, works = Pool(at_a_time=2), [Task(each, order) for each in "ab"]
    stuck = Event()

    def unstoppable(_stopped: Stopped, _watch: Watch) -> str:
        stuck.wait(WAIT_S)
        return "late"

    first = pool.begin("one", unstoppable)
    second = begin(pool, "one", works[0])
    other = begin(pool, "two", works[1])
    assert works[1].begun.wait(WAIT_S)
    assert second.waiting
    works[1].let_go.set()
    assert other.answer(WAIT_S) == "b"
    assert second.waiting
    stuck.set()
    works[0].let_go.set()
    assert first.answer(WAIT_S) == "late"
    assert second.answer(WAIT_S) == "a"


def test_readers_take_turns(pool: Pool, order: list[str]) -> None:
    first, late, other = (Task(each, order) for each in ("a", "a again", "b"))
    begin(pool, "one", first)
    assert first.begun.wait(WAIT_S)
    begin(pool, "two", other)
    last = begin(pool, "one", late)
    for each in (first, late, other):
        each.let_go.set()
    last.answer(WAIT_S)
    assert order == ["a", "b", "a again"]


def test_what_works_for_a_reader_who_has_left_ends_within_five_seconds(pool: Pool, order: list[str]) -> None:
    gone = Event()
    work, other = Task("a", order), Task("b", order)
    solving = begin(pool, "one", work, lambda: not gone.is_set())
    assert work.begun.wait(WAIT_S)
    waiting = begin(pool, "two", other)
    other.let_go.set()
    gone.set()
    assert solving.answer(5) == "a stopped"
    assert solving.left() == Stop.GONE
    assert waiting.answer(WAIT_S) == "b"


def test_what_waits_for_a_reader_who_has_left_never_begins(
    pool: Pool, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "LOOK_S", 0.0)
    monkeypatch.setattr(background, "GRACE_S", -1.0)
    works = [Task(each, order) for each in "abc"]
    first = begin(pool, "one", works[0])
    assert works[0].begun.wait(WAIT_S)
    left, last = begin(pool, "two", works[1], lambda: False), begin(pool, "three", works[2])
    assert pool.ahead(last) == 0
    for each in works:
        each.let_go.set()
    assert first.answer(WAIT_S) == "a"
    assert last.answer(WAIT_S) == "c"
    assert left.cancelled
    assert order == ["a", "c"]


def test_a_connection_that_breaks_for_a_moment_is_no_reader_who_left(
    pool: Pool, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "LOOK_S", 0.0)
    looks, again = iter([True, False, False]), Event()

    def alive() -> bool:
        there = next(looks, None)
        if there is None:
            again.set()
        return there is not False

    work = Task("a", order)
    solving = begin(pool, "one", work, alive)
    assert again.wait(WAIT_S)
    work.let_go.set()
    assert solving.answer(WAIT_S) == "a"


def test_what_the_server_does_for_itself_waits_for_no_reader_and_no_reader_for_it(pool: Pool, order: list[str]) -> None:
    works = [Task(each, order) for each in "abc"]
    first, own = begin(pool, "one", works[0]), begin(pool, HOUSE, works[1])
    assert works[0].begun.wait(WAIT_S)
    assert works[1].begun.wait(WAIT_S)
    second = begin(pool, "two", works[2])
    assert pool.counts() == (2, 1)
    works[0].let_go.set()
    assert works[2].begun.wait(WAIT_S)
    for each in works:
        each.let_go.set()
    assert [each.answer(WAIT_S) for each in (first, own, second)] == ["a", "b", "c"]

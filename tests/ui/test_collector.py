"""Garbage collection is short for readers, and loses nothing."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from streamlit.runtime.scriptrunner import script_runner

from tests import loops
from ui.collector import (
    LONG_QUIET_S,
    LONG_S,
    OLDEST_GENERATION,
    QUIET_S,
    YOUNG,
    Collector,
    short_collections,
)


class Node:
    """Something that can be part of a circle."""

    other: Node | None = None


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def circle() -> weakref.ref[Node]:
    """Two that hold each other, and nobody else does."""
    one, other = Node(), Node()
    one.other, other.other = other, one
    return weakref.ref(one)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def nothing_is_spared() -> None:
    """What all tests share is spared by tests/conftest.py, as the collector spares what it is to be seen to spare."""
    gc.unfreeze()


@pytest.fixture
def generations(clock: Clock) -> Iterator[tuple[Collector, list[int]]]:
    """A collector, and the generations that it had looked through."""
    looked: list[int] = []

    def noted(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            looked.append(info["generation"])

    gc.disable()
    gc.callbacks.append(noted)
    yield Collector(clock), looked
    gc.callbacks.remove(noted)
    gc.enable()
    gc.unfreeze()


def test_a_run_collects_its_own_circles_and_does_not_walk_through_what_is_kept(
    generations: tuple[Collector, list[int]],
) -> None:
    collector, looked = generations
    gone = circle()
    collector.after_run(OLDEST_GENERATION)
    assert gone() is None
    assert looked == [YOUNG]


def test_circles_of_survivors_go_when_nobody_has_asked_for_a_while_once(
    generations: tuple[Collector, list[int]], clock: Clock
) -> None:
    collector, looked = generations
    held = Node()
    held.other = held
    gone = weakref.ref(held)
    collector.after_run()
    collector.after_run()
    del held
    collector.after_run()
    assert gone() is not None, "a circle among the old is not looked for at every run"
    clock.at = QUIET_S
    assert not collector.clean_when_quiet(), "somebody has just asked"
    clock.at = QUIET_S + 1
    assert collector.clean_when_quiet()
    assert gone() is None
    assert not collector.clean_when_quiet(), "nothing has run since"
    assert looked == [YOUNG, YOUNG, YOUNG, OLDEST_GENERATION]


def test_what_was_spared_is_looked_through_only_when_nobody_has_asked_for_long(
    generations: tuple[Collector, list[int]], clock: Clock
) -> None:
    collector, _ = generations
    held = Node()
    held.other = held
    gone = weakref.ref(held)
    gc.freeze()
    del held
    collector.after_run()
    clock.at = QUIET_S + 1
    assert collector.clean_when_quiet()
    assert gone() is not None
    clock.at = LONG_QUIET_S + 1
    assert collector.clean_when_quiet()
    assert gone() is None
    assert gc.get_freeze_count() > 0
    assert not collector.clean_when_quiet(), "once"


def test_what_survived_a_long_walk_is_left_out_of_the_next_and_after_a_short_one_nothing_is(clock: Clock) -> None:
    collector = Collector(spent=clock)
    kept = Node()
    for seconds, spared in ((LONG_S / 2, False), (LONG_S * 2, True)):
        collector.spare_survivors("start", {"generation": OLDEST_GENERATION})
        clock.at += seconds
        collector.spare_survivors("stop", {"generation": YOUNG})
        collector.spare_survivors("stop", {"generation": OLDEST_GENERATION})
        assert any(each is kept for each in gc.get_objects()) != spared
    gc.unfreeze()


def test_streamlit_asks_the_collector_while_a_server_lives_and_python_again_after() -> None:
    async def lived() -> None:
        async with short_collections() as collector:
            assert script_runner.gc.collect == collector.after_run
            assert gc.get_freeze_count() > 0

    try:
        loops.run(lived())
    finally:
        gc.unfreeze()
    assert script_runner.gc is gc

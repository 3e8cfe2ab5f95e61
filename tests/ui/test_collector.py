"""Garbage collection is short for readers, and loses nothing."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from ui.collector import BUSY_S, CLEANING_S, QUIET_S, Collector


class Node:
    """Something that can be part of a circle."""

    other: Node | None = None


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def collector(clock: Clock) -> Iterator[Collector]:
    """A collector that hears of every collection until the end of the test."""
    found = Collector(clock)
    gc.callbacks.append(found.spare_survivors)
    yield found
    gc.callbacks.remove(found.spare_survivors)
    gc.unfreeze()


def walked(thing: object) -> bool:
    """Whether the next collection would walk through it."""
    return any(each is thing for each in gc.get_objects())


@pytest.mark.usefixtures("collector")
def test_what_survived_a_collection_is_not_walked_through_again() -> None:
    answer = [[number] for number in range(1000)]
    assert walked(answer)
    gc.collect()
    assert not walked(answer)
    later = [["made after"]]
    assert walked(later)


@pytest.mark.usefixtures("collector")
def test_a_circle_that_died_before_a_collection_is_freed_by_it() -> None:
    one, other = Node(), Node()
    one.other, other.other = other, one
    gone = weakref.ref(one)
    del one, other
    gc.collect()
    assert gone() is None


def test_circles_of_survivors_go_when_nobody_waits(collector: Collector, clock: Clock) -> None:
    one, other = Node(), Node()
    one.other, other.other = other, one
    gone = weakref.ref(one)
    gc.collect()
    del one, other
    gc.collect()
    assert gone() is not None, "a circle among the survivors is not looked for at every run"
    clock.at = CLEANING_S + QUIET_S
    assert collector.clean_when_quiet()
    assert gone() is None


def test_nobody_waits_for_the_cleaning_unless_the_server_is_never_quiet(collector: Collector, clock: Clock) -> None:
    clock.at = QUIET_S + 1
    assert not collector.clean_when_quiet(), "too soon after the one before"
    clock.at = CLEANING_S + QUIET_S
    gc.collect()
    clock.at += 1
    assert not collector.clean_when_quiet(), "somebody has just asked"
    clock.at = BUSY_S + 1
    gc.collect()
    assert collector.clean_when_quiet()

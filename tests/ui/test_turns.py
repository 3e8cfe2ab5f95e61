"""Runs of pages one after another: in the order in which they came, and nobody waits for the end of a long one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from tests.ui.reader import opened, unharmed
from ui import shared
from ui.turns import Turns

PATIENCE_S = 30.0


class Run(Thread):
    """A run that begins when its turn comes, and ends when it is told to; `log` gets what happens."""

    def __init__(self, name: str, turns: Turns, log: list[str]) -> None:
        super().__init__(daemon=True)
        self.called, self.turns, self.log = name, turns, log
        self.begun, self.may_end = Event(), Event()

    def run(self) -> None:
        with self.turns.taken():
            self.log.append(f"{self.called} begins")
            self.begun.set()
            self.may_end.wait(PATIENCE_S)
            self.log.append(f"{self.called} ends")

    def come(self, waiting: int) -> Run:
        """Start, and be in the line behind `waiting` others."""
        self.start()
        while not self.begun.is_set() and len(self.turns._waiting) <= waiting:
            Event().wait(0.001)
        return self


def test_one_begins_when_the_other_has_ended_in_the_order_in_which_they_came() -> None:
    turns, log = Turns(longest_s=PATIENCE_S), list[str]()
    runs = [Run(str(number), turns, log).come(max(0, number - 1)) for number in range(4)]
    assert log == ["0 begins"]
    for each in runs:
        each.may_end.set()
        assert each.begun.wait(PATIENCE_S)
    for each in runs:
        each.join(PATIENCE_S)
    assert log == [f"{number} {what}" for number in range(4) for what in ("begins", "ends")]


def test_nobody_waits_for_the_end_of_a_long_one_nor_for_that_of_the_next() -> None:
    turns, log = Turns(longest_s=0.01), list[str]()
    runs = [Run(str(number), turns, log) for number in range(3)]
    for each in runs:
        each.start()
        assert each.begun.wait(PATIENCE_S)
    assert log == ["0 begins", "1 begins", "2 begins"]
    for each in runs:
        each.may_end.set()
        each.join(PATIENCE_S)


def test_who_ends_late_does_not_take_the_turn_from_who_has_it_now() -> None:
    time_s = [0.0]
    turns, log = Turns(longest_s=10.0, now=lambda: time_s[0]), list[str]()
    late = Run("late", turns, log).come(0)
    time_s[0] = 11.0
    present = Run("present", turns, log).come(0)
    assert present.begun.wait(PATIENCE_S)
    late.may_end.set()
    late.join(PATIENCE_S)
    third = Run("third", turns, log).come(0)
    assert not third.begun.is_set()
    present.may_end.set()
    assert third.begun.wait(PATIENCE_S)
    third.may_end.set()
    assert log == ["late begins", "present begins", "late ends", "present ends", "third begins"]


def test_a_run_that_fails_gives_its_turn_back() -> None:
    turns = Turns(longest_s=PATIENCE_S)
    with pytest.raises(ZeroDivisionError), turns.taken():
        _ = 1 / 0
    assert Run("next", turns, []).come(0).begun.wait(PATIENCE_S)


def test_every_run_of_a_page_takes_one_turn_and_gives_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    log = list[str]()

    class Told(Turns):
        @contextmanager
        def taken(self) -> Iterator[None]:
            log.append("taken")
            yield
            log.append("given back")

    monkeypatch.setattr(shared, "TURNS", Told())
    app = opened("manual")
    app.run()
    unharmed(app)
    assert log == ["taken", "given back"] * 2

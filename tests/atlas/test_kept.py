"""What is kept for several questions is what each of them would have got alone; and the collector leaves it alone."""

from __future__ import annotations

import gc
import random
import threading
import weakref
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from atlas import answers, city, comparing, headline, kept
from atlas.kept import Kept
from atlas.ledger import ledger, ledger_answer
from atlas.reaching import gaps_answer
from atlas.state import Asked, default_question
from atlas.words import say_in
from atlas.world import Known
from tests.worlds import choices, known
from ui import cache, collector
from ui.settings import read_settings

QUESTIONS = 40
SEED = 7
# Two that call different bodies new-1, two that leave the same ids at other places, and one that changes only a date.
SCENARIOS = (
    "add protection_centre 116.1000,24.3000 one",
    "add protection_centre 110.4000,21.2000 other",
    "add rapid_rights_centre 116.1000,24.3000; close protection-centre-foshan",
    "move protection-centre-shantou 113.6000,24.8000",
    "move protection-centre-shantou 116.6000,23.3000",
    "status protection-centre-dongguan approved",
    "",
)


class Forgetful(Kept):
    """Keeps nothing, so that every answer is made anew."""

    def once(self, kind: str, key: Hashable, make: Callable[[], Any]) -> Any:
        return make()


def neighbouring_questions() -> list[Asked]:
    """Questions that differ from one another in few parts, so that much is shared and little may be mixed up."""
    chance, usual = random.Random(SEED), default_question(choices())
    bodies, found = sorted(choices().bodies), [usual]
    days = [date(year, month, day) for year in (2019, 2023) for month in (1, 12) for day in (1, 31)]
    changes: list[dict[str, Any]] = [
        *({"as_of": day} for day in days),
        *({"definition": each} for each in choices().definitions),
        *({"radius_km": each} for each in (20, 80)),
        *({"wrong": (each,)} for each in bodies[:2]),
        *({"confirmed": (each,)} for each in bodies[2:5]),
        {"ignore_borders": True},
        {"confirmed_only": True},
        {"literal": True},
        {"industry": choices().industries[0]},
        {"kinds": tuple(choices().kinds[:1])},
        {"place": choices().prefectures[3]},
        *({"scenario": each} for each in SCENARIOS),
    ]
    while len(found) < QUESTIONS:
        found.append(chance.choice(found).with_changes(**chance.choice(changes)))
    return found


def all_answers(atlas: Known, asked: Asked) -> list[Any]:
    """As much as the pages show, as plain values."""
    say, view = say_in("zh"), answers.view(atlas, asked)
    cards = headline.cards(atlas, asked, view, say)
    return [
        answers.map_state(asked, view),
        answers.coverage_answer(atlas, asked),
        gaps_answer(atlas, asked),
        ledger_answer(ledger(atlas, asked)),
        comparing.compare_answer(atlas, asked),
        city.prefecture_answer(atlas, asked, asked.place),
        [(each.figure, each.lines, each.tone, list(each.records.get("id", ()))) for each in cards],
    ]


def test_answers_kept_for_other_questions_are_those_made_anew() -> None:
    remembering, forgetful = replace(known(), kept=Kept()), replace(known(), kept=Forgetful())
    for asked in neighbouring_questions():
        assert repr(all_answers(remembering, asked)) == repr(all_answers(forgetful, asked)), asked


def test_scenarios_with_the_same_ids_in_reach_at_other_places_are_not_mixed_up() -> None:
    remembering, forgetful = replace(known(), kept=Kept()), replace(known(), kept=Forgetful())
    usual = default_question(choices())
    told = []
    for scenario in (*SCENARIOS, *reversed(SCENARIOS)):
        asked = usual.with_changes(scenario=scenario, place="441400")
        kept_answers = all_answers(remembering, asked)
        assert repr(kept_answers) == repr(all_answers(forgetful, asked)), scenario
        told.append(repr(kept_answers))
    assert len(set(told)) == len(SCENARIOS)


def test_only_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SIZE", 2)
    atlas, made = Kept(), list[int]()

    def ask(number: int) -> int:
        return atlas.once("square", number, lambda: made.append(number) or number**2)  # type: ignore[func-returns-value]

    assert [ask(number) for number in (1, 2, 1, 3, 1, 2)] == [1, 4, 1, 9, 1, 4]
    assert made == [1, 2, 3, 2]


def test_readers_who_ask_the_same_at_once_wait_for_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read_settings()
    version = cache.version_of(settings)
    asked = default_question(choices()).with_changes(radius_km=77).for_answers()
    made, started = [], threading.Barrier(6)
    monkeypatch.setattr(answers, "view", lambda *_: made.append(1) or "the answer")

    def ask() -> None:
        started.wait()
        assert cache.view(settings, version, asked) == "the answer"

    readers = [threading.Thread(target=ask) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert made == [1]
    cache.view.cache.clear()


class Node:
    """Something that can be part of a circle."""

    other: Node | None = None


def test_what_survived_is_not_walked_through_again() -> None:
    answer = [[number] for number in range(1000)]
    collector.spare_survivors()
    try:
        assert not any(each is answer for each in gc.get_objects())
        later = [["made after"]]
        assert any(each is later for each in gc.get_objects())
        assert len(answer) == 1000
    finally:
        gc.unfreeze()


def test_circles_of_survivors_go_in_the_cleaning(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Node(), Node()
    one.other, other.other = other, one
    gone = weakref.ref(one)
    try:
        collector.spare_survivors()
        del one, other
        gc.collect()
        assert gone() is not None, "a circle among the survivors is not looked for at every run"
        monkeypatch.setattr(collector, "CLEANING_S", 0.0)
        collector.spare_survivors()
        assert gone() is None
    finally:
        gc.unfreeze()

"""What is kept for several questions is what each of them would have got alone; and the collector leaves it alone."""

from __future__ import annotations

import pickle
import random
import threading
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from atlas import headline, prefecture
from atlas.atlas import Atlas
from atlas.comparison_answer import compare_answer
from atlas.ledger import coverage_answer, ledger, ledger_answer
from atlas.map_state import map_state, view_of
from atlas.memo import Memo, Shelf, weigh
from atlas.question.question import Question, default_question
from atlas.reach import bodies_asked, gaps_answer
from atlas.words import say_in
from data.limits import ANSWERS
from geo.existence import change_days
from tests.worlds import choices, the_atlas

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


class Forgetful(Memo):
    """Keeps nothing, so that every answer is made anew."""

    def once(self, kind: str, key: Hashable, make: Callable[[], Any]) -> Any:
        return make()


def neighbouring_questions() -> list[Question]:
    """Questions that differ from one another in few parts, so that much is shared and little may be mixed up."""
    chance, found = random.Random(SEED), [default_question(choices())]
    while len(found) < QUESTIONS:
        found.append(chance.choice(found).with_changes(**chance.choice(changes())))
    return found


def one_change_each() -> list[Question]:
    """The usual question, and for each part of a question one that differs from it in this part alone."""
    usual = default_question(choices())
    others = [(tuple(each), usual.with_changes(**each)) for each in changes()]
    return [usual, *{part: asked for part, asked in others if asked != usual}.values()]


def changes() -> list[dict[str, Any]]:
    """One part of a question each."""
    bodies = sorted(choices().bodies)
    days = [date(year, month, day) for year in (2019, 2023) for month in (1, 12) for day in (1, 31)]
    return [
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
        {"prefecture": choices().prefectures[3]},
        *({"scenario": each} for each in SCENARIOS),
    ]


def all_answers(atlas: Atlas, question: Question) -> list[Any]:
    """As much as the pages show, as plain values."""
    say, view = say_in("zh"), view_of(atlas, question)
    cards = headline.cards(atlas, question, say)
    return [
        map_state(question, view),
        coverage_answer(atlas, question),
        gaps_answer(atlas, question),
        ledger_answer(ledger(atlas, question)),
        compare_answer(atlas, question),
        prefecture.prefecture_answer(atlas, question, question.prefecture or atlas.prefectures[0]),
        [(each.figure, each.lines, each.tone, list(each.records.get("id", ()))) for each in cards],
    ]


def test_an_answer_kept_for_one_question_is_not_taken_for_the_next() -> None:
    """Each question differs from the usual one in one part: a part that a key forgets shows in the first after it."""
    remembering = replace(the_atlas(), memo=Memo())
    for asked in one_change_each():
        assert repr(all_answers(remembering, asked)) == repr(all_answers(replace(the_atlas(), memo=Memo()), asked)), (
            asked
        )


def answers_of_a_day(atlas: Atlas, asked: Question) -> str:
    """What is kept by the days at which something changes."""
    row_by_row = [(row.id, row.result and (row.result.verdict, row.result.pivotal)) for row in ledger(atlas, asked)]
    cards = headline.cards(atlas, asked, say_in("zh"))
    told = [(each.figure, each.lines, each.tone, list(each.records.get("id", ()))) for each in cards]
    return repr((row_by_row, told, bodies_asked(atlas, asked).to_dict("records")))


@pytest.mark.long
def test_an_answer_kept_for_one_day_is_that_of_the_next_until_something_changes() -> None:
    """The clock runs back and forth over every tenth day of change, and the days around it."""
    remembering, usual = replace(the_atlas(), memo=Memo()), default_question(choices())
    days = change_days(the_atlas().world["bodies"]).tolist()[::10]
    around = [day + timedelta(days=off) for day in days for off in (-1, 0, 1)]
    for day in (*around[::2], *reversed(around)):
        asked = usual.with_changes(as_of=day)
        anew = answers_of_a_day(replace(the_atlas(), memo=Forgetful()), asked)
        assert answers_of_a_day(remembering, asked) == anew, day


def test_two_things_of_one_question_are_not_taken_for_each_other() -> None:
    usual = default_question(choices()).with_changes(scenario=SCENARIOS[2], prefecture="441400")
    remembering, forgetful = replace(the_atlas(), memo=Memo()), replace(the_atlas(), memo=Forgetful())
    assert repr(all_answers(remembering, usual)) == repr(all_answers(forgetful, usual))


@pytest.mark.long
@pytest.mark.timeout(600)
def test_answers_kept_for_other_questions_are_those_made_anew() -> None:
    remembering, forgetful = replace(the_atlas(), memo=Memo()), replace(the_atlas(), memo=Forgetful())
    for question in neighbouring_questions():
        assert repr(all_answers(remembering, question)) == repr(all_answers(forgetful, question)), question


def test_scenarios_with_the_same_ids_in_reach_at_other_places_are_not_mixed_up() -> None:
    remembering, usual = (
        replace(the_atlas(), memo=Memo()),
        default_question(choices()).with_changes(prefecture="441400"),
    )
    anew = {
        each: repr(all_answers(replace(the_atlas(), memo=Memo()), usual.with_changes(scenario=each)))
        for each in SCENARIOS
    }
    assert len(set(anew.values())) == len(SCENARIOS)
    for scenario in (*SCENARIOS, *reversed(SCENARIOS)):
        assert repr(all_answers(remembering, usual.with_changes(scenario=scenario))) == anew[scenario], scenario


def test_only_the_latest_that_fit_are_kept() -> None:
    made = list[int]()
    memo = Memo(limit_bytes=2 * weigh(np.zeros(1000)))

    def ask(number: int) -> float:
        def make() -> np.ndarray:
            made.append(number)
            return np.full(1000, float(number))

        return float(memo.once("numbers", number, make)[0])

    assert [ask(number) for number in (1, 2, 1, 3, 1, 2)] == [1, 2, 1, 3, 1, 2]
    assert made == [1, 2, 3, 2]
    assert memo.bytes == 2 * weigh(np.zeros(1000))


def test_the_answers_of_several_atlases_share_one_shelf_and_are_not_mixed_up() -> None:
    shelf = Shelf(3 * weigh(np.zeros(1000)))
    first, second = Memo(shelf=shelf), Memo(shelf=shelf)
    for number in range(3):
        for memo, sign in ((first, 1.0), (second, -1.0)):
            assert memo.once("numbers", number, lambda at=sign * number: np.full(1000, at))[0] == sign * number
            assert memo.once("numbers", number, pytest.fail)[0] == sign * number
    assert first.bytes == second.bytes == 3 * weigh(np.zeros(1000))
    assert Memo().bytes <= ANSWERS.most


def test_an_atlas_that_is_sent_elsewhere_takes_no_answers_with_it() -> None:
    memo = Memo(limit_bytes=1000)
    memo.once("question", 1, lambda: "here")
    assert pickle.loads(pickle.dumps(memo)).once("question", 1, lambda: "there") == "there"  # noqa: S301
    sent = pickle.loads(pickle.dumps(the_atlas()))  # noqa: S301
    assert sent.names == the_atlas().names
    assert sent.world["counties"].equals(the_atlas().world["counties"])


def test_what_is_too_large_is_made_anew_and_drives_nothing_out() -> None:
    memo, made = Memo(limit_bytes=1000), list[int]()
    memo.once("small", 1, lambda: "one")
    for _ in range(2):
        memo.once("large", 1, lambda: made.append(1) or np.zeros(1000))  # type: ignore[func-returns-value]
    assert made == [1, 1]
    assert memo.once("small", 1, lambda: "another") == "one"


def test_weighing_counts_tables_by_their_cells_and_nothing_twice() -> None:
    table = pd.DataFrame({"number": np.zeros(1000), "text": ["some text"] * 1000})
    assert 8_000 + 60_000 < weigh(table) < 120_000
    assert weigh([table, table]) < weigh(table) + 200


def test_readers_who_ask_the_same_at_once_wait_for_one_answer() -> None:
    memo, made, started = Memo(), list[int](), threading.Barrier(6)

    def make() -> str:
        made.append(1)
        threading.Event().wait(0.05)
        return "the answer"

    def ask() -> None:
        started.wait()
        assert memo.once("question", 1, make) == "the answer"

    readers = [threading.Thread(target=ask) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert made == [1]


def test_who_waited_for_an_answer_that_failed_tries_again() -> None:
    memo, begun, turns = Memo(), threading.Event(), iter([ValueError("lost"), "found"])

    def make() -> str:
        begun.set()
        turn = next(turns)
        if isinstance(turn, ValueError):
            threading.Event().wait(0.05)
            raise turn
        return turn

    def fail() -> None:
        with pytest.raises(ValueError, match="lost"):
            memo.once("question", 1, make)

    first = threading.Thread(target=fail)
    first.start()
    begun.wait()
    assert memo.once("question", 1, make) == "found"
    first.join()

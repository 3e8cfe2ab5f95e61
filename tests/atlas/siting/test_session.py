"""What a session knows: a link is answered at once or not at all, and the page's numbers never solve anything."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from atlas import pages
from atlas.background import Pool
from atlas.children import CHILDREN, LostError
from atlas.memo import weigh
from atlas.question.question import Question
from atlas.siting import search, session
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, key_of
from atlas.siting.session import Memory
from data.limits import SESSION_ANSWERS
from tests.worlds import choices, the_atlas, usual_question

WAIT_S = 60.0
QUICK = SitingQuestion("most", p=2)
LONG = SitingQuestion("all", aim="p-median", p=10, sites="places", limit_s=60)


def settled(held: Memory, key: Any) -> Any:
    """What came of it, once the search has ended."""
    held.running[key].answer(WAIT_S)
    return held.take(key)


def keyed(asked: SitingQuestion, whole: Question) -> Any:
    return key_of(asked, whole, Loaded(), the_atlas().version)


@pytest.fixture
def held() -> Memory:
    return Memory(reader="one", pool=Pool())


def test_a_link_with_a_quick_answer_is_answered_at_once(held: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    # How quick this machine is at this moment is not what is asked here.
    monkeypatch.setattr(session, "AT_ONCE_S", WAIT_S)
    whole = usual_question(radius_km=80)
    held.answer_at_once(keyed(QUICK, whole), the_atlas(), whole, QUICK)
    found = settled(held, keyed(QUICK, whole))
    assert found.proven
    assert found.whole
    assert 0 < found.seconds <= WAIT_S
    assert not held.slow


def test_a_link_that_takes_longer_shows_nothing_half_and_is_not_tried_again(held: Memory) -> None:
    whole = usual_question(ignore_borders=True)
    key = keyed(LONG, whole)
    held.answer_at_once(key, the_atlas(), whole, LONG)
    assert settled(held, key) is None
    assert held.slow == {key}
    held.answer_at_once(key, the_atlas(), whole, LONG)
    assert not held.running


def test_what_cannot_be_met_is_an_answer_too(held: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "AT_ONCE_S", WAIT_S)
    whole, asked = usual_question(), SitingQuestion("most", p=1, up_to=dict.fromkeys(the_atlas().prefectures, 0))
    held.answer_at_once(keyed(asked, whole), the_atlas(), whole, asked)
    found = settled(held, keyed(asked, whole))
    assert found.refused
    assert found.whole


def test_a_link_does_not_end_the_search_that_the_reader_has_begun(held: Memory) -> None:
    whole = usual_question(ignore_borders=True)
    held.begin(keyed(LONG, whole), the_atlas(), whole, LONG)
    running = held.running[keyed(LONG, whole)]
    held.answer_at_once(keyed(QUICK, whole), the_atlas(), whole, QUICK)
    assert list(held.running) == [keyed(LONG, whole)]
    running.stop()


def test_a_question_brought_ends_the_one_brought_before_and_waits_for_what_the_reader_began(
    held: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "AT_ONCE_S", WAIT_S)
    near, far = usual_question(radius_km=50), usual_question(radius_km=80)
    assert held.answer_at_once(keyed(LONG, near), the_atlas(), near, LONG)
    assert held.answer_at_once(keyed(QUICK, far), the_atlas(), far, QUICK)
    assert settled(held, keyed(QUICK, far)).proven
    held.begin(keyed(LONG, near), the_atlas(), near, LONG)
    assert not held.answer_at_once(keyed(QUICK, near), the_atlas(), near, QUICK)
    running = held.running[keyed(LONG, near)]
    running.stop()
    running.answer(WAIT_S)
    assert held.answer_at_once(keyed(QUICK, near), the_atlas(), near, QUICK)
    assert settled(held, keyed(QUICK, near)).proven


def test_the_next_search_of_a_session_ends_the_one_before(held: Memory) -> None:
    whole = usual_question(ignore_borders=True)
    held.begin(keyed(LONG, whole), the_atlas(), whole, LONG)
    first = held.running[keyed(LONG, whole)]
    held.begin(keyed(QUICK, whole), the_atlas(), whole, QUICK)
    assert settled(held, keyed(QUICK, whole)).proven
    assert first.done


@pytest.mark.parametrize("brief", [False, True])
def test_what_nobody_expected_of_a_search_is_raised_once_and_the_question_does_not_wait(
    held: Memory, monkeypatch: pytest.MonkeyPatch, brief: bool
) -> None:
    def fails(*_given: object) -> None:
        raise ValueError("a solver's own")

    whole, key = usual_question(), keyed(QUICK, usual_question())
    monkeypatch.setattr(CHILDREN, "run", fails)
    (held.answer_at_once if brief else held.begin)(key, the_atlas(), whole, QUICK)
    with pytest.raises(ValueError, match="own"):
        held.running[key].answer(10)
    with pytest.raises(ValueError, match="own"):
        held.take(key)
    assert held.take(key) is None
    assert (held.lost, held.slow) == ((set(), {key}) if brief else ({key}, set()))
    assert not held.busy


def test_what_a_session_keeps_is_weighed(held: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = usual_question(radius_km=80)
    for p in (1, 2, 3):
        asked = SitingQuestion("most", p=p)
        held.begin(keyed(asked, whole), the_atlas(), whole, asked)
        found = settled(held, keyed(asked, whole))
        monkeypatch.setattr(session, "SESSION_ANSWERS", replace(SESSION_ANSWERS, most=int(2.5 * weigh(found))))
    kept = [each.question.p for each in held.found.values()]
    assert kept == [2, 3]


def test_answers_that_are_held_count_towards_what_a_session_keeps(
    held: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, asked = usual_question(radius_km=80), [SitingQuestion("most", p=p) for p in (1, 2, 3)]
    for each in asked:
        held.begin(keyed(each, whole), the_atlas(), whole, each)
        settled(held, keyed(each, whole))
    first, second, third = (keyed(each, whole) for each in asked)
    answers = dict(held.found)
    # Beside the latest search there is room for one more of these.
    room = weigh(answers[third]) + weigh(answers[first]) + 2_000
    monkeypatch.setattr(session, "SESSION_ANSWERS", replace(SESSION_ANSWERS, most=room))
    assert list(held.hold({first: answers[first], second: answers[second]})) == [first]
    assert list(held.found) == [third]
    assert weigh([*held.found.values(), *held.kept.values()]) <= room
    # What is searched later has its place before what is held.
    held.begin(second, the_atlas(), whole, asked[1])
    settled(held, second)
    assert weigh([*held.found.values(), *held.kept.values()]) <= room
    assert list(held.hold({})) == []


def test_quick_answers_go_first_and_all_stand_on_one_table_of_demand(
    held: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "AT_ONCE_S", WAIT_S)
    monkeypatch.setattr(session, "KEPT_QUICK", 2)
    asked, whole = [SitingQuestion("most", p=p) for p in (1, 2, 3, 4)], usual_question(radius_km=80)
    for each in asked:
        held.begin(keyed(each, whole), the_atlas(), whole, each)
        found = settled(held, keyed(each, whole))
        held.found[keyed(each, whole)] = replace(found, seconds=WAIT_S + 1) if each is asked[0] else found
    assert [each.question.p for each in held.found.values()] == [1, 3, 4]
    assert len({id(each.on.demand) for each in held.found.values()}) == 1


def test_the_numbers_of_the_page_are_those_already_found_and_nothing_is_solved(
    held: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = usual_question(radius_km=80, siting=choices().siting.write(QUICK))
    held.begin(keyed(QUICK, whole), the_atlas(), whole, QUICK)
    found: Found = settled(held, keyed(QUICK, whole))

    def never(*_given: Any, **_named: Any) -> Any:
        pytest.fail("the numbers of a page solve nothing")

    monkeypatch.setattr(search, "solve", never)
    monkeypatch.setattr(search, "frontier", never)
    told = pages.answer("siting", the_atlas(), whole, found)
    assert told["search"]["sites"] == found.sites
    unsolved = pages.answer("siting", the_atlas(), whole, None)
    assert unsolved["search"]["status"] == "not-solved"
    assert "尚未求解" in unsolved["search"]["sentence"]
    assert unsolved["by_body"] == told["by_body"]


def test_a_hard_search_ends_within_five_seconds_of_its_reader_leaving_and_the_next_reader_is_served() -> None:
    pool, here = Pool(at_a_time=1), [True]
    left, waiting = Memory(reader="one", alive=lambda: here[0], pool=pool), Memory(reader="two", pool=pool)
    whole = usual_question(ignore_borders=True)
    left.begin(keyed(LONG, whole), the_atlas(), whole, LONG)
    waiting.begin(keyed(QUICK, whole), the_atlas(), whole, QUICK)
    work = left.running[keyed(LONG, whole)]
    end = time.monotonic() + WAIT_S
    while work.progress is None and time.monotonic() < end:
        time.sleep(0.05)
    here[0] = False
    began = time.monotonic()
    with pytest.raises(LostError):
        work.answer(WAIT_S)
    assert time.monotonic() - began < 5
    assert settled(waiting, keyed(QUICK, whole)).proven


def test_a_hard_search_that_is_stopped_keeps_its_best_and_none_of_the_costs_it_does_not_need(held: Memory) -> None:
    whole = usual_question(ignore_borders=True)
    key = keyed(LONG, whole)
    held.begin(key, the_atlas(), whole, LONG)
    work, end = held.running[key], time.monotonic() + WAIT_S
    while (work.progress is None or work.progress.incumbent is None) and time.monotonic() < end:
        time.sleep(0.05)
    began = time.monotonic()
    work.stop()
    found = settled(held, key)
    assert time.monotonic() - began < 5
    assert found.answer.status == "stopped"
    assert len(found.sites) == LONG.p
    assert found.on.task.cost.shape == (1652, LONG.p)
    assert found.on.offered == 1652
    assert weigh(found) < 2_000_000


def test_a_search_that_was_lost_is_told_apart_from_one_that_takes_long(
    held: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_given: Any) -> Any:
        raise LostError("ended by the system")

    whole = usual_question()
    monkeypatch.setattr(session.CHILDREN, "run", lost)
    for begin, told, other in ((held.answer_at_once, held.slow, held.lost), (held.begin, held.lost, set())):
        begin(keyed(QUICK, whole), the_atlas(), whole, QUICK)
        end = time.monotonic() + WAIT_S
        while held.busy and time.monotonic() < end:
            time.sleep(0.01)
        assert held.take(keyed(QUICK, whole)) is None
        assert told == {keyed(QUICK, whole)}
        assert other == set()
    monkeypatch.undo()
    held.begin(keyed(QUICK, whole), the_atlas(), whole, QUICK)
    assert not held.lost, "asked for again"
    assert settled(held, keyed(QUICK, whole)).proven

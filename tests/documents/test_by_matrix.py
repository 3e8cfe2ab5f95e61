"""What is taken away of a view that counts by a loaded matrix is made by a process that holds none: it comes along."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from atlas.children import Children
from atlas.question.question import Question
from atlas.ways import travels_of
from documents import press, things
from documents.things import Order
from documents.wanted import Wanted
from tests.atlas.travels import asked, loaded
from tests.worlds import the_atlas, usual_question

CITY = "441500"


@pytest.fixture
def children() -> Iterator[Children]:
    """One process, that holds no matrix before the first order."""
    started = Children(kept=1)
    yield started
    started.end()


def pinned() -> Question:
    """A view by estimate beside one by the matrix: only the pinned one names it."""
    return usual_question(against=asked("minutes").pinned())


def test_a_question_sends_along_its_matrix_and_that_of_the_pinned_one_each_once() -> None:
    km, minutes = loaded("km"), loaded("minutes")
    assert travels_of(usual_question()) == ()
    assert travels_of(asked("km")) == (km,)
    assert travels_of(pinned()) == (minutes,)
    assert travels_of(asked("km", against=asked("minutes").pinned())) == (km, minutes)
    assert travels_of(asked("km", against=asked("km", radius_km=80).pinned())) == (km,)


@pytest.mark.parametrize("ask", [lambda: asked("km"), pinned], ids=["its own", "of the pinned view"])
def test_another_process_makes_the_same_tables(children: Children, ask: Callable[[], Question]) -> None:
    question = ask()
    order = Order(the_atlas(), question, "coverage", travels=travels_of(question))
    here = things.made(lambda: 0, lambda _now: False, "tables", order)
    assert children.run(lambda: 0, lambda _now: False, things.made, "tables", order) == here


@pytest.mark.long
def test_another_process_writes_the_same_brief_and_sets_its_first_page(children: Children) -> None:
    question = asked("km", prefecture=CITY)
    wanted = Wanted(CITY, ("docx",), travels=travels_of(question))
    given = the_atlas(), question, wanted
    here = press.made(lambda: 0, lambda _now: False, *given)
    assert children.run(lambda: 0, lambda _now: False, press.made, *given) == here
    assert children.run(lambda: 0, lambda _now: False, press.first_page, *given).startswith(b"\x89PNG")

"""What the browser says is taken over where it has the form it should have, and ignored where it has not."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.question.question import default_question
from tests.worlds import choices
from ui.session import map_view, picking
from ui.session import question as session_question
from ui.session.question import hear

SELECTED = "441400"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.fixed_dictionaries(
    {},
    optional={
        "on": ANYTHING,
        "selected": ANYTHING,
        "n": ANYTHING,
        "at": ANYTHING,
        "picking": ANYTHING,
        "point": ANYTHING,
    },
)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a session remembers, without Streamlit: nothing heard yet, a prefecture selected, two layers on."""
    held: dict[str, Any] = {}
    fresh(held)
    monkeypatch.setattr(session_question.st, "session_state", held)
    return held


def fresh(held: dict[str, Any]) -> None:
    question = default_question(choices()).with_changes(selected=SELECTED, layers=("prefectures", "courts"))
    held.clear()
    held.update(heard=0, question=question)


@pytest.mark.parametrize("on", [[["x"]], [{}], ["courts", 7], {}, "courts", 7, True, None, [None], {"courts": 1}])
def test_layers_that_are_no_list_of_ids_leave_the_layers_as_they_are(memory: dict[str, Any], on: object) -> None:
    hear({"on": on, "selected": SELECTED, "n": 1}, choices())
    assert memory["question"].layers == ("prefectures", "courts")
    assert memory["heard"] == 1


@pytest.mark.parametrize(
    ("before", "heard", "kept"),
    [
        (("coverage",), ["coverage", "reach"], ("reach",)),
        (("reach",), ["coverage", "reach"], ("coverage",)),
        ((), ["coverage", "reach"], ("reach",)),
        (("coverage", "reach"), ["coverage", "reach"], ("reach",)),
        (("coverage",), ["prefectures", "coverage"], ("prefectures", "coverage")),
    ],
)
def test_of_two_layers_that_colour_the_land_the_new_one_is_kept(
    memory: dict[str, Any], before: tuple[str, ...], heard: list[str], kept: tuple[str, ...]
) -> None:
    memory["question"] = memory["question"].with_changes(layers=before)
    hear({"on": heard, "selected": SELECTED, "n": 1}, choices())
    assert memory["question"].layers == kept


@pytest.mark.parametrize("chosen", [{}, [], [SELECTED], {"id": SELECTED}, 441400, True, math.nan])
def test_a_selection_that_is_no_id_leaves_the_selection_as_it_is(memory: dict[str, Any], chosen: object) -> None:
    hear({"on": ["courts"], "selected": chosen, "n": 1}, choices())
    assert memory["question"].selected == SELECTED
    assert memory["question"].layers == ("courts",)


@pytest.mark.parametrize("chosen", [None, "", "moon", "' or 1"])
def test_nothing_and_what_is_not_known_select_nothing(memory: dict[str, Any], chosen: object) -> None:
    hear({"on": [], "selected": chosen, "n": 1}, choices())
    assert memory["question"].selected == ""
    assert memory["question"].layers == ()


@pytest.mark.parametrize("n", [None, "1", [1], {}, True, 1.5, math.inf, 0, -1, 2**53, 10**400])
def test_what_is_not_counted_is_not_heard(memory: dict[str, Any], n: object) -> None:
    before = dict(memory)
    hear({"on": [], "selected": None, "n": n}, choices())
    assert memory == before
    memory[map_view.KEY] = {"asked": {"on": [], "selected": None, "n": n}}
    assert map_view.answer() is None


@pytest.mark.parametrize("asked", [None, [], "on", 7, [["n", 1]], {"on": []}])
def test_what_is_no_answer_is_none(memory: dict[str, Any], asked: object) -> None:
    memory[map_view.KEY] = {"asked": asked}
    assert map_view.answer() is None


@pytest.mark.parametrize("at", [[True, 23], [113, False], [10**400, 23], ["113", "23"], [[113], [23]], "ab", {}])
def test_a_place_of_anything_but_two_numbers_is_no_place(memory: dict[str, Any], at: object) -> None:
    del memory
    picking.start("siting", "add")
    hear({"on": [], "selected": None, "n": 1, "at": at}, choices())
    assert picking.take() is None


@given(answer=WORDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_comes_the_question_stays_one_that_can_be_asked(
    memory: dict[str, Any], answer: dict[str, Any]
) -> None:
    fresh(memory)
    picking.start("siting", "add")
    memory[map_view.KEY] = {"asked": answer}
    hear(map_view.answer(), choices())
    hear(answer, choices())
    question = memory["question"]
    assert set(question.layers) <= set(choices().layers)
    assert question.selected in {SELECTED, "", *choices().features}


def test_a_point_is_told_as_long_as_what_was_clicked_with_it_is_selected(memory: dict[str, Any]) -> None:
    hear({"selected": SELECTED, "n": 1, "point": [116.1, 24.3]}, choices())
    assert picking.point(SELECTED) == (116.1, 24.3)
    assert picking.point("440100") is None
    assert picking.point("") is None
    hear({"selected": SELECTED, "n": 2, "on": []}, choices())
    assert picking.point(SELECTED) == (116.1, 24.3), "a layer that is switched off moves no point"
    hear({"selected": None, "n": 3}, choices())
    assert picking.point(SELECTED) is None


@pytest.mark.parametrize("point", [[181, 0], [0, 91], ["1", "2"], [True, 1], [1], {}, "xy", 7, [math.nan, 1]])
def test_what_is_no_point_asks_nothing(memory: dict[str, Any], point: object) -> None:
    hear({"selected": SELECTED, "n": 1, "point": point}, choices())
    assert picking.point(SELECTED) is None

"""The one box on the server: what the browser says is worked out anew, and ignored where it has not its form."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import streamlit

from atlas.page_layers import OWN_LAYERS
from atlas.question.question import default_question
from tests.ui.reader import opened, told, unharmed
from tests.worlds import choices, the_atlas
from ui.frame import ask


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a session remembers, without Streamlit."""
    question = default_question(choices()).with_changes(as_of=date(2020, 12, 31), zone="core", card="T064")
    held: dict[str, Any] = {"question": question}
    monkeypatch.setattr(streamlit, "session_state", held)
    return held


def go(memory: dict[str, Any], **wanted: Any) -> None:
    memory[ask.KEY] = {"go": wanted}
    ask._go(the_atlas(), choices(), "overview")


def test_what_was_said_changes_and_the_rest_of_the_question_stays(memory: dict[str, Any]) -> None:
    go(memory, text="80公里再建两家建在哪", fresh=False, number=0)
    assert memory[ask.TURN]["page"] == "siting"
    ask.take_asked()
    question = memory["question"]
    assert ask.TURN not in memory
    assert (question.as_of, question.radius_km, question.zone) == (date(2020, 12, 31), 80, "core")
    assert choices().siting.read(question.siting)[0].p == 2
    assert question.card == ""


def test_who_keeps_nothing_asks_of_the_usual_day(memory: dict[str, Any]) -> None:
    go(memory, text="粤北80公里可及", fresh=True, number=0)
    ask.take_asked()
    assert (memory["question"].as_of, memory["question"].zone) == (choices().last_day, "north")


def test_a_name_switches_its_layer_on(memory: dict[str, Any]) -> None:
    go(memory, text="广州知识产权法院", fresh=False, number=0)
    ask.take_asked()
    assert "courts" in memory["question"].layers
    assert memory["question"].selected == "court-guangzhou-ip"


def test_the_bodies_that_are_asked_about_are_marked(memory: dict[str, Any]) -> None:
    memory["question"] = memory["question"].with_changes(layers=OWN_LAYERS["coverage"])
    go(memory, text="海外分中心覆盖", fresh=False, number=0)
    ask.take_asked()
    shown = {*memory["question"].layers}
    assert {"reach", "reach-rings", "overseas-branches"} <= shown
    assert not shown & {"protection-centres", "rapid-rights-centres", "coverage"}


def test_while_the_map_shows_what_differs_a_question_in_words_shows_it_too(memory: dict[str, Any]) -> None:
    there = memory["question"]
    memory["question"] = there.with_changes(against=there.pinned(), layers=("prefectures", "difference"))
    go(memory, text="80公里可及", fresh=False, number=0)
    ask.take_asked()
    assert memory["question"].radius_km == 80
    assert memory["question"].layers == ("prefectures", "difference")
    memory["question"] = there.with_changes(layers=("prefectures", "coverage"))
    go(memory, text="60公里可及", fresh=False, number=0)
    ask.take_asked()
    assert "reach" in memory["question"].layers


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        7,
        [],
        {},
        {"text": None, "number": 0},
        {"text": ["粤北"], "number": 0},
        {"text": "粤北", "number": -1},
        {"text": "粤北", "number": 1},
        {"text": "粤北", "number": 10**400},
        {"text": "粤北", "number": "0"},
        {"text": "asdfgh", "number": 0},
        {"text": "8" * 10_000, "number": 0},
        {"text": "\x00<script>", "fresh": [], "number": 0},
    ],
)
def test_what_has_not_its_form_asks_nothing(memory: dict[str, Any], wanted: Any) -> None:
    before = memory["question"]
    memory[ask.KEY] = {"go": wanted, "typed": wanted}
    ask._go(the_atlas(), choices(), "overview")
    ask._answer(the_atlas(), choices(), "overview")
    ask.take_asked()
    assert memory["question"] == before


@pytest.mark.parametrize("page", ["overview", "manual"])
def test_the_box_is_on_a_page_with_and_without_a_map(page: str) -> None:
    app = opened(page)
    unharmed(app)
    assert ["atlas-ask" in each.key for each in app.get("bidi_component")].count(True) == 1
    assert told(app)

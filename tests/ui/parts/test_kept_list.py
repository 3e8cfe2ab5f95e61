"""What the browser says of the order of kept views is what the session, the meeting, the file and the export have."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit

from atlas.kept_order import Arranged, id_of
from atlas.words import say_in
from data.limits import KEPT_VIEWS
from tests.ui.reader import opened, unharmed
from ui.parts import kept, kept_list

LINKS = ("/overview?date=2020-12-31", "/coverage?radius=80", "/compare?measure=gdp")
IDS = [id_of(each) for each in LINKS]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a session remembers, without Streamlit."""
    held: dict[str, Any] = {kept.KEPT: Arranged(LINKS)}
    monkeypatch.setattr(streamlit, "session_state", held)
    return held


def act(memory: dict[str, Any], told: object) -> tuple[str, ...]:
    memory[kept_list.KEY] = {"act": told}
    kept_list._take_act(lambda order, known: kept._arrange(order, known, say_in("zh")))
    found: Arranged = memory[kept.KEPT]
    return found.links


def test_an_order_is_taken_and_its_number_said_back(memory: dict[str, Any]) -> None:
    order = [IDS[2], IDS[0], IDS[1]]
    assert act(memory, {"order": order, "known": IDS, "turn": 3}) == (LINKS[2], LINKS[0], LINKS[1])
    assert memory[kept_list.TURN] == 3


@pytest.mark.parametrize(
    "told",
    [
        *(None, 7, [], {}),
        {"order": IDS[:1], "known": IDS},
        {"order": "x", "known": IDS, "turn": 1},
        {"order": IDS[:1], "known": 7, "turn": 1},
        {"order": IDS[:1], "known": IDS, "turn": True},
        {"order": [None, {}, ["x"]], "known": [], "turn": 1},
    ],
)
def test_what_has_not_its_form_changes_nothing(memory: dict[str, Any], told: object) -> None:
    assert act(memory, told) == LINKS


def test_an_eleventh_that_would_come_back_is_refused_in_a_sentence(memory: dict[str, Any]) -> None:
    assert act(memory, {"order": IDS[1:], "known": IDS, "turn": 1}) == LINKS[1:]
    more = [f"/coverage?radius={each}" for each in range(10, 10 + KEPT_VIEWS.most - 2)]
    kept._take(more, say_in("zh"))
    full = memory[kept.KEPT].links
    assert act(memory, {"order": [IDS[0], *map(id_of, full)], "known": IDS, "turn": 2}) == full
    assert memory[kept.FAULT] == f"最多保留 {KEPT_VIEWS.most} 个视图；请先取消一个。"


def test_the_meeting_has_the_views_in_their_order() -> None:
    app = opened()
    app.session_state[kept.KEPT] = Arranged((LINKS[1], LINKS[0]))
    app.run()
    unharmed(app)
    assert app.session_state["talk"].links == (LINKS[1], LINKS[0])

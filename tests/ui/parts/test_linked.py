"""Choosing in one table unticks the others, and whatever a browser says is taken for a row only where it is one."""

from __future__ import annotations

from typing import Any

import pytest

from ui.parts import grid, linked


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Streamlit's memory of a session, as a plain dictionary."""
    held: dict[str, Any] = {}
    monkeypatch.setattr(linked.st, "session_state", held)
    return held


def test_the_place_of_the_row_is_handed_on(memory: dict[str, Any]) -> None:
    told: list[int] = []
    memory["towns"] = {"picked": 1}
    grid._picked("towns", 2, told.append)
    assert told == [1]


@pytest.mark.parametrize("said", [None, -1, 2, 0.5, True, "0", [0], {"row": 0}])
def test_what_is_no_row_that_is_there_is_ignored(memory: dict[str, Any], said: object) -> None:
    told: list[int] = []
    memory["towns"] = {"picked": said}
    grid._picked("towns", 2, told.append)
    grid._picked("nowhere", 2, told.append)
    assert told == []


def test_choosing_in_one_table_unticks_the_others(memory: dict[str, Any]) -> None:
    told: list[str] = []
    linked._picked("roads", "r", told.append)
    linked._picked("towns", "a", told.append)
    assert told == ["r", "a"]
    assert memory["picked"] == {"towns": "a"}
    assert linked._turn("roads") == 1
    linked.forget()
    assert memory["picked"] == {}

"""Choosing in one table unticks the others, and a row can be chosen again after something else has been."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.parts import linked


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Streamlit's memory of a session, as a plain dictionary."""
    held: dict[str, Any] = {}
    monkeypatch.setattr(linked.st, "session_state", held)
    return held


def picked(rows: list[int]) -> Mapping[str, Any]:
    return {"selection": {"rows": rows}}


def test_the_id_of_the_row_is_acted_upon(memory: dict[str, Any]) -> None:
    told: list[str] = []
    memory["towns-0"] = picked([1])
    linked._row_picked("towns-0", "towns", ["a", "b"], told.append)
    assert told == ["b"]


def test_no_row_and_a_row_that_is_no_longer_there_are_ignored(memory: dict[str, Any]) -> None:
    told: list[str] = []
    for rows in ([], [7]):
        memory["towns-0"] = picked(rows)
        linked._row_picked("towns-0", "towns", ["a", "b"], told.append)
    assert told == []


def test_choosing_in_another_table_gives_the_first_a_new_key(memory: dict[str, Any]) -> None:
    memory["towns-0"] = memory["roads-0"] = picked([0])
    linked._row_picked("towns-0", "towns", ["a"], lambda _: None)
    linked._row_picked("roads-0", "roads", ["r"], lambda _: None)
    assert (linked._turn("towns"), linked._turn("roads")) == (1, 0)
    linked.forget()
    assert linked._turn("roads") == 1


def test_a_table_is_shown_with_all_its_rows() -> None:
    def page() -> None:
        import pandas as pd

        from ui.parts import linked

        linked.table(pd.DataFrame({"name": ["A", "B"]}), ["a", "b"], "towns", lambda _: None)

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    # The kind of its texts depends on what this process has loaded before.
    assert shown.dataframe[0].value.to_dict("list") == {"name": ["A", "B"]}

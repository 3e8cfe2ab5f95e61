"""Choosing in a table or a chart chooses everywhere.

What is picked is taken over in a callback, so before the page is computed: one run answers a click, and the address
follows it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from ui.parts import charts, tables
from ui.parts.charts import PICKED

Act = Callable[[str], None]


def table(shown: pd.DataFrame, ids: Sequence[str], key: str, act: Act, **options: Any) -> None:
    """A table whose rows can be chosen: `act` gets the id of the chosen row.

    The key names the table's content too: another table must not inherit the chosen row.
    """
    place = f"{key}-{_turn(key)}"
    tables.show_table(
        shown,
        on_select=lambda: _row_picked(place, key, ids, act),
        selection_mode="single-row",
        key=place,
        **options,
    )


def chart(drawn: Mapping[str, Any], key: str, act: Act, **options: Any) -> None:
    """A chart (ui.parts.charts.drawn) whose marks can be chosen (`picking`): `act` gets the id of the chosen mark."""
    place = f"{key}-{_turn(key)}"
    charts.show_chart(drawn, on_select=lambda: _mark_picked(place, key, act), key=place, **options)


def forget(besides: str = "") -> None:
    """Untick everything but one, so that a row can be chosen again once something else has been."""
    turns, picked = _memory("turns"), _memory("picked")
    for key in [key for key in picked if key != besides]:
        turns[key] = turns.get(key, 0) + 1
        del picked[key]


def _row_picked(place: str, key: str, ids: Sequence[str], act: Act) -> None:
    rows = st.session_state[place]["selection"]["rows"]
    if rows and rows[0] < len(ids):
        _picked(key, str(ids[rows[0]]), act)


def _mark_picked(place: str, key: str, act: Act) -> None:
    marks: Sequence[Mapping[str, Any]] = st.session_state[place]["selection"].get(PICKED, ())
    if marks and marks[0].get("id"):
        _picked(key, str(marks[0]["id"]), act)


def _picked(key: str, chosen: str, act: Act) -> None:
    _memory("picked")[key] = chosen
    forget(besides=key)
    act(chosen)


def _turn(key: str) -> int:
    return int(_memory("turns").get(key, 0))


def _memory(name: str) -> dict[str, Any]:
    found: dict[str, Any] = st.session_state.setdefault(name, {})
    return found

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
from ui.parts.shown import Shown

Act = Callable[[str], None]


def table(
    rows: pd.DataFrame, ids: Sequence[str], name: str, title: str, shown: Shown, act: Act, **options: Any
) -> None:
    """A table (ui.parts.tables) whose rows can be chosen: `act` gets the id of the chosen row.

    What was chosen elsewhere, such as on the map, is chosen here.
    """
    every = [str(each) for each in ids]
    held = shown.question.selected if shown.question.selected in every else _memory("picked").get(name)
    tables.show_table(
        rows,
        name,
        title,
        shown,
        chosen=every.index(held) if held in every else -1,
        on_pick=lambda place: _picked(name, every[place], act),
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

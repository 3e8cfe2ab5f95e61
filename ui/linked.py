"""Choosing in a table or a chart chooses everywhere: what was picked anew since the last run, and nothing twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from ui.charts import PICKED


def table(shown: pd.DataFrame, ids: Sequence[str], key: str, **options: Any) -> str:
    """A table whose rows can be chosen; returns the id of a row chosen anew, else "".

    The key names the table's content too: another table must not inherit the chosen row.
    """
    event = st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key=f"{key}-{_turn(key)}",
        column_config=grouped(shown),
        **options,
    )
    rows = event["selection"]["rows"]
    return _anew(key, str(ids[rows[0]]) if rows and rows[0] < len(ids) else "")


def forget(besides: str = "") -> None:
    """Untick all tables but one, so that a row can be chosen again once something else has been."""
    turns = st.session_state.setdefault("turns", {})
    picked = st.session_state.setdefault("picked", {})
    for key in [key for key in picked if key != besides and picked[key]]:
        turns[key], picked[key] = turns.get(key, 0) + 1, ""


def _turn(key: str) -> int:
    return int(st.session_state.setdefault("turns", {}).get(key, 0))


def grouped(shown: pd.DataFrame) -> dict[str, Any]:
    """Whole numbers with their thousands apart, as the reader's language writes them."""
    numeric = shown.select_dtypes("integer").columns
    return {str(name): st.column_config.NumberColumn(format="localized", width=112) for name in numeric}


def chart(shown: Any, key: str) -> str:
    """A chart whose marks can be chosen (ui.charts.picking); returns the id of a mark chosen anew, else ""."""
    event = st.altair_chart(shown, width="stretch", on_select="rerun", key=key)
    picked: Sequence[Mapping[str, Any]] = event["selection"].get(PICKED, ())
    return _anew(key, str(picked[0].get("id", "")) if picked else "")


def _anew(key: str, picked: str) -> str:
    memory = st.session_state.setdefault("picked", {})
    before, memory[key] = memory.get(key, ""), picked
    if not picked or picked == before:
        return ""
    forget(besides=key)
    return picked

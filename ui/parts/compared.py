"""Two versions of a record side by side: only the columns that differ."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from ui.parts import tables
from ui.parts.shown import Shown


def show_compared(
    before: Mapping[str, str] | None, after: Mapping[str, str] | None, shown: Shown, titles: tuple[str, str], name: str
) -> None:
    """A table of what differs; a record that is not there has only dashes. name  as in ui.parts.tables"""
    say, declared = shown.say, shown.atlas.declared("bodies").columns
    here, there = before or {}, after or {}
    rows = [
        (_title(name, declared, shown), *(word_of(name, each.get(name, ""), shown) or "–" for each in (here, there)))
        for name in declared
        if (here.get(name) or "") != (there.get(name) or "")
    ]
    if not rows:
        st.caption(say("Nothing differs."))
        return
    table = pd.DataFrame(rows, columns=[say("column"), *titles])
    tables.show_table(table, name, say("what differs"), shown)


def word_of(name: str, text: str, shown: Shown) -> str:
    """A cell as readers see it: codes in words, places by name; grades of evidence are words already."""
    if name in ("prefecture", "county"):
        return shown.atlas.name_of(text)
    allowed = shown.atlas.declared("bodies").columns[name].get("allowed") or ()
    return shown.say(text) if text in allowed and name != "evidence" else text


def _title(name: str, declared: Mapping[str, Mapping[str, object]], shown: Shown) -> str:
    meaning = declared[name].get(f"meaning_{shown.atlas.world.language}")
    return str(meaning or name)

"""Two versions of a record side by side: only the columns that differ."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from atlas.corrections.kinds import declared_of, told_of
from ui.parts import tables
from ui.parts.shown import Shown


def show_compared(
    set_id: str,
    versions: tuple[Mapping[str, str] | None, Mapping[str, str] | None],
    shown: Shown,
    titles: tuple[str, str],
    name: str,
) -> None:
    """A table of what differs; a record that is not there has only dashes. name  as in ui.parts.tables"""
    say, declared = shown.say, declared_of(shown.atlas, set_id).columns
    here, there = (each or {} for each in versions)
    rows = [
        (
            column_title(set_id, column, shown),
            *(word_of(set_id, column, each.get(column, ""), shown) or "–" for each in (here, there)),
        )
        for column in declared
        if (here.get(column) or "") != (there.get(column) or "")
    ]
    if not rows:
        st.caption(say("Nothing differs."))
        return
    table = pd.DataFrame(rows, columns=[say("column"), *titles])
    # What differs is often the end of a long text, which a cut cell would not show: both versions would look the same.
    tables.show_table(table, name, say("what differs"), shown, kinds=dict.fromkeys(titles, "whole"))


def word_of(set_id: str, name: str, text: str, shown: Shown) -> str:
    """A cell as readers see it: codes in words, places by name."""
    return told_of(shown.atlas, set_id, name, text, shown.say)


def column_title(set_id: str, name: str, shown: Shown) -> str:
    """What a column holds, in words."""
    declared = declared_of(shown.atlas, set_id).columns
    return str(declared[name].get(f"meaning_{shown.atlas.world.language}") or name)

"""One dataset looked at: how full its columns are, its first rows, the file itself and how it was made."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from atlas.words import Say, counted, percent
from data.catalog import Meta
from data.export import as_csv
from layers import safe
from ui.parts import tables
from ui.parts.grid import show_grid
from ui.parts.shown import Shown

ROWS, TALL_PX = 50, 320


def show_dataset(shown: Shown) -> None:
    """The dataset that a reader chooses; nothing until then."""
    say, zh = shown.say, shown.atlas.world.language == "zh"
    known = {each.id: each for each in shown.atlas.sets if each.id in shown.atlas.world.frames}
    chosen = st.selectbox(
        say("look into a dataset"),
        list(known),
        index=None,
        format_func=lambda name: known[name].title_zh if zh else known[name].title_en,
        key="widget-dataset",
        placeholder=say("choose one"),
    )
    if chosen is None:
        return
    records, declared = pd.DataFrame(shown.atlas.world[chosen].drop(columns="geometry", errors="ignore")), known[chosen]
    st.markdown(f"**{safe.for_markdown(counted(say('completeness by column'), len(records), say))}**")
    filled, title = completeness(records, declared, shown.atlas.world.language, say), say("completeness by column")
    tables.show_table(filled, f"{chosen}-filled", title, shown, tallest=TALL_PX)
    if declared.recipe:
        st.caption(safe.for_markdown(say("made by {recipe}").format(recipe=declared.recipe)))
    show_grid(records.head(ROWS), "table-dataset", declared.title_zh if zh else declared.title_en, say, tallest=TALL_PX)
    if len(records) > ROWS:
        st.caption(say("the first {n} of {of} rows").format(n=ROWS, of=f"{len(records):,}"))
    st.download_button(
        say("CSV"),
        data=lambda: as_csv(records),
        file_name=f"{chosen}.csv",
        mime="text/csv",
        key="csv-dataset",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )


def completeness(records: pd.DataFrame, declared: Meta, language: str, say: Say) -> pd.DataFrame:
    """A row a column: what it holds, how many of its cells are filled, and how many are missing."""
    meaning = f"meaning_{language}"
    filled = {name: int((records[name].notna() & (records[name] != "")).sum()) for name in declared.columns}
    n = max(len(records), 1)
    return pd.DataFrame(
        [
            {
                say("heading of a column"): name,
                say("what it holds"): str(said.get(meaning) or name),
                say("filled"): percent(filled[name] / n, 1, say),
                say("missing cells"): len(records) - filled[name],
            }
            for name, said in declared.columns.items()
        ]
    )

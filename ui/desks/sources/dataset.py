"""One dataset looked at: how full its columns are, its first rows, the file itself and how it was made."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from atlas.words import EM_SPACE, Say, counted, percent
from data.catalog import Meta
from data.export import as_csv
from layers import safe
from ui.desks.sources.preview import show_places
from ui.parts import tables
from ui.parts.evidence import source_line
from ui.parts.grid import show_grid
from ui.parts.shown import Shown

ROWS, TALL_PX, LISTED = 50, 320, 6


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
    whole, declared = shown.atlas.world[chosen], known[chosen]
    records = pd.DataFrame(whole.drop(columns="geometry", errors="ignore"))
    _say_about(declared, records, shown)
    st.markdown(f"**{safe.for_markdown(counted(say('completeness by column'), len(records), say))}**")
    filled, title = completeness(records, declared, shown.atlas.world.language, say), say("completeness by column")
    about = [say("what it holds"), say("filled")]
    tables.show_table(filled, f"{chosen}-filled", title, shown, tallest=TALL_PX, about=about)
    show_places(declared, whole, shown)
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


def _say_about(declared: Meta, records: pd.DataFrame, shown: Shown) -> None:
    """What must be known of a dataset before it is used: nature, day, licence, hash, recipe, sources, what it lacks."""
    say, language = shown.say, shown.atlas.world.language
    told = [
        (say("column nature"), say(declared.status)),
        (say("column as_of"), declared.as_of),
        (say("column datum"), declared.original_datum or declared.datum or "–"),
        (say("column licence"), declared.told("licence", language)),
        (say("column attribution"), declared.told("attribution", language)),
        ("SHA-256", declared.sha256),
        (say("made by"), declared.recipe or say("compiled by hand, row by row, from its sources")),
        (say("what is missing"), missing_told(records, declared, shown)),
        (say("column notes"), declared.told("notes", language)),
    ]
    lines = [f"**{safe.for_markdown(title)}**{EM_SPACE}{safe.for_markdown(text)}" for title, text in told if text]
    st.markdown("  \n".join(lines))
    named = [each for each in declared.sources if each in shown.atlas.sources]
    with st.expander(counted(say("sources"), len(named), say)):
        st.markdown("\n".join(f"- {source_line(shown.atlas.sources[each])}" for each in named))


def missing_told(records: pd.DataFrame, declared: Meta, shown: Shown) -> str:
    """Columns with empty cells, the emptiest first, by what they hold; in so many words when there is none."""
    say, language = shown.say, shown.atlas.world.language
    empty = {name: int((records[name].isna() | (records[name] == "")).sum()) for name in declared.columns}
    lacking = sorted((name for name, n in empty.items() if n), key=lambda name: -empty[name])
    if not lacking:
        return say("no cell is empty")
    told = [
        say("{what} in {n} of {of} rows").format(
            what=declared.columns[name].get(f"meaning_{language}") or name, n=empty[name], of=len(records)
        )
        for name in lacking[:LISTED]
    ]
    rest = say("and in {n} more columns").format(n=len(lacking) - LISTED) if len(lacking) > LISTED else ""
    return say("; ").join([*told, *filter(None, [rest])])


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

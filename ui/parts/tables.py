"""Tables as readers see them: one kind on every page, each with a name, a filter where it is long, and the same as a
file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from atlas.atlas import Atlas
from documents.tables.table import Table
from layers import safe
from layers.held import held_together
from ui.parts.download import offer
from ui.parts.grid import Picking, show_grid
from ui.parts.shown import Shown


def show_table(
    rows: pd.DataFrame,
    name: str,
    title: str,
    shown: Shown,
    *,
    numbers: pd.DataFrame | None = None,
    formats: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
    chosen: int = -1,
    on_pick: Callable[[int], None] | None = None,
    **look: Any,
) -> None:
    """The one look of a table, and under it the same rows as files.

    One without rows is said to have none, so that bare headings are not taken for an answer.

    name  in ASCII, of no other table of the page;  title  in the language of the page, for screen readers and files
    numbers, formats  as in documents.tables.table;  more  what else the last sheet says
    chosen, on_pick  as in ui.parts.grid.Picking;  look  as in ui.parts.grid, such as what the table is about
    """
    if rows.empty:
        nothing = shown.say("{title}: nothing to list at this date, under this question and its filters.")
        st.info(safe.for_markdown(nothing.format(title=title)))
        return
    also = found_by(shown.atlas)
    show_grid(rows, f"table-{name}", title, shown.say, also=also, picking=Picking(chosen, on_pick), **look)
    offer(Table(name, title, rows, numbers, formats or {}), shown, more)


def found_by(atlas: Atlas) -> Mapping[str, str]:
    """Name of a prefecture or county -> its code and its other name, by which a reader may look for it."""
    return atlas.memo.once("found by", atlas.world.language, lambda: _found_by(atlas))


def _found_by(atlas: Atlas) -> dict[str, str]:
    places = [*atlas.world["counties"].to_dict("records"), *atlas.world["prefectures"].to_dict("records")]
    return {atlas.name_of(each["adcode"]): f"{each['adcode']} {each['name_zh']} {each['name_en']}" for each in places}


def show_whole(table: pd.DataFrame, title: str) -> None:
    """A table to be read across, not sorted: long names wrap, all of it prints, the first column stays in sight."""
    head = "".join(f'<th scope="col">{safe.for_html(name)}</th>' for name in table.columns)
    rows = ""
    for name, *cells in table.itertuples(index=False, name=None):
        numbers = "".join(f"<td>{safe.for_html(cell)}</td>" for cell in cells)
        rows += f'<tr><th scope="row">{held_together(str(name))}</th>{numbers}</tr>'
    # It scrolls sideways on a narrow screen, so the keyboard must be able to stand in it.
    st.html(
        f'<div class="whole" tabindex="0" role="region" aria-label="{safe.for_html(title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )

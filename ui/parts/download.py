"""A table for Excel and as CSV, made only when somebody asks for it; guarded as data.export says."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from data.export import as_csv
from documents.tables.table import Table
from documents.workbook import about_files, file_name, handed_out, written
from ui.parts.shown import Shown


def offer(table: Table, shown: Shown, more: Mapping[str, str] | None = None) -> None:
    """Two small buttons under a table: the same rows, headings and numbers as on the screen, but a count and what it is
    out of in columns of their own.  more  what else its last sheet says
    """
    say, name = shown.say, table.name

    def book() -> bytes:
        return written([table], about_files(shown) | dict(more or {}), say)

    row = st.container(horizontal=True, gap="medium")
    # A CSV file has no sheet that says what it stands under: its name does, and its columns say what is supposed.
    stem = file_name(table.title, shown)
    row.download_button(
        say("Excel"),
        data=book,
        file_name=f"{stem}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"xlsx-{name}",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
    row.download_button(
        say("CSV"),
        data=lambda: as_csv(handed_out(table, say)),
        help=say("Texts that Excel would change, such as 2020-02, begin with an apostrophe; 8/21 takes two columns."),
        file_name=f"{stem}.csv",
        mime="text/csv",
        key=f"csv-{name}",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )

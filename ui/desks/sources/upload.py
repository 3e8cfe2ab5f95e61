"""A table of the office's own: a template to fill in, its check row by row, and what is good or bad of it to take away.

Nothing shipped changes: what is checked stays with the session, and is gone with it.
"""

from __future__ import annotations

import io
import zipfile

import pandas as pd
import streamlit as st

from atlas.own.apart import CheckedTable
from atlas.own.checking import DATUMS, facts_of, folder_of
from atlas.own.laying import NAMES, own_table
from atlas.words import Say
from data.errors import TableError
from data.intake.kinds import kind_ids, kind_of, title_of, word_of
from data.intake.told import Checked
from data.intake.workbooks_out import marked, template
from layers import safe
from ui.desks.sources.checking import checked_table, forget
from ui.desks.sources.preview import show_preview
from ui.desks.sources.siting import offer_to_siting
from ui.parts.grid import show_grid
from ui.parts.own_file import ask_for_file
from ui.parts.shown import Shown
from ui.session.own_data import held_tables, refusal, take_over

FILE, KIND, DATUM = "widget-own-table", "widget-own-kind", "widget-own-datum"
TYPES = ("xlsx", "xls", "csv", "geojson", "json", "zip", "gpkg")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ROWS = 200


def show_upload(shown: Shown) -> None:
    """The part of the page for tables of one's own."""
    say = shown.say
    st.markdown(f"## {say('tables of your own')}")
    st.caption(
        say(
            "The table is checked here and stays with this session; the released data do not change. What passes can "
            "be laid over the data on all pages of this session, marked as unpublished, or be taken away as a folder "
            "of data, which an administrator accepts."
        )
    )
    left, right = st.columns(2, gap="medium")
    with left:
        kind = st.selectbox(
            say("what the table holds"), kind_ids(), format_func=lambda each: say(f"own {each}"), key=KIND
        )
    datum: str | None = ""
    if kind_of(kind).points:
        with right:
            told = {each: say(f"datum {each}") for each in DATUMS}
            datum = st.radio(
                say("datum of its coordinates (must be answered)"), DATUMS, None, told.get, key=DATUM, horizontal=True
            )
    _offer_template(shown, kind)
    ask_for_file(say("the table (Excel, CSV or a map)"), TYPES, say, key=FILE, on_change=forget, args=())
    file = st.session_state.get(FILE)
    if file is None:
        return
    if kind_of(kind).points and datum is None:
        st.info(say("Say first in which datum its coordinates are; whoever does not know chooses so."))
        return
    try:
        table = checked_table(shown, file.getvalue(), file.name, kind, datum or "")
        if table is not None:
            _show(shown, table)
    except TableError as error:
        st.error(safe.for_markdown(say(error.message).format(**error.parts)))


def _offer_template(shown: Shown, kind: str) -> None:
    say, prefecture = shown.say, shown.question.prefecture
    name = shown.atlas.name_of(prefecture) if prefecture else ""
    label = say("template, filled with what is known of {name}").format(name=name) if name else say("template")
    st.download_button(
        safe.for_markdown(label),
        data=lambda: template(kind_of(kind), facts_of(shown.atlas.released), prefecture, say),
        file_name=f"{kind}-{prefecture or 'template'}.xlsx",
        mime=XLSX,
        key="own-template",
        icon=":material/table_view:",
        on_click="ignore",
    )


def _show(shown: Shown, held: CheckedTable) -> None:
    """What the check found: how many rows pass, each problem, each note, and files to take away."""
    say, checked = shown.say, held.checked
    text = say("{rows} rows, {good} can be taken, {n} problems.").format(
        rows=checked.rows, good=len(checked.good), n=len(checked.problems)
    )
    (st.success if checked.good and not checked.problems else st.warning)(safe.for_markdown(text))
    if checked.problems:
        show_grid(problems_table(checked, say), "table-problems", say("what is wrong"), say)
    if checked.notes:
        told = "\n".join(f"- {safe.for_markdown(note.sentence(say))}" for note in checked.notes)
        st.expander(say("what must be known of it ({n})").format(n=len(checked.notes))).markdown(told)
    row = st.container(horizontal=True, gap="medium")
    if checked.problems:
        row.download_button(
            say("the bad rows, marked"),
            data=lambda: marked(held.sheet, checked, say),
            file_name=f"{checked.kind}-marked.xlsx",
            mime=XLSX,
            key="own-marked",
            icon=":material/edit_note:",
            on_click="ignore",
        )
    if not checked.good:
        return
    row.download_button(
        say("the good rows as a folder of data"),
        data=lambda: _zipped(folder_of(checked, facts_of(shown.atlas.released), shown.question.as_of.isoformat())),
        file_name=f"{checked.kind}-data.zip",
        mime="application/zip",
        key="own-folder",
        icon=":material/folder_zip:",
        on_click="ignore",
    )
    _offer_to_lay_over(checked, say)
    offer_to_siting(checked, shown)
    show_preview(checked, shown)
    st.markdown(f"**{safe.for_markdown(say('rows that can be taken'))}**")
    show_grid(good_table(checked, say), "table-good", say("rows that can be taken"), say)


def _offer_to_lay_over(checked: Checked, say: Say) -> None:
    """Let the session answer from the good rows, where rows of their kind can be laid over the data."""
    if checked.kind not in NAMES:
        return
    table = own_table(checked)
    if refusal():
        st.warning(safe.for_markdown(refusal()))
    if any((each.kind, each.mark) == (table.kind, table.mark) for each in held_tables()):
        st.success(say("These rows are laid over the data on all pages of this session, until they are dropped."))
        return
    st.button(
        say("use these rows on all pages (own data, unpublished)"),
        on_click=take_over,
        args=(table, say),
        icon=":material/layers:",
        type="primary",
        key="own-take-over",
    )


def problems_table(checked: Checked, say: Say) -> pd.DataFrame:
    """A row a problem, as a person reads it."""
    return pd.DataFrame(
        [
            {
                say("sheet"): each.sheet,
                say("row in the file"): str(each.row),
                say("heading of a column"): each.column,
                say("what came"): each.value,
                say("what is wrong"): each.problem.sentence(say),
                say("how to mend it"): each.cure.sentence(say),
            }
            for each in checked.problems
        ]
    ).loc[:, lambda table: [name for name in table.columns if name != say("sheet") or table[name].any()]]


def good_table(checked: Checked, say: Say) -> pd.DataFrame:
    """The first rows that can be taken, columns that hold anything; coordinates are WGS-84 by now."""
    rows: list[dict[str, str | float | None]] = []
    for each in checked.good[:SHOWN_ROWS]:
        rows.append({say("row in the file"): str(each.row)})
        for name, cell in each.cells.items():
            rows[-1][title_of(name)] = word_of(name, cell) if isinstance(cell, str) else cell
    table = pd.DataFrame(rows)
    return table.loc[:, [name for name in table.columns if (table[name].notna() & (table[name] != "")).any()]]


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()

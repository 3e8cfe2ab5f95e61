"""A table for Excel and as CSV, made only when somebody asks for it; guarded as data.export says."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from atlas.conditions import assumptions_told, filters_told, scenario_told
from atlas.ways import way_of
from atlas.words import listed
from data.counts_apart import counts_apart
from data.export import as_csv, as_xlsx
from layers import safe
from ui.parts.shown import Shown


def offer(
    table: pd.DataFrame,
    name: str,
    shown: Shown,
    title: str,
    more: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
) -> None:
    """Two small buttons under a table: the same rows, headings and numbers as on the screen, but a count and what it is
    out of in columns of their own.

    name  of the file, without ending, in ASCII;  title  of the sheet;  more  what else its last sheet says
    formats  column -> how Excel shows its numbers
    """
    say = shown.say

    def handed() -> pd.DataFrame:
        return counts_apart(table, known=say("{title} (known)"), of=say("{title} (of)"))

    row = st.container(horizontal=True, gap="medium")
    # A CSV file has no sheet that says what it stands under: its name does, and its columns say what is supposed.
    stem = f"{name}-{shown.question.as_of.isoformat()}{'-supposed' if shown.question.supposes else ''}"
    row.download_button(
        say("Excel"),
        data=lambda: as_xlsx({title: handed()}, about_question(shown) | dict(more or {}), formats=formats),
        file_name=f"{stem}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"xlsx-{name}",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
    row.download_button(
        say("CSV"),
        data=lambda: as_csv(handed()),
        help=say("Texts that Excel would change, such as 2020-02, begin with an apostrophe; 8/21 takes two columns."),
        file_name=f"{stem}.csv",
        mime="text/csv",
        key=f"csv-{name}",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
    note = say("On paper: the rows that were in view. The whole table is in the file.")
    st.html(f'<p class="paper-only">{safe.for_html(note)}</p>')


def about_question(shown: Shown) -> dict[str, str]:
    """What a reader of the file must know: date, definition, reach, scenario, assumptions, data version."""
    say, question, atlas = shown.say, shown.question, shown.atlas
    filters = filters_told(atlas, question, say)
    radius = f"{question.radius_km} {way_of(question).unit}"
    borders = say("ignoring borders") if question.ignore_borders else say("by jurisdiction")
    return {
        say("Guangdong IP Layout Atlas"): atlas.world.title(atlas.plan.about),
        say("as of"): question.as_of.isoformat(),
        say("definition"): atlas.world.title(shown.view.counted.about),
        say("reach"): f"{radius} · {borders} · {listed(map(say, question.kinds), say)}",
        say("road distances"): way_of(question).sentence(say),
        say("assumptions"): say("; ").join(assumptions_told(atlas, question, say)) or say("none"),
        say("scenario"): scenario_told(atlas, question, say) or say("none"),
        say("filters"): say("; ").join(filters) or say("none"),
        say("zone"): atlas.name_of(question.zone) if question.zone else say("whole province"),
        say("data version"): atlas.version,
    }

"""我的地市: one prefecture, what stands in it, its place among its peers, what it lacks, and how sure that is."""

from __future__ import annotations

import streamlit as st

from atlas.prefecture import Prefecture
from ui.desks.prefecture import sheet, summary
from ui.parts import to_choose
from ui.parts.correction import correct_here
from ui.parts.shown import Shown


def _show_corrections(found: Prefecture, shown: Shown) -> None:
    correct_here(shown, found.adcode)


def show_desk(shown: Shown) -> None:
    """The page."""
    if not shown.question.prefecture:
        to_choose.choose_prefecture(shown)
        return
    say = shown.say
    found = shown.inquiry.prefecture
    with shown.aside:
        summary.choose_prefecture(found, shown)
        summary.show_figures(found, shown)
        summary.show_lacking(found, shown)
    parts = {
        say("counties"): summary.show_counties,
        say("bodies"): summary.show_bodies,
        say("rank and peers"): summary.show_standing,
        say("in the plan"): summary.show_plan,
        say("evidence to mend"): summary.show_weak,
        say("check and correct"): _show_corrections,
    }
    with shown.below:
        # Only the open part is sent.
        tabs = st.tabs(list(parts), key="prefecture-parts", on_change="rerun")
        for tab, part in zip(tabs, parts.values(), strict=True):
            if tab.open:
                with tab:
                    part(found, shown)
        st.html(sheet.sheet(found, shown))

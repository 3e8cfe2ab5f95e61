"""An answer of siting on the page: its sites, before and after by prefecture; beside it the frontier, the re-runs."""

from __future__ import annotations

import streamlit as st

from atlas.siting.search import Found
from documents.tables.sited import before_after_table, site_rows, sites_table
from ui.desks.siting import scenario
from ui.desks.siting.frontier import show_frontier
from ui.desks.siting.marks import go_to
from ui.desks.siting.robustness import show_robustness
from ui.parts import linked
from ui.parts.shown import Shown
from ui.session.question import choose


def show_found(found: Found, shown: Shown) -> None:
    """Everything that came of a question."""
    if found.studied is not None:
        show_frontier(found, shown)
    elif found.answer is not None:
        _sites(found, shown)
        if found.answer.sites:
            st.button(
                shown.say("make these sites a scenario"),
                icon=":material/science:",
                key="siting-adopt",
                on_click=scenario.adopt,
                args=(found, shown),
            )
        _prefectures(found, shown)
        show_robustness(found, shown)


def _sites(found: Found, shown: Shown) -> None:
    say = shown.say
    rows = site_rows(found, shown)
    st.markdown(f"## {say('the new centres')}")
    if rows.empty and found.on is not None and not found.on.task.weights.sum():
        st.info(say("No residents are known for this plan's area."))
        return
    if rows.empty:
        st.success(say("No new centre is needed: what is there is enough."))
        return
    table = sites_table(rows, found, say)
    # After name and prefecture.
    about = [str(table.columns[2])]
    linked.table(table, list(rows["id"]), "sites", say("the new centres"), shown, go_to, about=about)
    st.caption(say("Choose a row, or a county on the map, to lock it in or out for the next search."))


def _prefectures(found: Found, shown: Shown) -> None:
    say = shown.say
    told = before_after_table(found, shown)
    if told is None or found.answer is None:
        return
    title = say("before and after, by prefecture")
    st.markdown(f"## {title}")
    about = [say("column in reach before"), say("column in reach after")]
    linked.table(told.drop(columns="id"), list(told["id"]), "before-after", title, shown, choose, about=about)

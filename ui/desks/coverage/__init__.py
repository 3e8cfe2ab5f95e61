"""覆盖缺口: which definition counts what, who has a body in reach, where the gaps are, what hangs on one body alone."""

from __future__ import annotations

import streamlit as st

from ui.desks.coverage import definitions, gaps, parks
from ui.desks.coverage.reach import show_closing, show_reach
from ui.parts.pinned import show_difference
from ui.parts.radius import radius_slider
from ui.parts.selection import show_selection
from ui.parts.shown import Shown
from ui.parts.twin import show_twin


def show_desk(shown: Shown) -> None:
    """The page."""
    say = shown.say
    rows = shown.inquiry.ledger
    with shown.aside:
        # Beside the map that it changes.
        radius_slider(shown)
        definitions.choose_definition(rows, shown)
        definitions.say_states(rows, shown)
    with shown.under:
        show_selection(shown)
        show_twin(shown)
    with shown.below:
        # Only the open part is computed and sent.
        reach, ledger, closing, sites, pinned = st.tabs(
            [
                say("reach and gap list"),
                say("ledger and what if"),
                say("distance, backup, closing of one body"),
                say("parks and clusters"),
                say("difference A/B"),
            ],
            key="coverage-parts",
            on_change="rerun",
        )
        if reach.open:
            with reach:
                show_reach(shown)
                gaps.show_gaps(shown)
        if ledger.open:
            with ledger:
                definitions.show_ledger(rows, shown)
                definitions.show_what_if(rows, shown)
        if closing.open:
            with closing:
                show_closing(shown)
        if sites.open:
            with sites:
                parks.show_parks(shown)
        if pinned.open:
            with pinned:
                show_difference(shown)

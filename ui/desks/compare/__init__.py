"""区域比较: zones and prefectures side by side, ranked, at two times, on one scale; how unequal reach is."""

from __future__ import annotations

import streamlit as st

from ui.desks.compare import comparison as compare_view
from ui.parts.shown import Shown


def show_desk(shown: Shown) -> None:
    """The page."""
    say = shown.say
    chosen = compare_view.chosen_measure(shown)
    with shown.aside:
        compare_view.choose_measure(chosen, shown)
        compare_view.say_worst(shown)
        compare_view.show_ranking(chosen, shown)
    parts = {
        say("side by side"): compare_view.show_side_by_side,
        say("ranking table"): compare_view.show_ranking_table,
        say("two times"): compare_view.show_slope,
        say("small maps on one scale"): compare_view.show_small_maps,
    }
    with shown.below:
        compare_view.say_inequality(shown)
        # Only the open part is computed and sent.
        tabs = st.tabs(list(parts), key="compare-parts", on_change="rerun")
        for tab, part in zip(tabs, parts.values(), strict=True):
            if tab.open:
                with tab:
                    part(chosen, shown)

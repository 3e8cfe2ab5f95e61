"""区域比较: zones and prefectures side by side, ranked, at two times, on one scale; how unequal reach is."""

from __future__ import annotations

import streamlit as st

from documents.tables.compared import chosen_measure, chosen_pair
from ui.desks.compare import clusters, comparison, two
from ui.parts.shown import Shown


def show_desk(shown: Shown) -> None:
    """The page."""
    say = shown.say
    chosen = chosen_measure(shown)
    with shown.aside:
        comparison.choose_measure(chosen, shown)
        if shown.question.clusters:
            clusters.say_clusters(chosen, shown)
        pair = chosen_pair(shown)
        if pair is None:
            comparison.show_ranking(chosen, shown)
        else:
            two.show_pair(pair, shown)
    parts = {
        say("side by side"): comparison.show_side_by_side,
        say("ranking table"): comparison.show_ranking_table,
        say("two times"): comparison.show_slope,
        say("two measures"): two.show_tables,
        say("neighbours alike?"): clusters.show_clusters,
        say("small maps on one scale"): comparison.show_small_maps,
    }
    if shown.question.clusters:
        # A link that asks for clusters opens their part; afterwards the reader opens what he likes.
        st.session_state.setdefault("compare-parts", say("neighbours alike?"))
    with shown.below:
        comparison.say_inequality(shown)
        # Only the open part is computed and sent.
        tabs = st.tabs(list(parts), key="compare-parts", on_change="rerun")
        for tab, part in zip(tabs, parts.values(), strict=True):
            if tab.open:
                with tab:
                    part(chosen, shown)

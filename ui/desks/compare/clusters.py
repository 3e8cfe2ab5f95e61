"""Whether neighbouring prefectures are alike in the measure; worked out only while this part is open."""

from __future__ import annotations

import streamlit as st

from atlas.clusters import Clusters, clusters_of, clusters_sentence, clusters_table
from atlas.measures import Measure
from atlas.turned import CLUSTERS
from layers import safe
from ui.desks.compare.on_map import say_off
from ui.parts import linked
from ui.parts.shown import Shown
from ui.session.question import bound, choose


def say_clusters(chosen: Measure, shown: Shown) -> None:
    """The sentence beside the map that shows the clusters, or that it does not."""
    st.markdown(safe.for_markdown(clusters_sentence(shown.atlas, _tested(chosen, shown), shown.say)))
    say_off(CLUSTERS, shown)


def show_clusters(chosen: Measure, shown: Shown) -> None:
    """The sentence where it does not stand beside the map, the switch that puts it there, and the table."""
    say, atlas, told = shown.say, shown.atlas, _tested(chosen, shown)
    if not shown.question.clusters:
        st.markdown(safe.for_markdown(clusters_sentence(atlas, told, say)))
    st.toggle(say("show the clusters on the map"), **bound("clusters"))
    table, title = clusters_table(atlas, told, say), say("neighbours alike?")
    about = [say("column value"), say("column cluster")]
    linked.table(table, atlas.prefectures, "clusters", title, shown, choose, about=about)
    st.caption(
        say(
            "Neighbours share a border or a point of it (queen contiguity), each neighbour weighs the same; 9,999 "
            "seeded arrangements, two-sided p; adjusted p by Benjamini and Hochberg. By esda."
        )
    )


def _tested(chosen: Measure, shown: Shown) -> Clusters:
    with st.spinner(shown.say("testing neighbours against chance …"), show_time=True):
        return clusters_of(shown.atlas, chosen)

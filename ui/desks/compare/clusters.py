"""Whether neighbouring prefectures are alike in the measure; worked out only while this part is open."""

from __future__ import annotations

import streamlit as st

from atlas.clusters import clusters_of, clusters_sentence, clusters_table
from atlas.measures import Measure
from atlas.turned import CLUSTERS
from layers import safe
from ui.desks.compare.on_map import say_off
from ui.parts import linked
from ui.parts.shown import Shown
from ui.session.question import bound, choose


def show_clusters(chosen: Measure, shown: Shown) -> None:
    """The sentence, the switch that puts the clusters on the map, and the table."""
    say, atlas = shown.say, shown.atlas
    with st.spinner(say("testing neighbours against chance …"), show_time=True):
        told = clusters_of(atlas, chosen)
    st.markdown(safe.for_markdown(clusters_sentence(atlas, told, say)))
    st.toggle(say("show the clusters on the map"), **bound("clusters"))
    if shown.question.clusters:
        say_off(CLUSTERS, shown)
    table, title = clusters_table(atlas, told, say), say("neighbours alike?")
    linked.table(table, atlas.prefectures, "clusters", title, shown, choose)
    st.caption(
        say(
            "Neighbours share a border or a point of it (queen contiguity), each neighbour weighs the same; 9,999 "
            "seeded arrangements, two-sided p; adjusted p by Benjamini and Hochberg. By esda."
        )
    )

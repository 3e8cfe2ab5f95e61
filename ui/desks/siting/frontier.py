"""The frontier: what each further centre buys, and an order to build in."""

from __future__ import annotations

import streamlit as st

from atlas.siting.by_weight import first_sentence
from atlas.siting.search import Found
from documents.columns import Columns
from documents.tables.sited import drawn_frontier, order_table, points_table
from layers import safe
from ui.parts import charts, tables
from ui.parts.shown import Shown


def show_frontier(found: Found, shown: Shown) -> None:
    """Every number of centres with the most that they reach, drawn and in a table, and the order beside it."""
    say, studied = shown.say, found.studied
    if studied is None or found.on is None:
        return
    points = studied.points
    columns = Columns(found.on.weight, say)
    proven = not points.empty and bool((points["status"] == "optimal").all())
    title = say("what each further centre buys")
    st.markdown(f"## {title}")
    st.caption(
        say("Every number of centres is proven best.")
        if proven
        else say("Not every number is proven best; the thin mark says what no choice can exceed.")
    )
    first = first_sentence(found.firsts, say)
    if first:
        st.markdown(safe.for_markdown(first))
    drawn = drawn_frontier(found)
    charts.show_chart(charts.frontier(drawn, say("new centres"), columns.share), alt=title)
    left, right = st.columns(2, gap="large")
    with left:
        told = points_table(points, drawn["text"], columns)
        about = [columns.name("residents in reach"), say("column share")]
        tables.show_table(told, "frontier", title, shown, tallest=480, about=about)
    with right:
        title = say("an order to build in")
        st.markdown(f"**{title}**")
        built, about = order_table(studied.built, columns), [say("column name"), columns.name("residents in reach")]
        tables.show_table(built, "build-order", title, shown, tallest=480, about=about)

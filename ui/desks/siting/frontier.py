"""The frontier: what each further centre buys, and an order to build in."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from atlas.siting.search import Found
from ui.parts import charts, tables
from ui.parts.download import offer
from ui.parts.shown import Shown


def show_frontier(found: Found, shown: Shown) -> None:
    """Every number of centres with the most that they reach, drawn and in a table, and the order beside it."""
    say, studied = shown.say, found.studied
    if studied is None or found.on is None:
        return
    points, built, total = studied.points, studied.built, float(found.on.task.weights.sum())
    proven = not points.empty and bool((points["status"] == "optimal").all())
    st.markdown(f"## {say('what each further centre buys')}")
    st.caption(
        say("Every number of centres is proven best.")
        if proven
        else say("Not every number is proven best; the thin mark says what no choice can exceed.")
    )
    rows = pd.DataFrame(
        {
            "p": points["p"],
            "share": points["covered"] / total,
            "bound": points["bound"] / total,
            "text": [f"{covered / total:.1%}" for covered in points["covered"]],
        }
    )
    chart = charts.frontier(rows, say("new centres"), say("share of residents"))
    charts.show_chart(chart, alt=say("what each further centre buys"))
    told = pd.DataFrame(
        {
            say("column new centres"): points["p"].astype(int),
            say("column residents in reach"): points["covered"].round().astype(int),
            say("column share"): rows["text"],
            say("column more residents"): points["gain"].round().astype(int),
            say("column proof"): [
                say("proven best") if status == "optimal" else say("gap {gap:.1%}").format(gap=each)
                for status, each in zip(points["status"], points["gap"], strict=True)
            ],
        }
    )
    order = pd.DataFrame(
        {
            say("column step"): built["p"].astype(int),
            say("column name"): built["name"],
            say("column residents in reach"): built["covered"].round().astype(int),
            say("column loss against the best"): built["loss"].round().astype(int),
        }
    )
    left, right = st.columns(2, gap="large")
    with left:
        tables.show_table(told, tallest=480)
        offer(told, "frontier", shown, say("what each further centre buys"))
    with right:
        st.markdown(f"**{say('an order to build in')}**")
        tables.show_table(order, tallest=480)
        offer(order, "build-order", shown, say("an order to build in"))

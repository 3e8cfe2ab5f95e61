"""Where the good rows of a table lie, before anything counts them: light shapes of the prefectures, a dot a row."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from data.intake.told import Checked, Good
from layers import safe
from ui.parts import charts
from ui.parts.shapes import simple_shapes
from ui.parts.shown import Shown

DOTS, HIGH_PX = 2_000, 320


def show_preview(checked: Checked, shown: Shown) -> None:
    """The points of the rows that can be taken, WGS-84 by now; nothing for a table without points."""
    say, rows = shown.say, points_of(checked)
    if rows.empty:
        return
    land = alt.Chart(alt.Data(values=simple_shapes(shown.atlas.released)["features"])).mark_geoshape(
        fill=charts.colour("faint"), fillOpacity=0.35, stroke="#7d878c", strokeWidth=0.5
    )
    dots = (
        alt.Chart(rows.head(DOTS))
        .mark_circle(size=70, color=charts.colour("alarm"), opacity=0.9)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("row:N", title=say("row in the file"))],
        )
    )
    told = say("where the rows lie (points: {n})").format(n=f"{len(rows):,}")
    st.markdown(f"**{safe.for_markdown(told)}**")
    st.altair_chart((land + dots).project("mercator").properties(height=HIGH_PX), width="stretch")


def points_of(checked: Checked) -> pd.DataFrame:
    """A row a point: row in the file, name, lon, lat."""
    rows = [
        (str(each.row), _name(each), each.cells["lon"], each.cells["lat"])
        for each in checked.good
        if each.cells.get("lon") is not None
    ]
    return pd.DataFrame(rows, columns=["row", "name", "lon", "lat"])


def _name(row: Good) -> str:
    return str(row.cells.get("name_zh") or row.cells.get("name") or row.cells.get("id"))

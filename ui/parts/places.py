"""A small map of rows that nothing counts yet, or of a dataset: light shapes of the prefectures, and what is shown."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd
import shapely
import streamlit as st

from atlas.words import Say
from layers import safe
from ui.parts import charts
from ui.parts.shapes import simple_shapes
from ui.parts.shown import Shown

HIGH_PX, DOTS = 320, 2_000
TOLERANCE_DEGREES = 0.02
EDGE = "#7d878c"


def show_points(title: str, points: pd.DataFrame, shown: Shown) -> None:
    """Dots on the province. points  columns name, lon, lat in WGS-84, and row where rows of a file are meant"""
    tips = [alt.Tooltip("name:N", title=" ")]
    if "row" in points:
        tips.append(alt.Tooltip("row:N", title=shown.say("row in the file")))
    dots = (
        alt.Chart(points.head(DOTS))
        .mark_circle(size=70, color=charts.colour("alarm"), opacity=0.9)
        .encode(longitude="lon:Q", latitude="lat:Q", tooltip=tips)
    )
    _show(title, dots, shown)
    if len(points) > DOTS:
        st.caption(shown.say("the first {n} of {of} points").format(n=f"{DOTS:,}", of=f"{len(points):,}"))


def show_areas(title: str, names: pd.Series, outlines: Any, shown: Shown) -> None:
    """Areas on the province, simplified. outlines  a GeoSeries in WGS-84 on the index of `names`"""
    light = shapely.orient_polygons(outlines.simplify(TOLERANCE_DEGREES).to_numpy(), exterior_cw=True)
    told = [
        {"type": "Feature", "properties": {"name": name}, "geometry": json.loads(shapely.to_geojson(shape))}
        for name, shape in zip(names, light, strict=True)
    ]
    areas = (
        alt.Chart(alt.Data(values=told))
        .mark_geoshape(fill=charts.colour("alarm"), fillOpacity=0.35, stroke=EDGE, strokeWidth=0.5)
        .encode(tooltip=[alt.Tooltip("properties.name:N", title=" ")])
    )
    _show(title, areas, shown)


def stamp_line(say: Say) -> str:
    """What stands under each of these: none of them is the map that a review number was granted for."""
    return say("sketch map, not reviewed, not for public use")


def _show(title: str, what: alt.Chart, shown: Shown) -> None:
    land = alt.Chart(alt.Data(values=simple_shapes(shown.atlas.released)["features"])).mark_geoshape(
        fill=charts.colour("faint"), fillOpacity=0.35, stroke=EDGE, strokeWidth=0.5
    )
    st.markdown(f"**{safe.for_markdown(title)}**")
    # Inside the picture, so that whoever saves it has the stamp as well.
    stamp = alt.TitleParams(stamp_line(shown.say), orient="bottom", anchor="end", fontSize=11, fontWeight="normal")
    st.altair_chart((land + what).project("mercator").properties(height=HIGH_PX, title=stamp), width="stretch")

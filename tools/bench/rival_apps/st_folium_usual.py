"""The usual way: the whole map made anew in every run and handed to st_folium."""

from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from tools.bench import scene
from tools.bench.rival_apps.controls import controls

st.set_page_config(layout="wide")
size, wish = scene.size_asked(), controls()
chart = folium.Map(location=(22.9, 113.4), zoom_start=7, tiles=None)
folium.GeoJson(
    scene.areas(size)[["adcode", "name_zh", "geometry"]],
    style_function=lambda feature: {
        "fillColor": scene.shade(feature["properties"]["adcode"], wish.indicator),
        "fillOpacity": 0.8,
        "color": "#555555",
        "weight": 1,
    },
    tooltip=folium.GeoJsonTooltip(["name_zh"]),
).add_to(chart)
if wish.marks:
    shown = scene.points(size)
    point: Any  # pandas names the fields of a row by its columns
    for point in shown[shown["since"] <= wish.day.isoformat()].itertuples():
        folium.CircleMarker((point.lat, point.lon), radius=5, popup=f"{point.name}<br>{point.since}").add_to(chart)
st_folium(chart, width=1100, height=560)

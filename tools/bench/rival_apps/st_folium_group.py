"""st_folium at its best: a constant map on a canvas, what changes in `feature_group_to_add`, a GeoJson a layer."""

import folium
import geopandas as gpd
import streamlit as st
from streamlit_folium import st_folium

from tools.bench import scene
from tools.bench.rival_apps.controls import controls

st.set_page_config(layout="wide")
size, wish = scene.size_asked(), controls()
chart = folium.Map(location=(22.9, 113.4), zoom_start=7, tiles=None, prefer_canvas=True)
land = folium.FeatureGroup("land")
folium.GeoJson(
    scene.areas(size)[["adcode", "name_zh", "geometry"]],
    style_function=lambda feature: {
        "fillColor": scene.shade(feature["properties"]["adcode"], wish.indicator),
        "fillOpacity": 0.8,
        "color": "#555555",
        "weight": 1,
    },
    tooltip=folium.GeoJsonTooltip(["name_zh"]),
).add_to(land)
groups = [land]
if wish.marks:
    shown = scene.points(size)
    shown = shown[shown["since"] <= wish.day.isoformat()]
    marks = folium.FeatureGroup("points")
    folium.GeoJson(
        gpd.GeoDataFrame(
            shown[["name", "since"]], geometry=gpd.points_from_xy(shown["lon"], shown["lat"]), crs="EPSG:4326"
        ),
        marker=folium.CircleMarker(radius=5),
        popup=folium.GeoJsonPopup(["name", "since"]),
    ).add_to(marks)
    groups.append(marks)
st_folium(chart, key="map", width=1100, height=560, feature_group_to_add=groups, returned_objects=[])

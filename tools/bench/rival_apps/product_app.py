"""The product as it is, its page run under the meter."""

from pathlib import Path

import streamlit as st

import streamlit_app
from tools.bench.meter import meter_map_part

meter_map_part()
frame = streamlit_app.app
app = st.App(
    Path(__file__).resolve().parent / "metered.py",
    lifespan=streamlit_app.lifespan,
    routes=frame._user_routes,
    middleware=frame._user_middleware,
    on_script_error=frame._on_script_error,
)

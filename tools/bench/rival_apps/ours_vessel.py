"""The product's vessel on the same scene: a composed page kept by the browser, a run sends only its state."""

import streamlit as st

from atlas.map_state import map_state
from tools.bench import vessel
from tools.bench.rival_apps.controls import controls
from ui.session.map_view import show_map

st.set_page_config(layout="wide")
question = vessel.question(controls())
show_map(f"/atlas/{vessel.page()}/map.html", map_state(question, vessel.view(question.for_answers())), "map")

"""An empty Streamlit page, the floor under everything: a button and a counter."""

import streamlit as st

st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.button("again")
st.caption(str(st.session_state["runs"]))

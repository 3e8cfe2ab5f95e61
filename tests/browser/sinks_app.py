"""A page that puts every hostile name through every text sink the product uses in Streamlit."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from layers import safe
from tests.hostile import NAMES

for number, name in enumerate(NAMES):
    with st.container(key=f"markdown-{number}"):
        st.markdown(safe.for_markdown(name))
    with st.container(key=f"caption-{number}"):
        st.caption(safe.for_markdown(name))
    with st.container(key=f"html-{number}"):
        st.html(f"<p>{safe.for_html(name)}</p>")
    with st.container(key=f"warning-{number}"):
        st.warning(safe.for_markdown(name))
st.dataframe(pd.DataFrame({"name": NAMES}))
st.selectbox("names", NAMES)
st.html("<p id='all-there'>done</p>")

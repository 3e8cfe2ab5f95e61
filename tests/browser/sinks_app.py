"""A page that puts every hostile name through every text sink the product uses in Streamlit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from layers import safe
from tests.hostile import NAMES

# What shows a text as Markdown: bodies, and labels, which allow less of it but links all the same.
SINKS: dict[str, Callable[[str, str], object]] = {
    "markdown": lambda text, _key: st.markdown(text),
    "caption": lambda text, _key: st.caption(text),
    "warning": lambda text, _key: st.warning(text),
    "info": lambda text, _key: st.info(text, icon=":material/science:"),
    "heading": lambda text, _key: st.markdown(f"## {text}"),
    "quote": lambda text, _key: st.markdown("> " + text),
    "bold": lambda text, _key: st.markdown(f"**{text}**"),
    "button": lambda text, key: st.button(text, key=key),
    "toggle": lambda text, key: st.toggle(text, key=key),
    "number": lambda text, key: st.number_input(text, 0, 1, key=key),
    "expander": lambda text, _key: st.expander(text),
    "progress": lambda text, _key: st.progress(0.5, text),
    "radio": lambda text, key: st.radio("r", ["a"], format_func=lambda _: text, key=key),
    "caption-of-radio": lambda text, key: st.radio("r", ["a"], captions=[text], key=key),
    "segmented": lambda text, key: st.segmented_control("s", ["a"], format_func=lambda _: text, key=key),
    "tabs": lambda text, _key: st.tabs([text]),
}

if __name__ == "__main__":
    for number, name in enumerate(NAMES):
        for sink, show in SINKS.items():
            with st.container(key=f"{sink}-{number}"):
                show(safe.for_markdown(name), f"widget-{sink}-{number}")
        with st.container(key=f"html-{number}"):
            st.html(f"<p>{safe.for_html(name)}</p>")
    st.dataframe(pd.DataFrame({"name": NAMES}))
    st.selectbox("names", NAMES)
    st.html("<p id='all-there'>done</p>")

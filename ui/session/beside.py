"""Where this run finds what is served beside the map page (layers/scripts.py): the scripts of the page around it."""

from __future__ import annotations

import streamlit as st

KEY = "page-beside"


def keep_page_beside(page: str) -> None:
    """Remember the address of the map page of this run."""
    st.session_state[KEY] = page


def page_beside() -> str:
    """The address of the map page; "" before the first run."""
    return str(st.session_state.get(KEY, ""))

"""The point of a record that is corrected, chosen on the map of the page instead of being typed."""

from __future__ import annotations

import streamlit as st

from layers import safe
from ui.parts.shown import Shown
from ui.session import picking

PAGE = "prefecture"
DECIMALS = 6


def choose_point(shown: Shown, key: str, *, with_map: bool) -> None:
    """A button that lets the next click on the map be the point of a form, and what was clicked written into it.

    key  of the form: its fields are `key`-lon, `key`-lat and `key`-datum. Called before these are made.
    """
    say = shown.say
    if not with_map:
        st.caption(
            say("The point can also be chosen on the map: on the page of the prefecture, under check and correct.")
        )
        return
    if picking.purpose(PAGE) not in ("", key):
        # Another record has been chosen since.
        picking.stop()
    if picking.purpose(PAGE) == key:
        picked = picking.take()
        if picked is not None:
            picking.stop()
            st.session_state[f"{key}-lon"] = f"{picked.lon:.{DECIMALS}f}"
            st.session_state[f"{key}-lat"] = f"{picked.lat:.{DECIMALS}f}"
            # The map is drawn in it.
            st.session_state[f"{key}-datum"] = "wgs84"
            st.session_state[f"{key}-picked"] = True
            st.rerun()
        st.info(say("Click the place on the map; Escape ends it."), icon=":material/my_location:")
        st.button(say("stop choosing"), key=f"{key}-stop", on_click=picking.stop)
        return
    st.button(
        say("choose the point on the map"),
        key=f"{key}-pick",
        on_click=picking.start,
        args=(PAGE, key),
        icon=":material/add_location:",
    )
    if st.session_state.pop(f"{key}-picked", False):
        told = say("The point is taken from the map; look at it, and say below what it is.")
        st.success(safe.for_markdown(told), icon=":material/check:")

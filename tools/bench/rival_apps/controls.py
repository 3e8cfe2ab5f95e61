"""The controls that every rival has above its map, so that all are asked the same way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from tools.bench import scene

AGAIN, INDICATOR, DAY, MARKS = "again", "indicator", "as of", "points"


@dataclass(frozen=True)
class Wish:
    """What the reader wants to see."""

    indicator: str
    day: date
    marks: bool


def controls() -> Wish:
    """A button that changes nothing, the indicator, the date, and whether points are shown."""
    st.button(AGAIN)
    return Wish(
        indicator=st.selectbox(INDICATOR, scene.INDICATORS),
        day=st.select_slider(DAY, scene.months(), value=scene.LAST, format_func=date.isoformat),
        marks=st.checkbox(MARKS, value=True),
    )

"""How far to look: the slider of the road distance that several desks share."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from atlas.question.question import LARGEST_RADIUS_KM, SMALLEST_RADIUS_KM
from atlas.reach import DETOUR
from ui.parts.shown import Shown
from ui.session.question import bound

STEP_KM = 5


def radius_slider(shown: Shown, then: Callable[[], None] | None = None) -> None:
    """The distance of every reach; a link's odd number is kept until it is moved."""
    st.slider(
        shown.say("road distance (km), estimated: straight × {detour}").format(detour=DETOUR),
        SMALLEST_RADIUS_KM,
        LARGEST_RADIUS_KM,
        step=1 if shown.question.radius_km % STEP_KM else STEP_KM,
        **bound("radius_km", then=then),
    )

"""How far to look, and how roads are counted: the slider and the choice that several desks share."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from atlas.question.question import LARGEST_RADIUS_KM, SMALLEST_RADIUS_KM
from atlas.ways import way_called, way_of
from layers import safe
from ui.parts.shown import Shown
from ui.session.question import bound

STEP_KM = 5


def radius_slider(shown: Shown, then: Callable[[], None] | None = None) -> None:
    """The distance of every reach; a link's odd number is kept until it is moved."""
    st.slider(
        safe.for_markdown(
            shown.say("road distance (km), estimated: {way}").format(way=way_of(shown.question).label(shown.say))
        ),
        SMALLEST_RADIUS_KM,
        LARGEST_RADIUS_KM,
        step=1 if shown.question.radius_km % STEP_KM else STEP_KM,
        **bound("radius_km", then=then),
    )
    way_choice(shown, then)


def way_choice(shown: Shown, then: Callable[[], None] | None = None) -> None:
    """How roads are counted, with the sentence of the chosen way."""
    st.segmented_control(
        shown.say("how roads are estimated"),
        shown.choices.ways,
        format_func=lambda each: safe.for_markdown(way_called(each).label(shown.say)),
        **bound("distance", then=then),
    )
    way_caption(shown)


def way_caption(shown: Shown) -> None:
    """The sentence that stands beside every figure of roads."""
    st.caption(safe.for_markdown(way_of(shown.question).sentence(shown.say)))

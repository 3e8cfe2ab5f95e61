"""How far to look, and how roads are counted: the slider and the choice that several desks share."""

from __future__ import annotations

import streamlit as st

from atlas.question.question import LARGEST_RADIUS_KM, SMALLEST_RADIUS_KM
from atlas.ways import Way, way_called, way_of
from atlas.words import labelled
from layers import safe
from ui.parts.shown import Shown
from ui.session.own_travel import held_travels
from ui.session.question import bound

STEP_KM = 5


def radius_and_way(shown: Shown) -> None:
    """How far, and how roads are counted."""
    radius_slider(shown)
    way_choice(shown)


def radius_slider(shown: Shown) -> None:
    """The distance of every reach; a link's odd number is kept until it is moved."""
    way = way_of(shown.question)
    text = shown.say("road distance (km), estimated: {way}")
    if way.travel is not None:
        text = shown.say("minutes, {way}") if way.unit == "minutes" else shown.say("road distance (km), {way}")
    st.slider(
        safe.for_markdown(text.format(way=way.label(shown.say))),
        SMALLEST_RADIUS_KM,
        LARGEST_RADIUS_KM,
        step=1 if shown.question.radius_km % STEP_KM else STEP_KM,
        **bound("radius_km"),
    )


def way_choice(shown: Shown) -> None:
    """How roads are counted, with the sentence of the chosen way."""
    st.segmented_control(
        shown.say("how roads are estimated"),
        shown.choices.ways,
        format_func=lambda each: _called(each, shown),
        **bound("distance"),
    )
    way_caption(shown)


def way_caption(shown: Shown, way: Way | None = None) -> None:
    """The sentence that stands beside every figure of roads. way  where it is not that of the question"""
    asked = way_of(shown.question)
    way = way or asked
    if asked.travel is not None and way.travel is None:
        st.caption(shown.say("The loaded matrix does not know the places of this part: it is estimated here."))
    lacking = way.lacking(shown.atlas.world["demand_points"], shown.view.reached.bodies, shown.say)
    st.caption(safe.for_markdown(" ".join(filter(None, [way.sentence(shown.say), lacking]))))


def _called(way: str, shown: Shown) -> str:
    """The name of a way to choose."""
    say, own = shown.say, {each.id: each.name for each in held_travels()}
    if way not in own:
        return safe.for_markdown(way_called(way).label(say))
    # Two files may have one name.
    which = labelled(say("loaded matrix"), f"{own[way]} {way[-4:]}", say)
    return safe.for_markdown(which if len(own) > 1 else say("loaded matrix"))

"""By what reach is weighed: the choice that several desks share, and what is modelled about it."""

from __future__ import annotations

import streamlit as st

from atlas.weights import missing_told, weight_called, weight_of
from layers import safe
from ui.parts.shown import Shown
from ui.session.question import bound


def weight_choice(shown: Shown) -> None:
    """The weight, and under it how it was made and whose value is lacking."""
    say, atlas = shown.say, shown.atlas
    st.selectbox(
        say("weighed by"),
        shown.choices.weights,
        format_func=lambda each: weight_called(atlas, each).what(say),
        help=say(
            "Residents are only a proxy of the demand for protection. Of the others the values of prefectures are "
            "known; they are spread over places by residents, so that within a prefecture every share stays that of "
            "its residents. The plan's own rule and definitions never take a weight."
        ),
        **bound("weight"),
    )
    weight = weight_of(atlas, shown.question)
    if weight.modelled:
        st.caption(safe.for_markdown(" · ".join(filter(None, [weight.long(say), missing_told(atlas, weight, say)]))))

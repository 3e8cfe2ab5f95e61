"""What a brief will say of itself: date, definition, filters, suppositions, data version, and what its maps bear."""

from __future__ import annotations

import streamlit as st

from atlas.conditions import filters_told, suppositions_told
from atlas.words import full_date
from documents.wanted import Wanted
from layers import safe
from layers.held import held_together
from ui.parts.shown import Shown


def say_carried(wanted: Wanted, shown: Shown) -> None:
    """A line each; what is only supposed is said first, and loudest."""
    say, atlas, question = shown.say, shown.atlas, shown.question
    supposed = suppositions_told(atlas, question, say)
    if supposed:
        text = say("This brief says “supposed” in its title and at every figure that differs: {text}")
        st.warning(safe.for_markdown(text.format(text=supposed)), icon=":material/science:")
    rows = [
        (say("as of"), full_date(question.as_of, say)),
        (say("definition"), atlas.world.title(shown.view.counted.about)),
        (say("reach asked"), shown.inquiry.reached.weight.within(question, say)),
        *((say("filters"), each) for each in filters_told(atlas, question, say)),
        (say("on its map"), wanted.stamp(shown.inquiry)),
        (say("data version"), atlas.version),
    ]
    told = "".join(f"<dt>{safe.for_html(name)}</dt><dd>{held_together(text)}</dd>" for name, text in rows)
    st.html(f'<dl class="carried">{told}</dl>')

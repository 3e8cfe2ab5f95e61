"""What is chosen beside the map and stands on it as a layer, which a link or the reader may have left off."""

from __future__ import annotations

import streamlit as st

from layers import layer, safe
from ui.parts.shown import Shown
from ui.session.question import shade


def say_off(layer_id: str, shown: Shown) -> bool:
    """That the map does not show what is chosen, with the button that lets it; False and nothing where it does."""
    if layer_id in shown.question.layers:
        return False
    say = shown.say
    st.caption(
        safe.for_markdown(say("Not on the map: the layer “{title}” is off.").format(title=say(layer(layer_id).title)))
    )
    st.button(
        say("show it on the map"), key=f"show-{layer_id}", on_click=shade, args=(layer_id,), icon=":material/layers:"
    )
    return True

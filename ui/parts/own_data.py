"""What is laid over the data in this session, said on every page, with the way back."""

from __future__ import annotations

import streamlit as st

from atlas.atlas import Atlas
from atlas.own.laying import elsewhere_told, mark_of
from atlas.words import Say
from layers import safe
from ui.session.own_data import drop


def say_own_data(atlas: Atlas, linked: str, say: Say) -> None:
    """A line for each table that is laid over, and one where a link stood on a table that is not here.

    linked  the mark that the link carries, "" for none
    """
    if linked and linked != mark_of(atlas.own):
        st.warning(safe.for_markdown(_elsewhere(atlas, say)), icon=":material/table_view:")
    for place, each in enumerate(atlas.own):
        told, back = st.columns([8, 2], vertical_alignment="center")
        text = say(
            "Own data (unpublished): {rows} rows of {kind} of {file} are laid over the released data, in this session "
            "only."
        ).format(rows=len(each.keys), kind=say(f"own {each.kind}"), file=each.file)
        if each.same:
            text += say(" Rows that say what is released, and change nothing: {n}.").format(n=each.same)
        told.info(safe.for_markdown(text), icon=":material/table_view:")
        back.button(say("drop"), on_click=drop, args=(place,), icon=":material/undo:", key=f"drop-own-{place}")


def _elsewhere(atlas: Atlas, say: Say) -> str:
    if not atlas.own:
        return elsewhere_told(say)
    return say(
        "This link was made with another own table laid over the data; it is in no link. What is shown here answers "
        "from the own data of this session."
    )

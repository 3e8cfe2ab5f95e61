"""Which release the numbers of a page are of, where it is not the present one; and what is wrong with the store."""

from __future__ import annotations

import streamlit as st

from atlas.corrections.released import parts_of
from atlas.words import Say
from layers import safe
from ui.corrected import CORRECTED, UNFIT
from ui.session.link import leave_asked_data


def say_release(version: str, present: str, say: Say) -> None:
    """A line on every page of an older release, with the way to the present data; and one for a damaged store."""
    trouble = CORRECTED.trouble()
    if trouble is not None:
        text = say("No correction can be made or published: {fault}. Pages stay at data version {version}.")
        text = text.format(fault=trouble.sentence(say), version=present)
        st.error(safe.for_markdown(text), icon=":material/lock:")
    shipped = parts_of(present)[0]
    if number := CORRECTED.unfit(shipped):
        text = say(UNFIT).format(n=number, version=shipped)
        st.error(safe.for_markdown(text), icon=":material/lock:")
        if version == shipped:
            return
    if version == present:
        return
    told, back = st.columns([8, 2], vertical_alignment="center")
    text = say("All numbers are of data version {old}, which the link asks for. The present one is {new}.")
    told.info(safe.for_markdown(text.format(old=version, new=present)), icon=":material/history:")
    back.button(say("to the present data"), key="present-data", on_click=leave_asked_data, icon=":material/update:")

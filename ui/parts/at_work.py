"""How far a work beside the page is: how many come before it, or what is known of it so far, and a way to end it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from atlas.background import POOL
from atlas.words import Say
from layers import safe
from ui.parts.making import Held

LOOK_S = 0.7


@st.fragment(run_every=LOOK_S)
def show_at_work(
    thing: str,
    held: Held[Any],
    far: Callable[[Any], tuple[float, str]],
    say: Say,
    *,
    key: str,
    cancel: Callable[[], None] | None = None,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """The work of a thing that is held, looked at again and again; alone, so that the page stays as it is. When it is
    over the page runs anew.

    far  the share in [0, 1] and the words for what the work last told, None before that;  key  of the button
    cancel  what ends it, by default all that is held
    """
    work = held.works.get(thing)
    if work is None or work.done:
        st.rerun()
    if work.waiting:
        st.info(turn_told(POOL.ahead(work), say), icon=":material/hourglass:")
    else:
        share, told = far(work.progress)
        st.progress(share, safe.for_markdown(told))
    st.button(say("cancel"), icon=":material/cancel:", key=key, on_click=cancel or held.stop, width=width)


def turn_told(ahead: int, say: Say) -> str:
    """What is said to whoever waits. ahead  how many works of others come before"""
    if not ahead:
        return say("Waiting for its turn: next.")
    return say("Waiting for its turn: works of others before this one: {n}.").format(n=ahead)

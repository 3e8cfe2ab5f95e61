"""The layers of each page: its own, which its answer is about, and what the reader made of them there.

A page opens with its own layers, which follow what it is asked (atlas.page_layers). What the reader switches, and what
a control of the page switches, holds on that page alone and is remembered for it; one press gives its own back. The
question holds the layers of the page shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from atlas.words import Say, listed
from layers import all_layers, safe
from ui.session.present import present_question, put_question

OWN, LEFT, SHOWN = "own-layers", "layers-left", "layers-page"


def begin(page: str, own: Sequence[str], layers: Sequence[str]) -> None:
    """The page is shown with `layers`, as an address or the plan has it; what was made of it before is forgotten."""
    _left().pop(page, None)
    st.session_state[SHOWN], st.session_state[OWN] = page, tuple(own)
    _show(layers)


def leave() -> None:
    """The page shown is left: what it has on is remembered, unless that is its own, which may be others by then."""
    if SHOWN in st.session_state:
        layers = present_question().layers
        _left()[st.session_state[SHOWN]] = None if layers == st.session_state[OWN] else layers


def turn_to(page: str, own: Sequence[str]) -> None:
    """The reader goes to another page: the present one is remembered, that one is as it was left, or as its own."""
    leave()
    st.session_state[SHOWN], st.session_state[OWN] = page, tuple(own)
    left = _left().pop(page, None)
    _show(own if left is None else left)


def heard_on(page: str, layers: Sequence[str]) -> None:
    """The reader switched layers on the map while it showed `page`, which may be left by now. What is no page that was
    left is the one shown: the browser is not trusted.
    """
    if page in _left():
        hold(page, layers)
    else:
        _show(layers)


def hold(page: str, layers: Sequence[str]) -> None:
    """Remember what a page that is not shown has on."""
    _left()[page] = tuple(layers)


def shade_as_own() -> None:
    """What colours the land is again what the page itself shows, if anything; the other layers stay as they are."""
    exclusive = {each.id for each in all_layers() if each.exclusive}
    wanted = {*present_question().layers} - exclusive | {*st.session_state[OWN]} & exclusive
    _show([each.id for each in all_layers() if each.id in wanted])


def restore() -> None:
    """The page's own layers, and no others."""
    _show(st.session_state[OWN])


def say_changed(own: Sequence[str], say: Say) -> None:
    """What the reader has switched on and off on this page, and the way back; nothing where nothing was. own  what the
    page begins with when it is asked what it is asked now
    """
    st.session_state[OWN] = tuple(own)
    on = present_question().layers
    told = [
        text.format(layers=listed(_titles(which, say), say))
        for text, which in (
            (say("added: {layers}"), [each for each in on if each not in own]),
            (say("switched off: {layers}"), [each for each in own if each not in on]),
        )
        if which
    ]
    if not told:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="layers-changed"):
        st.caption(
            safe.for_markdown(say("This page's layers were changed ({changes}).").format(changes=say("; ").join(told)))
        )
        st.button(
            say("restore this page's layers"),
            key="restore-layers",
            on_click=restore,
            type="tertiary",
            icon=":material/layers:",
        )


def _titles(ids: Sequence[str], say: Say) -> list[str]:
    titles: Mapping[str, str] = {each.id: each.title for each in all_layers()}
    return [say(titles[each]) for each in ids]


def _left() -> dict[str, tuple[str, ...] | None]:
    """The pages that were left, with their layers; None for those that had their own."""
    found: dict[str, tuple[str, ...] | None] = st.session_state.setdefault(LEFT, {})
    return found


def _show(layers: Sequence[str]) -> None:
    put_question(present_question().with_changes(layers=tuple(layers)))

"""The list of kept views in the browser (layers/browser/kept.js): the views and what was taken out in, their order out.

The browser moves a view at once and keeps the focus on it; here the whole order that it says is taken, where it has the
form it should have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from atlas.kept import named
from atlas.kept_order import Arranged, id_of
from atlas.words import Say
from data.limits import KEPT_VIEWS
from ui.session.beside import page_beside

KEY, TURN = "kept-order", "kept-turn"
MODULE = """
export default (run) => import(new URL("kept.js", new URL(run.data.page, window.location.href)))
  .then((kept) => kept.default(run));
"""


@st.cache_resource
def _component() -> Any:
    """The component, registered once a process."""
    return st.components.v2.component("guangdong_ip_atlas_kept", js=MODULE)


def show_kept_list(now: Arranged, say: Say, arrange: Callable[[list[str], list[str]], None]) -> None:
    """The list; nothing while nothing is kept and nothing can be put back.

    arrange  gets the order that the reader wants and what he knew of, as ids (atlas.kept_order)
    """
    if now == Arranged():
        return
    _component()(
        key=KEY,
        data={
            "page": page_beside(),
            "views": [{"id": id_of(each), "name": named(each, say)} for each in now.links],
            "gone": [{"id": id_of(each.link), "name": named(each.link, say), "place": each.place} for each in now.gone],
            "most": KEPT_VIEWS.most,
            # How many presses this run has heard of, so that the browser knows an answer that is older than the last.
            "turn": st.session_state.get(TURN, 0),
            "words": {
                "up": say("move this view up"),
                "down": say("move this view down"),
                "out": say("take this view out"),
                "of": say("{act}: {name}"),
                "moved": say("{name} now stands at {place} of {of}."),
                "back": say("put back {name}"),
            },
        },
        on_act_change=lambda: _take_act(arrange),
    )


def _take_act(arrange: Callable[[list[str], list[str]], None]) -> None:
    """What the browser says of the order, where it has the form it should have."""
    held = st.session_state.get(KEY)
    act = held.get("act") if isinstance(held, Mapping) else None
    if not isinstance(act, Mapping):
        return
    order, known, turn = (act.get(each) for each in ("order", "known", "turn"))
    if isinstance(order, list) and isinstance(known, list) and type(turn) is int:
        st.session_state[TURN] = turn
        arrange([str(each) for each in order], [str(each) for each in known])

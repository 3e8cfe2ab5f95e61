"""The map component: state in, clicks out. One iframe lives beside all pages; a rerun sends it ids with classes,
never shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

KEY = "atlas-map"
SEEN_COOKIE = "atlas-seen"
MOST_ACTIONS = 2**53
# The bridge is a file beside the map page (layers/browser/bridge.js): inline it would be sent again at every change.
BRIDGE = """
export default (run) => import(new URL("bridge.js", new URL(run.data.page, window.location.href)))
  .then((bridge) => bridge.default(run));
"""


@st.cache_resource
def _component() -> Any:
    """The component, registered once a process."""
    return st.components.v2.component("guangdong_ip_atlas_map", js=BRIDGE)


def show_map(page: str, state: Mapping[str, Any], title: str, language: str = "zh", query: str | None = None) -> None:
    """Show the map page at address `page` in `state` (see layers/browser/atlas.js, setState).

    language  of the whole document;  query  what the address shall ask, without a new entry in the history; None leaves
    it alone
    """
    _component()(
        key=KEY,
        data={"page": page, "state": dict(state), "title": title, "language": language, "query": query},
        default={"asked": None, "back": 0},
        on_asked_change=lambda: None,
        on_back_change=lambda: None,
    )


def answer() -> Mapping[str, Any] | None:
    """What the reader last did on the map: on (layer ids), selected (feature id or None), n (a count that only
    grows), and while a place is chosen at ([lon, lat]) or picking (False). None: nothing yet, or nothing that counts;
    the other values are as the browser sent them, and may be anything.
    """
    found = st.session_state.get(KEY)
    asked = found.get("asked") if isinstance(found, Mapping) else None
    return dict(asked) if isinstance(asked, Mapping) and is_count(asked.get("n")) else None


def is_count(value: object) -> bool:
    """Whether a value from the browser can be a number of actions; it counts in doubles."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST_ACTIONS

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


def show_map(
    page: str,
    state: Mapping[str, Any],
    title: str,
    language: str = "zh",
    entry: Mapping[str, Any] | None = None,
    beside: Mapping[str, Any] | None = None,
    first: str | None = None,
) -> None:
    """Show the map page at address `page` in `state` (see layers/browser/atlas.js, setState).

    language  of the whole document;  entry  what the address has to say (ui.session.link.Entry), with the path it
    belongs to; None leaves it alone;  beside  the pinned view (atlas.side_by_side), None for none;  first  the question
    as the browser may ask for its map before the next run (layers/browser/first.js), None where it may not
    """
    _component()(
        key=KEY,
        data={
            "page": page,
            "state": dict(state),
            "title": title,
            "language": language,
            "entry": None if entry is None else dict(entry),
            **({} if beside is None else {"beside": dict(beside)}),
            **({} if first is None else {"first": first == (entry or {}).get("query") or first}),
        },
        default={"asked": None, "back": 0, "where": None},
        on_asked_change=lambda: None,
        on_back_change=lambda: None,
        on_where_change=lambda: None,
    )


def answer() -> Mapping[str, Any] | None:
    """What the reader last did on the map: on (layer ids), selected (feature id or None), n (a count that only
    grows), page (which it showed then), and while a place is chosen at ([lon, lat]) or picking (False). None: nothing
    yet, or nothing that counts; the other values are as the browser sent them, and may be anything.
    """
    asked = _told("asked")
    return asked if asked is not None and is_count(asked.get("n")) else None


def where() -> Mapping[str, Any] | None:
    """Where the map was when sharing was last opened: at ("zoom_lat_lon", "" for the whole province) and the visit
    (ui.session.link.Entry), as the browser sent them. None: not yet opened.
    """
    return _told("where")


def _told(name: str) -> Mapping[str, Any] | None:
    found = st.session_state.get(KEY)
    value = found.get(name) if isinstance(found, Mapping) else None
    return dict(value) if isinstance(value, Mapping) else None


def is_count(value: object) -> bool:
    """Whether a value from the browser can be a number of actions; it counts in doubles."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST_ACTIONS

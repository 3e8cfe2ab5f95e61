"""Choosing a place by a click on the map: asked for by one page, answered once.

A page calls `start` (in a button's callback), and at each run `take`: the place clicked since, for what it was started.
The map shows a crosshair and a hint for as long as the page that asked is the one shown. Escape on the map, or `stop`,
ends it. A county chosen from a list is the way for those without a pointer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

WANTED, CLICKED = "picking", "picked-place"
# Where the land was clicked, which asks who serves that point.
POINT = "clicked-point"
FARTHEST_EAST, FARTHEST_NORTH = 180, 90


@dataclass(frozen=True)
class Picked:
    """A place the reader clicked, WGS-84 degrees (anywhere, also at sea), and what it was wanted for."""

    purpose: str
    lon: float
    lat: float


def start(page: str, purpose: str) -> None:
    """Let the next clicks on the map choose a place. page  the path of the page that asks;  purpose  any text, handed
    back with each place, such as "add protection_centre" or "move <id>"
    """
    st.session_state[WANTED] = page, purpose
    st.session_state.pop(CLICKED, None)


def stop() -> None:
    """Clicks on the map select again."""
    st.session_state.pop(WANTED, None)
    st.session_state.pop(CLICKED, None)


def purpose(page: str) -> str:
    """What the page lets the reader choose a place for; "" when it does not."""
    asking, wanted = st.session_state.get(WANTED, ("", ""))
    return wanted if asking == page else ""


def take() -> Picked | None:
    """The latest place clicked since the last call, once; None when there is none. Choosing goes on until `stop`."""
    found: Picked | None = st.session_state.pop(CLICKED, None)
    return found


def hear(answer: Mapping[str, Any]) -> None:
    """Take over what the map says of choosing: a place, or that the reader left. What is no place is ignored: the
    browser is not trusted.
    """
    if answer.get("picking") is False:
        stop()
    point, selected = _place(answer.get("point")), answer.get("selected")
    if point or not selected:
        st.session_state[POINT] = selected, point
    _, wanted = st.session_state.get(WANTED, ("", ""))
    at = _place(answer.get("at"))
    if wanted and at:
        st.session_state[CLICKED] = Picked(wanted, *at)


def point(selected: str) -> tuple[float, float] | None:
    """Where the land was clicked by which `selected` came to be so, WGS-84 degrees; None when it came otherwise."""
    by, at = st.session_state.get(POINT, (None, None))
    return at if selected and by == selected else None


def _place(at: object) -> tuple[float, float] | None:
    """A place as the browser sends it, [lon, lat]; None for whatever is none."""
    if not isinstance(at, list | tuple) or len(at) != 2:
        return None
    lon, lat = at
    is_place = _is_degrees(lon, FARTHEST_EAST) and _is_degrees(lat, FARTHEST_NORTH)
    return (float(lon), float(lat)) if is_place else None


def _is_degrees(value: object, farthest: int) -> bool:
    """Whether a value from the browser is a number of degrees. NaN compares with nothing, and a truth is no number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -farthest <= value <= farthest

"""The map component: state in, clicks out. One iframe lives beside all pages; a rerun sends it ids with classes,
never shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

KEY = "atlas-map"
STYLE = """
:host { display: block; }
.vessel { width: 100%; height: clamp(300px, min(74vh, 84vw), 960px); border: 0; display: block; border-radius: 6px;
background: var(--st-secondary-background-color); }
"""
BRIDGE = """
export default function ({ data, parentElement, setStateValue }) {
  const paper = getComputedStyle(parentElement.host || parentElement).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = paper || "#fff";
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  const theme = red + green + blue < 384 ? "dark" : "light";
  const state = { ...data.state, theme };
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.className = "vessel";
    frame.title = data.title;
    frame.dataset.page = data.page;
    frame.src = data.page;
    frame.onload = () => {
      const atlas = frame.contentWindow.atlas;
      if (!atlas) return;
      atlas.listen((asked) => frame.send(asked));
      atlas.setState(frame.state);
    };
    parentElement.append(frame);
  }
  frame.send = (asked) => setStateValue("asked", asked);
  frame.state = state;
  if (frame.dataset.page !== data.page) {
    frame.dataset.page = data.page;
    frame.contentWindow.location.replace(data.page);
  } else if (frame.contentWindow && frame.contentWindow.atlas) {
    frame.contentWindow.atlas.setState(state);
  }
}
"""


@st.cache_resource
def _component() -> Any:
    """The component, registered once a process."""
    return st.components.v2.component("guangdong_ip_atlas_map", css=STYLE, js=BRIDGE)


def show_map(page: str, state: Mapping[str, Any], title: str) -> None:
    """Show the map page at address `page` in `state`: on, classes, captions, selected, focus, echo (see
    layers/browser/atlas.js).
    """
    _component()(
        key=KEY,
        data={"page": page, "state": dict(state), "title": title},
        default={"asked": None},
        on_asked_change=lambda: None,
    )


def answer() -> Mapping[str, Any] | None:
    """What the reader last did on the map: on (layer ids), selected (feature id or None), n (a count that only
    grows). None: nothing yet.
    """
    found = st.session_state.get(KEY)
    asked = found.get("asked") if found is not None else None
    return dict(asked) if asked else None

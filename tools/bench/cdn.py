"""What folium asks four other hosts for, answered from here, so that the usual way can draw without a network.

Leaflet is the vendored one. Of jQuery popups need one call; for all else an empty file does. Both spare the rivals the
loading of some 400 kB.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Route

LEAFLET = Path(__file__).resolve().parent.parent.parent / "static" / "leaflet"
ELSEWHERE = re.compile("^https:")
JQUERY = """window.$ = window.jQuery = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return [template.content.firstElementChild];
};"""


def answer_for(url: str) -> tuple[str, str] | None:
    """Content type and text for an address of a CDN; None for what is neither script nor style."""
    name = url.partition("?")[0].rsplit("/", 1)[-1]
    if name.endswith(".css"):
        return "text/css", (LEAFLET / name).read_text(encoding="utf-8") if name == "leaflet.css" else ""
    if name.endswith(".js"):
        if name == "leaflet.js":
            return "text/javascript", (LEAFLET / name).read_text(encoding="utf-8")
        return "text/javascript", JQUERY if name.startswith("jquery") else ""
    return None


def answer_from_here(context: BrowserContext) -> None:
    """No request of this context leaves the machine."""

    def answer(route: Route) -> None:
        found = answer_for(route.request.url)
        if found is None:
            route.abort()
        else:
            route.fulfill(content_type=found[0], body=found[1])

    context.route(ELSEWHERE, answer)

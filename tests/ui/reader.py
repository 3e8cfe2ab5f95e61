"""A reader without a browser: a page of the app run by Streamlit's AppTest, and what then stands on it.

The map itself runs only in a browser; here it is what it was sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

MAIN = Path(__file__).resolve().parents[2] / "ui" / "main.py"
# How long a run of a page may take on a busy machine: what hangs is ended by pytest.
PATIENCE_S = 240
NEXT_PLAN = {"ATLAS_PLAN": "next", "ATLAS_PLANS": str(Path(__file__).resolve().parents[1] / "plans")}
# Everything of a link that could be markup, a path, a number too large or too small, or no number at all.
HOSTILE = {
    "date": "<script>window.__pwned=1</script>",
    "definition": "![x](http://example.org/x.png)",
    "layers": "../../etc/passwd 'moon'",
    "indicator": "=1+1",
    "period": "NaN",
    "selected": "`+(1)+`",
    "industry": "**b** $x^2$",
    "evidence": "{{ 7*7 }}",
    "dates": "1e309",
    "access": "[a](javascript:1)",
    "radius": "9" * 400,
    "kinds": "court\u202e",
    "borders": "\u0000",
    "weight": "gdp<script>",
    "distance": "as the crow <b>flies",
    "wrong": "no-such-body",
    "confirmed": "a;b",
    "zone": "</style><b>x</b>",
    "measure": "__class__",
    "other-measure": "<b>gdp</b>",
    "clusters": "yes; drop",
    "regions": "440100 440100 999999",
    "id": "-1",
    "board": "../13-5",
    "brief": "<b>all</b>",
    "card": "<b>T064</b>",
    "scenario": "add court 1e999,nan <img src=x onerror=1>; close moon; \\;;;",
    "scenario-name": "<img src=x onerror=window.__pwned=1>" * 9,
    "siting": "k:1e9 floors:north=-1 theta:nan question:moon",
    "view": "nan_inf_0",
    "lang": "xx",
    "plan": "../../secret",
    "data": "yesterday",
    "moon": "full",
}


HELD = re.compile('<span class="held">([^<]*)</span>')
# The same in Markdown, where a bracket of the text itself is escaped.
HELD_IN_MARKDOWN = re.compile(r":color\[((?:[^\]\\]|\\.)*)\]")


# What is folded behind buttons and titles, and filled once somebody unfolds it (ui.parts.unfolded).
FOLDED = ("filters", "share", "help", "siting-conditions", "own-roads")


def opened(page: str = "overview", tab: str = "", folded: bool = False, **params: str) -> AppTest:
    """A page after its first run, as a link brings a reader there; `-` of a parameter is written `_`.

    tab  the part that is open: the key of the tabs and the words on the tab, "compare-parts:两个时点"; "twin:open"
    folded  as most readers have it; else all of it is open, to be read with the rest
    """
    app = _unfolded(AppTest.from_file(str(MAIN), default_timeout=PATIENCE_S), folded)
    if page != "overview":
        # st.navigation knows a page by the hash of its path; AppTest.switch_page looks for files only.
        app._page_hash = calc_hash(page)
    for name, value in params.items():
        app.query_params[name.replace("_", "-")] = value
    if tab:
        key, words = tab.split(":", 1)
        app.session_state[key] = words if words != "open" else True
    return app.run()


def _unfolded(app: AppTest, folded: bool = False) -> AppTest:
    for each in FOLDED:
        app.session_state[each] = not folded
    return app


def opened_at(page: str, pairs: Sequence[tuple[str, str]]) -> AppTest:
    """A page as a link brings a reader there, with every value of a name that the link says more than once."""
    app = _unfolded(AppTest.from_file(str(MAIN), default_timeout=PATIENCE_S))
    if page != "overview":
        app._page_hash = calc_hash(page)
    for name in dict(pairs):
        app.query_params[name] = [value for other, value in pairs if other == name]
    return app.run()


def texts(app: AppTest) -> Iterator[str]:
    """Everything written on the page, the labels of what can be pressed included; what is held on one line as read."""
    for element in every(app):
        for part in ("body", "label", "value", "text"):
            found = getattr(getattr(element, "proto", None), part, None)
            if isinstance(found, str) and "<style>" not in found:
                yield as_read(found)


def as_read(written: str) -> str:
    """What is written without the elements that hold figures and units on one line."""
    return HELD_IN_MARKDOWN.sub(r"\1", HELD.sub(r"\1", written))


def told(app: AppTest) -> str:
    return "\n".join(texts(app))


def every(app: AppTest) -> Iterator[Any]:
    """All elements and blocks of the page, in their order."""
    waiting: list[Any] = [app._tree]
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting = [*getattr(element, "children", {}).values(), *waiting]


def map_state(app: AppTest) -> dict[str, Any]:
    """What the map was sent: classes, layers that are on, what is selected."""
    return dict(message(app)["state"])


def message(app: AppTest) -> dict[str, Any]:
    """All that the map's component was sent."""
    sent = [json.loads(component.proto.json) for component in app.get("bidi_component")]
    (found,) = [each for each in sent if "state" in each]
    return dict(found)


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of the page in their order, as the browser is sent them: all their cells are texts."""
    sent = [json.loads(component.proto.json) for component in app.get("bidi_component")]
    return [
        pd.DataFrame(each["rows"], columns=[column["name"] for column in each["columns"]])
        for each in sent
        if "rows" in each
    ]


def unharmed(app: AppTest) -> None:
    """Nothing went wrong, not even what the page itself would have reported."""
    assert [each.value for each in app.exception] == []
    assert [each.value for each in app.error] == []

"""The grid of a table in the browser (layers/browser/table.js): texts in, the chosen row out.

Streamlit draws its own on a canvas, which cuts texts without a sign, does not print, and asks the server for a filter;
see docs/decisions/0034.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st

from atlas.words import Say
from documents.columns import UNKNOWN, cell_text
from ui.session.beside import page_beside

MODULE = """
export default (run) => import(new URL("table.js", new URL(run.data.page, window.location.href)))
  .then((table) => table.default(run));
"""
TALLEST_PX = 420
Kind = Literal["link", "code", "whole", "lines"]
# A number with its sign, what it is out of, and its unit behind it.
UNIT = r"\s?[^\d\s-]{0,4}|( × 1[0,]+)?( [a-z]+){1,3}"
NUMERIC = re.compile(rf"[+−≥≤<]?\s?\d[\d,]*(\.\d+)?(/\d+)?({UNIT})", re.ASCII)


@dataclass(frozen=True)
class Picking:
    """chosen  place of the row that is chosen, -1 for none;  act  gets the place of the row that a reader chooses, None
    where none can be
    """

    chosen: int = -1
    act: Callable[[int], None] | None = None


NO_PICKING = Picking()


@st.cache_resource
def _component() -> Any:
    """The component, registered once a process."""
    return st.components.v2.component("guangdong_ip_atlas_table", js=MODULE)


def show_grid(
    rows: pd.DataFrame,
    key: str,
    title: str,
    say: Say,
    *,
    tallest: int | None = None,
    widths: Mapping[str, int] | None = None,
    kinds: Mapping[str, Kind] | None = None,
    about: Sequence[str] = (),
    also: Mapping[str, str] | None = None,
    picking: Picking = NO_PICKING,
) -> None:
    """Rows as readers see them, under a key that no other grid of the page has.

    title  what a screen reader calls it;  tallest  the height in pixels from which it scrolls
    widths  of some columns in pixels at most, where their texts shall be cut;  kinds  columns of addresses, and of
    codes, whose numbers name something: these stand on the left in every table, whatever else they hold;
    with one that is whole, rows are as high as their texts, to be read and not looked through; one of lines is what
    somebody wrote, with the ends of its lines
    about  the columns for which the table is looked at, the second one when none is named: however narrow the screen,
    they are in sight beside the first, and whole
    also  a text in a cell -> other words by which the filter finds its row
    picking  which row is chosen, and whether one can be
    """
    # The first column names the row.
    looked_at = about or tuple(map(str, rows.columns[1:2]))
    of_kind: dict[str, Kind] = {**dict.fromkeys(map(str, rows.columns[:1]), "code"), **(kinds or {})}
    cells = [[cell_text(cell) for cell in row] for row in rows.itertuples(index=False, name=None)]
    _component()(
        key=key,
        data={
            "page": page_beside(),
            "title": title,
            "columns": [
                _column(name, [row[place] for row in cells], of_kind.get(name))
                | {"most": (widths or {}).get(name, 0), "about": name in looked_at}
                for place, name in enumerate(map(str, rows.columns))
            ],
            "rows": cells,
            "also": [" ".join(also[cell] for cell in row if cell in also) for row in cells] if also else [],
            "chosen": picking.chosen,
            "selectable": picking.act is not None,
            "whole": "whole" in of_kind.values(),
            "tallest": tallest or TALLEST_PX,
            "words": {
                "filter": say("filter rows"),
                "columns": say("columns"),
                "found": say("{n} of {of} rows"),
                "none": say("No row has these words."),
            },
        },
        on_picked_change=lambda: _picked(key, len(cells), picking.act),
    )


def _column(name: str, texts: Sequence[str], kind: Kind | None) -> dict[str, Any]:
    """What the browser is told of a column: numbers stand on the right, unless they name something."""
    side = "right" if kind != "code" and is_numeric(texts) else "left"
    return {"name": name, "side": side, "link": kind == "link", "lines": kind == "lines"}


def _picked(key: str, n: int, act: Callable[[int], None] | None) -> None:
    """Hand on the place that the browser says, which may be anything."""
    told = st.session_state.get(key)
    place = told.get("picked") if isinstance(told, Mapping) else None
    if act is not None and isinstance(place, int) and not isinstance(place, bool) and 0 <= place < n:
        act(place)


def is_numeric(texts: Sequence[str]) -> bool:
    """Whether all that is told of a column is a number, which stands on the right so that it can be compared."""
    told = [text for text in texts if text not in ("", UNKNOWN)]
    return bool(told) and all(NUMERIC.fullmatch(text) for text in told)

"""Tables as readers see them: translated headings, the few columns that matter, empty cells as a dash."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

import pandas as pd
import streamlit as st

from documents.columns import UNKNOWN
from layers import safe

WIDE_PX, NARROW_PX, CELL_PX = 14, 7.6, 18
WIDEST_PX, SLIMMEST_PX, PINNED_PX = 330, 52, 150
ROW_PX = 35
# A number with its sign, what it is out of, and a short unit behind it.
NUMERIC = re.compile(r"[+−≥≤<]?\s?\d[\d,]*(\.\d+)?(/\d+)?(\s?[^\d\s-]{0,4}| percentage points)", re.ASCII)


def show_table(
    table: pd.DataFrame,
    *,
    widths: Mapping[str, int] | None = None,
    columns: Mapping[str, Any] | None = None,
    tallest: int | None = None,
    **options: Any,
) -> Any:
    """The one look of a table: names stay in sight, columns as wide as their texts, numbers to the right.

    widths   of some columns in pixels at most, where their texts shall be cut;  columns  of a kind of their own
    tallest  the height in pixels from which it scrolls; a shorter table ends with its last row
    """
    table = _dashed(table)
    if tallest is not None:
        options["height"] = min(ROW_PX * (len(table) + 1) + 3, tallest)
    config = fitted(table, widths) | dict(columns or {})
    return st.dataframe(table, hide_index=True, width="stretch", column_config=config, **options)


def _dashed(table: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers with gaps as texts, a gap as a dash: Streamlit would write None."""
    gaps = [name for name in table.columns if table[name].dtype == "Int64"]
    texts = {name: [UNKNOWN if pd.isna(each) else f"{each:,}" for each in table[name]] for name in gaps}
    return table.assign(**texts) if gaps else table


def show_whole(table: pd.DataFrame, title: str) -> None:
    """A table to be read across, not sorted: long names wrap, all of it prints, the first column stays in sight."""
    head = "".join(f'<th scope="col">{safe.for_html(name)}</th>' for name in table.columns)
    rows = ""
    for name, *cells in table.itertuples(index=False, name=None):
        numbers = "".join(f"<td>{safe.for_html(cell)}</td>" for cell in cells)
        rows += f'<tr><th scope="row">{safe.for_html(name)}</th>{numbers}</tr>'
    # It scrolls sideways on a narrow screen, so the keyboard must be able to stand in it.
    st.html(
        f'<div class="whole" tabindex="0" role="region" aria-label="{safe.for_html(title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def fitted(table: pd.DataFrame, widths: Mapping[str, int] | None = None) -> dict[str, Any]:
    """How each column is laid out. Streamlit guesses widths from the first rows and so cuts dates and numbers."""
    limits = dict(widths or {})
    texts = {str(name): [str(cell) for cell in table[name].to_list()] for name in table.columns}
    measured = {name: min(_width_px([name, *cells]), limits.get(name, WIDEST_PX)) for name, cells in texts.items()}
    whole = set(table.select_dtypes("integer").columns)
    # The longest texts take what room there is, so that no table ends in an empty strip.
    growing = [name for name in measured if name not in whole and name not in limits]
    longest = max(growing, key=measured.__getitem__, default="")
    config = {}
    for place, name in enumerate(table.columns):
        width = None if name == longest else measured[str(name)]
        # A wide column in place would leave a telephone no room for the others.
        pinned = place == 0 and len(table.columns) > 2 and measured[str(name)] <= PINNED_PX
        if name in whole:
            config[str(name)] = st.column_config.NumberColumn(format="localized", width=width, pinned=pinned)
        else:
            side: Literal["left", "right"] = "right" if place and _is_numeric(texts[str(name)]) else "left"
            config[str(name)] = st.column_config.Column(width=width, pinned=pinned, alignment=side)
    return config


def _width_px(texts: Sequence[str]) -> int:
    return round(min(max(max(map(_text_px, texts)) + CELL_PX, SLIMMEST_PX), WIDEST_PX))


@lru_cache(maxsize=8192)
def _text_px(text: str) -> float:
    return sum(WIDE_PX if unicodedata.east_asian_width(sign) in "WFA" else NARROW_PX for sign in text)


def _is_numeric(texts: Sequence[str]) -> bool:
    told = [text for text in texts if text not in ("", UNKNOWN)]
    return bool(told) and all(NUMERIC.fullmatch(text) for text in told)

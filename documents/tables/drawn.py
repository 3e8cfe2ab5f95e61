"""The table twin of the map."""

from __future__ import annotations

import pandas as pd

from documents.told import Told
from layers import all_layers

COLUMNS = ["layer", "name", "class", "prefecture"]


def legend_texts(shown: Told) -> dict[str, dict[str, str]]:
    """Layer -> class -> text: the legend's words, and what depends on the moment."""
    say, captions = shown.say, shown.view.captions
    return {
        layer.id: {name: say(text) if text else "" for name, text in layer.legend.items()}
        | dict(captions.get(layer.id, {}))
        for layer in all_layers()
    }


def readable_rows(rows: pd.DataFrame, shown: Told) -> pd.DataFrame:
    """The rows with the titles of their layers, the names of their prefectures and translated headings."""
    say, captions = shown.say, shown.view.captions
    titles = {layer.id: captions.get(layer.id, {}).get("", say(layer.title)) for layer in all_layers()}
    places = rows["prefecture"].map(shown.atlas.names).fillna("")
    visible = rows.assign(layer=rows["layer"].map(titles), prefecture=places)
    return visible[COLUMNS].rename(columns={column: say(f"column {column}") for column in COLUMNS})

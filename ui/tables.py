"""Tables as readers see them: translated headings, the few columns that matter, empty cells as a dash."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ui.words import Say

UNKNOWN = "–"
CODED = ("kind", "subkind", "level", "state", "basis", "status", "serves", "position", "record_type")
RECORD_COLUMNS = (
    "name",
    "prefecture",
    "state",
    "approved",
    "operating",
    "basis",
    "evidence",
    "industries",
    "notes",
    "sources",
    "id",
)


def readable(
    records: pd.DataFrame, columns: Sequence[str], say: Say, prefectures: dict[str, str], language: str = "zh"
) -> pd.DataFrame:
    """A copy of some columns with translated headings and codes; adcodes become names. Columns the records lack are
    left out.
    """
    shown = records.copy()
    if "name" not in shown and f"name_{language}" in shown:
        shown["name"] = shown[f"name_{language}"].where(shown[f"name_{language}"] != "", shown["name_zh"])
    for stem in ("approved", "operating"):
        if f"{stem}_bound" in shown:
            shown[stem] = shown[stem].where(shown[f"{stem}_bound"] != "not_later_than", "≤ " + shown[stem])
    if "prefecture" in shown:
        shown["prefecture"] = shown["prefecture"].map(lambda adcode: prefectures.get(adcode, adcode))
    for column in CODED:
        if column in shown:
            shown[column] = shown[column].map(lambda code: say(code) if code else "")
    chosen = [column for column in columns if column in shown]
    return (
        shown[chosen]
        .replace("", UNKNOWN)
        .rename(columns={column: say(f"column {column}") for column in chosen})
        .reset_index(drop=True)
    )

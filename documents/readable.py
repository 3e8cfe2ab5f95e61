"""Records as readers see them: translated headings and codes, texts of the language, empty cells as a dash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from atlas.scenario.reading import scenario_of
from atlas.words import Say
from documents.columns import UNKNOWN
from documents.told import Told
from geo.scenario import Add
from layers.base import World, derived

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

AREA_COLUMNS = ("name", "prefecture", "area_km2_published", "established", "boundary_words_zh", "sources")
COUNT_COLUMNS = ("title_zh", "n", "unplaced", "as_of", "evidence", "sources", "notes")


def readable(
    records: pd.DataFrame, columns: Sequence[str], say: Say, prefectures: dict[str, str], language: str = "zh"
) -> pd.DataFrame:
    """A copy of some columns with translated headings and codes; adcodes become names (`prefectures` may name counties
    too), texts are those of the language where the records have them. Columns the records lack are left out.
    """
    shown = _bounded(_in_language(records, columns, language))
    if language != "zh" and {"place_zh", "county"} <= set(shown):
        shown["place_zh"] = shown["county"].map(prefectures).fillna(shown["place_zh"])
    if "prefecture" in shown:
        shown["prefecture"] = shown["prefecture"].map(lambda adcode: prefectures.get(adcode, adcode))
    chosen = [column for column in columns if column in shown]
    for column in set(CODED).intersection(chosen):
        shown[column] = shown[column].map(lambda code: say(code) if code else "")
    return (
        shown[chosen].replace("", UNKNOWN).rename(columns=lambda column: say(f"column {column}")).reset_index(drop=True)
    )


def _in_language(records: pd.DataFrame, columns: Sequence[str], language: str) -> pd.DataFrame:
    """A copy with the texts of the language where there are any, else as they are; a name is Chinese at least."""
    shown = records.copy()
    if "name" not in shown and f"name_{language}" in shown:
        shown["name"] = shown["name_zh"]
    for column in shown.columns.intersection(list(columns)):
        translated = f"{column.removesuffix('_zh')}_{language}"
        if translated in shown:
            shown[column] = shown[translated].where(shown[translated] != "", shown[column])
    return shown


def _bounded(shown: pd.DataFrame) -> pd.DataFrame:
    """A date that is only an upper bound says so."""
    for stem in ("approved", "operating"):
        if f"{stem}_bound" in shown:
            shown[stem] = shown[stem].where(shown[f"{stem}_bound"] != "not_later_than", "≤ " + shown[stem])
    return shown


def supposed_table(rows: pd.DataFrame, shown: Told) -> pd.DataFrame:
    """The rows of supposing.supposed_rows as readers see them; no dates and no evidence, which nobody has."""
    say, atlas = shown.say, shown.atlas
    told = [
        {
            "name": atlas.world.title(row, "name"),
            "kind": say(row["kind"]),
            "prefecture": atlas.name_of(row["prefecture"]),
            "supposition": say(f"supposition {row['supposition']}") if row["supposition"] else "–",
            "counts_supposed": say(f"counts {row['counts']}"),
        }
        for row in rows.to_dict("records")
    ]
    return pd.DataFrame(told).rename(columns=lambda name: say(f"column {name}"))


def place_in_plan(clause: Mapping[str, Any], shown: Told, parts: Sequence[str] = ("chapter", "section")) -> str:
    """Where a sentence stands: chapter, section and box, as the language names them."""
    told = [shown.atlas.world.title(clause, part) for part in parts if clause.get(f"{part}_zh")]
    if clause.get("box"):
        told.append(shown.say("box {n}").format(n="".join(filter(str.isdecimal, clause["box"]))))
    return " · ".join(told)


def record_names(shown: Told) -> dict[str, str]:
    """Names of bodies, those of the scenario too, and of counts by id: either may be pivotal."""
    names, added = (
        derived(_record_names, shown.atlas.world),
        scenario_of(shown.atlas, shown.question).found.usable.changes,
    )
    return names | {each.id: each.name or each.id for each in added if isinstance(each, Add)}


def _record_names(world: World) -> dict[str, str]:
    bodies, counts = world["bodies"].to_dict("records"), world["body_counts"].to_dict("records")
    return {each["id"]: world.title(each, "name") for each in bodies} | {
        each["id"]: world.title(each) for each in counts
    }

"""The kinds of records that may be corrected one by one, as declared in kinds.toml, and how a record of each is found
and called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import Field

from atlas.atlas import Atlas
from atlas.words import Say
from data.catalog import Meta
from data.plan_models import Target
from data.rule_types import Table, Text, Words, read_whole

FILE = Path(__file__).parent / "kinds.toml"
PLANNED = "planned"
# Between the parts of a name of several columns; never taken apart again.
AND = " | "


class DeclaredColumn(Table):
    """[kinds.<id>.declared.columns.<name>]: as in a meta.toml."""

    type: Text
    meaning_zh: Text
    meaning_en: Text
    required: bool = True
    refers_to: Text | None = None
    allowed: Words | None = None
    minimum: int | None = None
    maximum: int | None = None


class Declared(Table):
    """[kinds.<id>.declared]: of records that are in no dataset but in the plan."""

    title_zh: Text
    title_en: Text
    columns: dict[str, DeclaredColumn]


class Kind(Table):
    """[kinds.<dataset>]: see the head of kinds.toml."""

    title: Words
    asked: Words
    first: Words = Field(default_factory=list)
    begins: dict[str, str] = Field(default_factory=dict)
    same: dict[str, str] = Field(default_factory=dict)
    moved: dict[str, str] = Field(default_factory=dict)
    intake: str = ""
    add: bool = True
    remove: bool = True
    declared: Declared | None = None


class Kinds(Table):
    """kinds.toml as a whole."""

    kinds: dict[str, Kind]


@cache
def kinds() -> Mapping[str, Kind]:
    """Dataset id -> what is asked about its records, in the order in which they are offered.

    Raises DataError with a sentence a fault.
    """
    return read_whole(Kinds, FILE).kinds


def declared_of(atlas: Atlas, set_id: str) -> Meta:
    """What is declared of the columns of a kind. Raises LookupError for an unknown one."""
    kind = kinds().get(set_id)
    return atlas.declared(set_id) if kind is None or kind.declared is None else _of_the_plan(set_id, kind.declared)


def records_of(atlas: Atlas, set_id: str) -> pd.DataFrame:
    """Every record of a kind, indexed by the name under which it is corrected; columns as declared.

    Raises LookupError for a dataset that the atlas does not hold.
    """
    declared = declared_of(atlas, set_id)
    if set_id == PLANNED:
        table = pd.DataFrame([dict(each) for each in atlas.plan.planned], columns=list(declared.columns)).fillna("")
    else:
        table = pd.DataFrame(atlas.world[set_id])[list(declared.columns)]
    return table.set_axis(names_in(table, declared), axis=0)


def names_in(table: pd.DataFrame, declared: Meta) -> pd.Index:
    """The name of each row: its id, or what its key consists of."""
    return pd.Index([AND.join(map(str, parts)) for parts in zip(*(table[name] for name in declared.key), strict=True)])


def name_of(record: Mapping[str, str], declared: Meta) -> str:
    """The name under which a record is corrected."""
    return AND.join(record[name] for name in declared.key)


def kind_of_record(atlas: Atlas, record: str) -> str:
    """The kind whose record has a name, as the map calls it; "" for none."""
    there = (each for each in kinds() if each == PLANNED or each in atlas.world.frames)
    return next((each for each in there if record in records_of(atlas, each).index), "")


def record_title(atlas: Atlas, set_id: str, record: Mapping[Any, Any], say: Say) -> str:
    """A record as a list names it: the columns that its kind declares, in words."""
    parts: Iterable[str] = (
        told_of(atlas, set_id, name, str(record.get(name) or ""), say) for name in _title(atlas, set_id, record)
    )
    return " · ".join(each for each in parts if each)


def told_of(atlas: Atlas, set_id: str, name: str, text: str, say: Say) -> str:
    """A cell as readers see it: codes in words, places, indicators and targets by name; grades of evidence are words
    already.
    """
    if name in ("prefecture", "county"):
        return atlas.name_of(text)
    if name == "indicator":
        return next((atlas.world.title(each) for each in atlas.world.indicators if each["id"] == text), text)
    if name in ("target", "context"):
        return next(
            (f"{text} {atlas.world.title(each, 'item')}" for each in targets_of(atlas) if each.id == text), text
        )
    allowed = declared_of(atlas, set_id).columns[name].get("allowed") or ()
    return say(text) if text in allowed and "evidence" not in name else text


def targets_of(atlas: Atlas) -> list[Target]:
    """Quantities of the plan, then of the earlier ones: an outcome may be of any."""
    return [each for plan in (atlas.plan, *atlas.read.values()) for each in plan.targets]


def _title(atlas: Atlas, set_id: str, record: Mapping[Any, Any]) -> list[str]:
    """The columns of a title, in the page's language where the record has them in it."""
    language = atlas.world.language
    there = ((name, f"{name.removesuffix('_zh')}_{language}") for name in kinds()[set_id].title)
    return [other if name.endswith("_zh") and record.get(other) else name for name, other in there]


def _of_the_plan(set_id: str, told: Declared) -> Meta:
    columns = {name: dict(each) for name, each in told.columns.items()}
    titles = {"title_zh": told.title_zh, "title_en": told.title_en}
    plain = dict.fromkeys(("sha256", "status", "as_of", "licence", "attribution"), "")
    return Meta(id=set_id, file=Path(), key=["id"], sources=[], columns=columns, **titles, **plain)

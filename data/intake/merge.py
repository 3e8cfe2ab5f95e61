"""Rows of a person's table laid over the released ones: a row with a known key replaces, any other is added."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.intake.kinds import Kind
from data.intake.told import Good
from data.schemas import LIST_SEPARATOR, NUMBERS

OWN = "own-"
# A source that an office names is believed as far as its rows are, and no further.
EVIDENCE, QUALITY = "B", "weak"


@dataclass(frozen=True, eq=False)
class Merged:
    """table  the released rows with the others laid over, index 0..n-1;  sources  those that only the office names
    keys  of the rows that are the office's
    """

    table: pd.DataFrame
    sources: Mapping[str, Mapping[str, Any]]
    keys: frozenset[tuple[str, ...]]


def merged(
    kind: Kind, released: pd.DataFrame, rows: Sequence[Good], known: Mapping[str, Any], own: Mapping[str, Any]
) -> Merged:
    """Rows laid over a released table. known  sources by id;  own  the source that stands for the office's file: every
    row that names no other rests on it
    """
    sources: dict[str, Mapping[str, Any]] = {}
    records = [dict(zip(released.columns, row, strict=True)) for row in released.itertuples(index=False, name=None)]
    at = {tuple(str(each[column]) for column in kind.key): place for place, each in enumerate(records)}
    references = _free_references(records)
    keys = []
    for row in rows:
        record = {column: row.cells.get(column) for column in released.columns if column != "geometry"}
        record["sources"] = LIST_SEPARATOR.join(_sources(str(record.get("sources") or ""), known, own, sources))
        key = tuple(str(record[column]) for column in kind.key)
        keys.append(key)
        place = at.setdefault(key, len(records))
        if place == len(records):
            records.append({})
        if "fact_ref" in record:
            record["fact_ref"] = records[place].get("fact_ref") or record["fact_ref"] or references.pop()
        records[place] = record
    table = pd.DataFrame(records, columns=released.columns)
    for column, said in kind.columns.items():
        table[column] = table[column].astype("float64" if said["type"] in NUMBERS else object)
    return Merged(table, sources, frozenset(keys))


def source_of(title: str, publisher: str) -> tuple[str, dict[str, str]]:
    """Id and declaration of a source that only an office names."""
    name = OWN + hashlib.sha256(title.encode()).hexdigest()[:10]
    return name, {"title": title, "publisher": publisher, "quality": QUALITY, "evidence": EVIDENCE}


def _sources(
    said: str, known: Mapping[str, Any], own: Mapping[str, Any], found: dict[str, Mapping[str, Any]]
) -> list[str]:
    """Ids of the sources of a row: known ones as they are, others under an id of their own."""
    ids = []
    for each in [part for part in said.split(LIST_SEPARATOR) if part] or [str(own["title"])]:
        if each in known:
            ids.append(each)
            continue
        name, declared = source_of(each, str(own["publisher"]))
        if each.startswith(("http://", "https://")):
            declared |= {"url": each}
        found[name] = declared
        ids.append(name)
    return list(dict.fromkeys(ids))


def _free_references(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Rows of facts that nobody has, the last to be taken first."""
    taken = {each.get("fact_ref") for each in records}
    free = [f"{high:02}-{low:02}" for high in range(99, 49, -1) for low in range(99, 0, -1)]
    return [each for each in free if each not in taken]

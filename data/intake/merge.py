"""Rows of a person's table laid over the released ones: a row with a known key replaces, any other is added."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, count
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
    keys  of the rows that are the office's;  same  how many rows say what is released, and change nothing
    """

    table: pd.DataFrame
    sources: Mapping[str, Mapping[str, Any]]
    keys: frozenset[tuple[str, ...]]
    same: int = 0


def merged(
    kind: Kind, released: pd.DataFrame, rows: Sequence[Good], known: Mapping[str, Any], own: Mapping[str, Any]
) -> Merged:
    """Rows laid over a released table. known  sources by id;  own  the source that stands for the office's file: every
    row that names no other rests on it
    """
    sources: dict[str, Mapping[str, Any]] = {}
    rest = [dict(zip(released.columns, row, strict=True)) for row in released.itertuples(index=False, name=None)]
    records = {_key(kind, each): each for each in rest}
    references = {str(each.get("fact_ref")) for each in rest}
    keys = set[tuple[str, ...]]()
    same = 0
    for row in rows:
        key = _key(kind, row.cells)
        record = _record(kind, row, records.get(key), list(released.columns))
        if record is None:
            same += 1
            continue
        record["sources"] = LIST_SEPARATOR.join(_sources(str(record.get("sources") or ""), known, own, sources))
        if "fact_ref" in record and key not in records:
            record["fact_ref"] = record["fact_ref"] or _reference(row, own, references)
            references.add(str(record["fact_ref"]))
        keys.add(key)
        # One that is changed stays at its place, a new one comes last.
        records[key] = record
    return Merged(_table(kind, records.values(), released.columns), sources, frozenset(keys), same)


def _key(kind: Kind, cells: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(cells[column]) for column in kind.key)


def _table(kind: Kind, records: Iterable[Mapping[str, Any]], columns: pd.Index) -> pd.DataFrame:
    table = pd.DataFrame(list(records), columns=columns)
    for column, said in kind.columns.items():
        table[column] = table[column].astype("float64" if said["type"] in NUMBERS else object)
    return table


def _record(kind: Kind, row: Good, before: Mapping[str, Any] | None, columns: list[str]) -> dict[str, Any] | None:
    """The record that a row makes: a new one, or one of ours as the row changes it; None where it says what we say.

    What a table does not speak of stays, unless it hangs on what the table changes.
    """
    record: dict[str, Any] = {column: row.cells.get(column) for column in columns if column != "geometry"}
    if before is None:
        return record
    changed = {column for column in record.keys() & row.said if _plain(record[column]) != _plain(before[column])}
    if not changed:
        return None
    for column in record.keys() - row.said:
        if not changed & set(kind.follows.get(column, ())) and "*" not in kind.follows.get(column, ()):
            record[column] = before[column]
    if "fact_ref" in before:
        record["fact_ref"] = before["fact_ref"]
    return record


def _plain(cell: Any) -> Any:
    """A cell to compare: unknown is "", whatever way it is written."""
    return "" if cell is None or cell != cell else cell  # noqa: PLR0124 -- nothing but NaN is not itself


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
        # Known by now where an earlier table of the office named it.
        if name not in known:
            found[name] = declared
        ids.append(name)
    return list(dict.fromkeys(ids))


def _reference(row: Good, own: Mapping[str, Any], taken: Set[str]) -> str:
    """What a new record rests on: the office's file and its row there; counted on where an earlier file of that title
    has such a row.
    """
    source, _ = source_of(str(own["title"]), str(own["publisher"]))
    first = f"{source}-{row.row}"
    counted = (f"{first}-{n}" for n in count(2))
    return next(each for each in chain([first], counted) if each not in taken)

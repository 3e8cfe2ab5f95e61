"""A session's own tables laid over an atlas (本单位数据): its every page, document and export answers from them.

What is laid over says so wherever its name stands: the label is part of the name. Nothing released changes, the rows
are in no file of the map, and a link carries only a mark of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from atlas.atlas import Atlas, Laid
from atlas.faults import FaultError
from atlas.memo import Memo
from atlas.question.address import LANGUAGES
from atlas.words import Say, listed, say_in
from data.intake.kinds import declared, kind_of
from data.intake.merge import Merged, merged
from data.intake.told import Checked, Good
from data.limits import OWN_ROWS

# Kinds whose rows can be laid over the data, each with the columns in which a reader meets the name of a record.
NAMES: Mapping[str, Mapping[str, str]] = {
    "bodies": {"name_zh": "zh", "name_en": "en"},
    "indicators": {},
    "outcomes": {"title_zh": "zh"},
}
MARK_LENGTH = 8
BOTH_NAMES = " / "


@dataclass(frozen=True, eq=False)
class OwnTable:
    """A checked table that a session has taken over. rows  those that can be taken"""

    kind: str
    file: str
    rows: tuple[Good, ...]

    @cached_property
    def mark(self) -> str:
        """Hexadecimal digits, the same for the same rows of the same kind."""
        told = [self.kind, *(sorted(row.cells.items()) for row in self.rows)]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:MARK_LENGTH]


def own_table(checked: Checked) -> OwnTable:
    """The rows of a check that can be taken."""
    return OwnTable(checked.kind, checked.name, checked.good)


def with_table(tables: Sequence[OwnTable], more: OwnTable) -> tuple[OwnTable, ...]:
    """The tables of a session with another one, which takes the place of one of the same kind and file.

    Raises FaultError when they are too many rows for one session.
    """
    found = (*(each for each in tables if (each.kind, each.file) != (more.kind, more.file)), more)
    if sum(len(each.rows) for each in found) > OWN_ROWS.most:
        raise FaultError(OWN_ROWS.sentence, most=OWN_ROWS.told)
    return found


def laid_over(atlas: Atlas, tables: Sequence[OwnTable]) -> Atlas:
    """A released atlas with tables laid over it, the last one uppermost, under its own version; itself for none."""
    if not tables:
        return atlas
    frames, sources, own = dict(atlas.world.frames), dict(atlas.sources), list[Laid]()
    for table in tables:
        kind = kind_of(table.kind)
        origin = {"title": Path(table.file).stem, "publisher": declared().speech.own}
        found = merged(kind, frames[kind.set], table.rows, sources, origin)
        frames[kind.set] = _labelled(table.kind, found)
        sources |= found.sources
        own.append(Laid(table.kind, table.file, table.mark, found.keys, found.same))
    world = replace(
        atlas.world, frames=frames, indicators=_indicators(atlas.world.indicators, own), composed=atlas.world
    )
    version = f"{atlas.version}-own-{mark_of(own)}"
    return replace(atlas, world=world, sources=sources, version=version, memo=Memo(), over=atlas, own=tuple(own))


def mark_of(own: Sequence[Laid | OwnTable]) -> str:
    """What a link carries of the tables it stood on: a mark, none of their rows; "" for none."""
    return hashlib.sha256(" ".join(each.mark for each in own).encode()).hexdigest()[:MARK_LENGTH] if own else ""


def own_keys(atlas: Atlas, kind: str) -> frozenset[str]:
    """Ids of the records of a kind that are the session's own."""
    return frozenset(key[0] for each in atlas.own if each.kind == kind for key in each.keys)


def labelled_own(title: str, say: Say) -> str:
    """A name or title that is, or counts, a session's own data."""
    return say("{title} (own data, unpublished)").format(title=title)


def elsewhere_told(say: Say) -> str:
    """What whoever opens a link is told of the tables that it stood on."""
    return say(
        "This link was made in a session with an office's own table laid over the data; the table is in no link. What "
        "is shown here is answered from the released data, so numbers may differ."
    )


def own_told(atlas: Atlas, say: Say) -> str:
    """What is laid over, as a part of a sentence: label, files and rows; "" for nothing."""
    if not atlas.own:
        return ""
    files = [
        say("{file}: {rows} rows of {kind}").format(file=each.file, rows=len(each.keys), kind=say(f"own {each.kind}"))
        for each in atlas.own
    ]
    return say("own data, unpublished ({files})").format(files=listed(files, say))


def _labelled(kind: str, found: Merged) -> pd.DataFrame:
    """The table with the label in the name of each record that is the session's own."""
    table, key = found.table, kind_of(kind).key[0]
    own = table[key].isin([each[0] for each in found.keys])
    for column, language in NAMES[kind].items():
        say, named = say_in(language), table.loc[own & (table[column] != ""), column]
        table.loc[named.index, column] = [_once(name, say) for name in named]
    table.columns = table.columns.astype(object)
    return table


def _once(name: str, say: Say) -> str:
    """A name with its label, the first where a centre bears two; one that is laid over twice has it already."""
    first, between, rest = name.partition(BOTH_NAMES)
    return labelled_own(first.removesuffix(labelled_own("", say)), say) + between + rest


def _indicators(known: Sequence[Mapping[str, Any]], own: Sequence[Laid]) -> Sequence[Mapping[str, Any]]:
    """The catalogue of indicators: one with values of the session's own says so in its title."""
    touched = {key[0] for each in own if each.kind == "indicators" for key in each.keys}
    if not touched:
        return known
    titles = {f"title_{language}": say_in(language) for language in LANGUAGES}
    return [
        {**each, **{name: labelled_own(each[name], say) for name, say in titles.items() if each.get(name)}}
        if each["id"] in touched
        else each
        for each in known
    ]

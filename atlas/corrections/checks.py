"""What is wrong with a record that somebody proposes: the rules of its dataset, and its place on the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.corrections.kinds import declared_of, kinds, names_in, targets_of
from atlas.corrections.released import Change
from atlas.faults import Note
from atlas.locate import placed
from data.catalog import Meta
from data.intake.facts import Facts
from data.intake.told import Told
from data.schemas import FILLED_IN, LIST_SEPARATOR, checked
from geo.checks import quoted
from geo.regions import prefecture_of

# A new record is in no row of the compiled facts, and its source comes with the proposal.
COMPILED = ("fact_ref", "sources")
# Rules that a reader of a form is told of otherwise: codes are not for readers.
OTHERWISE = {"allowed": Told("one of those offered")}


def faults_of(atlas: Atlas, change: Change) -> list[Note]:
    """Everything that is wrong with a record as it shall be, a sentence each; [] for one that may be proposed."""
    if change.after is None:
        return []
    declared = declared_of(atlas, change.set_id)
    after = {name: str(change.after.get(name, "")) for name in declared.columns}
    titles = {name: _title(rules, name, atlas.world.language) for name, rules in declared.columns.items()}
    found = [*_unlike_declared(declared, after, titles), *_unknown(atlas, declared, after, titles)]
    if not found and {"lon", "lat", "prefecture"} <= after.keys():
        found += _misplaced(atlas, after)
    return found or list(_unlike_an_upload(atlas, change, after))


def _title(rules: Mapping[str, Any], name: str, language: str) -> str:
    """What a column holds, in the language of the reader."""
    return str(rules.get(f"meaning_{language}") or name)


def _unlike_declared(declared: Meta, after: dict[str, str], titles: Mapping[str, str]) -> Iterator[Note]:
    columns = {name: rules for name, rules in declared.columns.items() if name not in COMPILED or after[name]}
    texts = pd.DataFrame([{name: after[name] for name in columns}], dtype=str)
    _, faults = checked(texts, columns, [])
    for each in faults:
        title = titles.get(each.column, each.column)
        if each.rule == FILLED_IN:
            yield Note("{column}: {problem}.", {"column": title, "problem": Told("must be filled in")})
        else:
            expected = OTHERWISE.get(each.rule.name) or Told(each.rule.message, {"value": each.rule.value})
            told = {"column": title, "expected": expected, "found": quoted(each.value)}
            yield Note("{column}: expected {expected}, found {found}", told)


def _unlike_an_upload(atlas: Atlas, change: Change, after: Mapping[str, str]) -> Iterator[Note]:
    """What the check of an office's table finds in the record as its one row: the same rules at both doors."""
    if not kinds()[change.set_id].intake:
        return
    # Only where somebody proposes something.
    from data.intake.check import check_sheet  # noqa: PLC0415
    from data.intake.kinds import kind_of, title_of  # noqa: PLC0415
    from data.intake.sheet import Sheet, SheetRow  # noqa: PLC0415

    kind = kind_of(kinds()[change.set_id].intake)
    columns = [name for name in kind.offered if name in kind.columns]
    cells = dict(after) | {"sources": after.get("sources") or change.source.get("title", "")}
    rows = (SheetRow(1, tuple(map(title_of, columns))), SheetRow(2, tuple(cells[name] for name in columns)))
    for each in check_sheet(Sheet("", "", rows), kind, "wgs84", _facts_without(atlas, change)).problems:
        told = {"column": each.column, "problem": each.problem, "cure": each.cure}
        yield Note("{column}: {problem}. {cure}.", told)


def _facts_without(atlas: Atlas, change: Change) -> Facts:
    """What the atlas knows but for the record itself: it is not held against what was wrong with it."""
    table, declared = atlas.world[change.set_id], atlas.declared(change.set_id)
    rest = table[names_in(table, declared) != change.record]
    frames = {**atlas.world.frames, change.set_id: rest}
    return Facts(frames, atlas.world.indicators, targets_of(atlas), atlas.sources)


def _unknown(atlas: Atlas, declared: Meta, after: dict[str, str], titles: Mapping[str, str]) -> Iterator[Note]:
    """Ids of other datasets that are not there."""
    for name, rules in declared.columns.items():
        dataset, _, column = str(rules.get("refers_to") or "").partition(".")
        if not column:
            continue
        known = set(atlas.world[dataset][column])
        for each in filter(None, after[name].split(LIST_SEPARATOR)):
            if each not in known:
                told = {"column": titles[name], "found": quoted(each)}
                yield Note("{column}: {found} is not known", told)


def _misplaced(atlas: Atlas, after: dict[str, str]) -> Iterator[Note]:
    """A point that is half given, outside the province, or in another prefecture or county than is said."""
    if bool(after["lon"]) != bool(after["lat"]):
        yield Note("A point needs both longitude and latitude.", {})
        return
    if not after["lon"]:
        return
    found = placed([float(after["lon"])], [float(after["lat"])], "wgs84", atlas.world)
    # A harbour on the water belongs to the nearest unit.
    county = str(found.county[0] or found.nearest[0])
    if not county:
        yield Note("The point is outside the province; are longitude and latitude in their places?", {})
    elif after["prefecture"] and prefecture_of(county) != after["prefecture"]:
        told = {"there": atlas.name_of(prefecture_of(county)), "said": atlas.name_of(after["prefecture"])}
        yield Note("The point is in {there}, not in {said}.", told)
    elif after.get("county") and county != after["county"]:
        told = {"there": atlas.name_of(county), "said": atlas.name_of(after["county"])}
        yield Note("The point is in {there}, not in {said}.", told)

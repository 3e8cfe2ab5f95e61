"""What is wrong with a record that somebody proposes: the rules of its dataset, and its place on the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from atlas.atlas import Atlas
from atlas.corrections.kinds import declared_of, kinds, names_in, targets_of
from atlas.corrections.released import Change
from atlas.faults import Note
from atlas.locate import placed
from data.catalog import Meta
from data.intake.facts import Facts
from data.schemas import FILLED_IN, LIST_SEPARATOR, checked
from data.told import Told
from geo.checks import quoted
from geo.regions import prefecture_of

# A new record is in no row of the compiled facts, and its source comes with the proposal.
COMPILED = ("fact_ref", "sources")
# Rules that a reader of a form is told of otherwise: codes are not for readers.
OTHERWISE = {"allowed": Told("one of those offered")}


# A fault of a record: the column that it is told of, and what is said.
Wrong = tuple[str, Note]
POINT = frozenset(("lon", "lat"))


def faults_of(atlas: Atlas, change: Change, unusable: Mapping[str, Note] = MappingProxyType({})) -> list[Note]:
    """Everything that is wrong with a record as it shall be, each once, in the order of its form; [] for one that may
    be proposed. What only follows from another fault is left out: an unknown prefecture holds no point.

    unusable  what the form itself could not take, by the fields it is about (form.UnusableError)
    """
    if change.after is None:
        return []
    declared = declared_of(atlas, change.set_id)
    record = _Record(atlas, change, declared, {name: str(change.after.get(name, "")) for name in declared.columns})
    wrong = list(unusable.items())
    for look in (_unlike_declared, _unknown, _misplaced, _unlike_an_upload):
        told = {column for column, _ in wrong}
        # Of a point that the form could not take nothing is known.
        told |= POINT if "datum" in told or unusable.keys() & POINT else set()
        # All that one look finds: a cell may break two rules, and a list may name what is not known twice.
        found = list(look(record, frozenset(told)))
        wrong += [each for at, each in enumerate(found) if each not in found[:at]]
    fields = [*kinds()[change.set_id].first, *kinds()[change.set_id].asked]
    places = {name: place for place, name in enumerate(fields)}
    return [note for _, note in sorted(wrong, key=lambda each: places.get(each[0], len(places)))]


@dataclass(frozen=True)
class _Record:
    """A record while it is looked through.  after  its cells as they shall be, "" for none"""

    atlas: Atlas
    change: Change
    declared: Meta
    after: Mapping[str, str]

    def title(self, column: str) -> str:
        """What a column holds, in the language of the reader."""
        rules = self.declared.columns.get(column, {})
        return str(rules.get(f"meaning_{self.atlas.world.language}") or column)


def _unlike_declared(record: _Record, told: frozenset[str]) -> Iterator[Wrong]:
    """Cells that break a rule of their dataset."""
    after = record.after
    columns = {
        name: rules
        for name, rules in record.declared.columns.items()
        if name not in told and (name not in COMPILED or after[name])
    }
    _, faults = checked(pd.DataFrame([{name: after[name] for name in columns}], dtype=str), columns, [])
    for each in faults:
        parts: dict[str, object] = {"column": record.title(each.column)}
        if each.rule == FILLED_IN:
            yield each.column, Note("{column}: {problem}.", parts | {"problem": Told("must be filled in")})
        else:
            expected = OTHERWISE.get(each.rule.name) or Told(each.rule.message, {"value": each.rule.value})
            parts |= {"expected": expected, "found": quoted(each.value)}
            yield each.column, Note("{column}: expected {expected}, found {found}", parts)


def _unlike_an_upload(record: _Record, told: frozenset[str]) -> Iterator[Wrong]:
    """What the check of an office's table finds in the record as its one row: the same rules at both doors."""
    atlas, change, after = record.atlas, record.change, record.after
    if not kinds()[change.set_id].intake:
        return
    # Only where somebody proposes something.
    from data.intake.check import check_sheet  # noqa: PLC0415
    from data.intake.kinds import kind_of, title_of  # noqa: PLC0415
    from data.intake.sheet import Sheet, SheetRow  # noqa: PLC0415

    kind = kind_of(kinds()[change.set_id].intake)
    titles = {title_of(name): name for name in kind.offered if name in kind.columns}
    cells = dict(after) | {"sources": after.get("sources") or change.source.get("title", "")}
    rows = (SheetRow(1, tuple(titles)), SheetRow(2, tuple(cells[name] for name in titles.values())))
    told |= POINT if told & POINT else frozenset()
    for each in check_sheet(Sheet("", "", rows), kind, "wgs84", _facts_without(atlas, change)).problems:
        if (column := titles.get(each.column, "")) not in told:
            parts = {"column": each.column, "problem": each.problem, "cure": each.cure}
            yield column, Note("{column}: {problem}. {cure}.", parts)


def _facts_without(atlas: Atlas, change: Change) -> Facts:
    """What the atlas knows but for the record itself: it is not held against what was wrong with it."""
    table, declared = atlas.world[change.set_id], atlas.declared(change.set_id)
    rest = table[names_in(table, declared) != change.record]
    frames = {**atlas.world.frames, change.set_id: rest}
    return Facts(frames, atlas.world.indicators, targets_of(atlas), atlas.sources)


def _unknown(record: _Record, told: frozenset[str]) -> Iterator[Wrong]:
    """Ids of other datasets that are not there."""
    for name, rules in record.declared.columns.items():
        dataset, _, column = str(rules.get("refers_to") or "").partition(".")
        if not column or name in told:
            continue
        known = set(record.atlas.world[dataset][column])
        for each in filter(None, record.after[name].split(LIST_SEPARATOR)):
            if each not in known:
                parts = {"column": record.title(name), "found": quoted(each)}
                yield name, Note("{column}: {found} is not known", parts)


def _misplaced(record: _Record, told: frozenset[str]) -> Iterator[Wrong]:
    """A point that is half given, or elsewhere than is said."""
    if not {*POINT, "prefecture"} <= record.after.keys() or told & POINT:
        return
    lacking = [name for name in sorted(POINT) if not record.after[name]]
    if not lacking:
        yield from _elsewhere(record, told)
    elif len(lacking) == 1:
        yield lacking[0], Note("A point needs both longitude and latitude.", {})


def _elsewhere(record: _Record, told: frozenset[str]) -> Iterator[Wrong]:
    """A point outside the province, or in another prefecture or county than is said."""
    atlas, after = record.atlas, record.after
    found = placed([float(after["lon"])], [float(after["lat"])], "wgs84", atlas.world)
    # A harbour on the water belongs to the nearest unit.
    county = str(found.county[0] or found.nearest[0])
    if not county:
        yield "lon", Note("The point is outside the province; are longitude and latitude in their places?", {})
        return
    said = {name: after.get(name, "") for name in ("prefecture", "county") if name not in told}
    there = {"prefecture": prefecture_of(county), "county": county}
    other = next((name for name, code in said.items() if code and code != there[name]), None)
    if other:
        parts = {"there": atlas.name_of(there[other]), "said": atlas.name_of(said[other])}
        yield "lon", Note("The point is in {there}, not in {said}.", parts)

"""What has been published: the shipped data with the changes of a release over them, under a data version of their own.

A release holds only what it changes; its state is that of all releases up to it. Release 0 is the data as shipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.corrections.kinds import PLANNED, names_in, records_of
from atlas.corrections.over import as_it_shall_be, before_both, corrected
from atlas.memo import Memo
from data.catalog import Meta
from data.errors import DataError
from data.plan import Plan
from data.plan_models import Planned
from data.rule_types import Place, read_table
from data.schemas import LIST_SEPARATOR, NUMBERS, convert

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from data.store.opening import Store

SHIPPED = "shipped"
# What a source is that came with a correction.
CORRECTION = "correction"
VERSION = re.compile(r"([0-9a-f]{12})(?:-r([0-9]{1,9})-([0-9a-f]{8}))?")


@dataclass(frozen=True)
class Change:
    """A record as it shall be: in the columns in which `after` differs from `before` (atlas.corrections.over).

    before, after  the record as texts by column, None for none;  source  what it rests on: title, publisher, date, url
    proposal       the number of what it was proposed as, 0 for none
    earlier        sources of published corrections of the same record before it, which the record goes on citing: by id
    """

    set_id: str
    record: str
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None
    source: Mapping[str, str] = field(default_factory=dict)
    proposal: int = 0
    earlier: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Released:
    """The state of a release: every record that differs from the shipped one.  id, hash  0 and "" for these"""

    id: int = 0
    hash: str = ""
    changes: tuple[Change, ...] = ()

    def version(self, shipped: str) -> str:
        """The data version of this release over a version of the shipped data."""
        return f"{shipped}-r{self.id}-{self.hash[:8]}" if self.id else shipped


State = dict[tuple[str, str], Change]
NOTHING = Released()


def parts_of(version: str) -> tuple[str, int, str]:
    """Version of the shipped data, number and hash of the release that a data version names. Raises LookupError."""
    found = VERSION.fullmatch(version)
    if found is None:
        raise LookupError(f"data version {version!r} has not the form of one")
    return found[1], int(found[2] or 0), found[3] or ""


def newest(store: Store) -> tuple[int, str]:
    """Number and hash of the newest release, (0, "") for none. Raises StoreError, also for a damaged store."""
    from sqlalchemy import select  # noqa: PLC0415

    from data.store.tables import RELEASES  # noqa: PLC0415

    store.need_sound()
    with store.reading() as connection:
        row = connection.execute(select(RELEASES.c.id, RELEASES.c.hash).order_by(RELEASES.c.id.desc()).limit(1)).first()
    return (int(row[0]), str(row[1])) if row else (0, "")


def released(store: Store, number: int | None = None) -> Released:
    """The state of a release, of the newest for None.

    Raises StoreError, also for a damaged store, LookupError for a release that never was.
    """
    from data.store.agreement import altered_release  # noqa: PLC0415
    from data.store.opening import damaged  # noqa: PLC0415

    store.need_sound()
    with store.reading() as connection:
        fault = altered_release(connection)
        if fault is not None:
            # Since it was opened: a hand, or the disk.
            raise damaged(store.place, fault)
        return state_at(connection, number)


def state_at(connection: Connection, number: int | None = None) -> Released:
    """See `released`; in a transaction."""
    from sqlalchemy import select  # noqa: PLC0415

    from data.store.tables import RELEASE_CHANGES, RELEASES, read_json  # noqa: PLC0415

    if number == 0:
        return NOTHING
    rows: Select[Any] = select(RELEASES.c.id, RELEASES.c.hash).order_by(RELEASES.c.id.desc()).limit(1)
    head = connection.execute(rows if number is None else rows.where(RELEASES.c.id == number)).first()
    if head is None:
        if number is None:
            return NOTHING
        raise LookupError(f"release {number} is not known")
    table: Any = RELEASE_CHANGES.c
    rows_of: dict[int, list[Change]] = {}
    for row in connection.execute(select(table).where(table.release <= head[0]).order_by(table.release)).mappings():
        if row["after"] != SHIPPED:
            told = read_json(row["before"]), read_json(row["after"]), read_json(row["source"]) or {}
            change = Change(row["set_id"], row["record"], *told, row["proposal"] or 0)
            rows_of.setdefault(row["release"], []).append(change)
    heads = select(RELEASES.c.id, RELEASES.c.restores).where(RELEASES.c.id <= head[0]).order_by(RELEASES.c.id)
    state: State = {}
    states = {0: state}
    for release, restores in connection.execute(heads):
        # What is brought back is what was there, whatever its rows say.
        state = _next(state, rows_of.get(release, ())) if restores is None else states[restores]
        states[release] = state
    return Released(int(head[0]), str(head[1]), tuple(state[key] for key in sorted(state)))


def _next(state: State, changes: Iterable[Change]) -> State:
    """The state of a release, of that of the one before and what it changes."""
    found = dict(state)
    for each in changes:
        key = each.set_id, each.record
        earlier = found.get(key)
        if earlier is None:
            found[key] = each
        else:
            before = before_both((earlier.before, earlier.after), each.before)
            found[key] = replace(each, before=before, earlier=_sources_of(earlier))
    return found


def with_changes(atlas: Atlas, changes: Iterable[Change], version: str) -> Atlas:
    """The atlas with records changed, their sources among its own, under another version; nothing of the atlas itself
    changes. Raises DataError for a record that is not as declared.
    """
    by_set: dict[str, list[Change]] = {}
    for each in changes:
        by_set.setdefault(each.set_id, []).append(each)
    frames, sources, sets = dict(atlas.world.frames), dict(atlas.sources), {each.id: each for each in atlas.sets}
    for set_id, wanted in by_set.items():
        # An atlas without maps holds only what a question needs.
        if set_id in frames:
            frames[set_id] = _changed(frames[set_id], atlas.declared(set_id), wanted)
        told = {name: each | {"quality": CORRECTION} for one in wanted for name, each in _sources_of(one).items()}
        sources |= told
        if set_id in sets:
            of_set = list(dict.fromkeys([*sets[set_id].sources, *told]))
            sets[set_id] = replace(sets[set_id], sources=of_set)
    plan = _plan_with(atlas.plan, by_set.get(PLANNED, []))
    world = replace(atlas.world, frames=frames, planned=plan.planned)
    told_sets = tuple(sets[each.id] for each in atlas.sets)
    return replace(atlas, world=world, plan=plan, sources=sources, version=version, sets=told_sets, memo=Memo())


def _sources_of(change: Change) -> dict[str, dict[str, str]]:
    """What a record rests on by its published corrections: by id, each with the record that it is of."""
    found = {name: dict(each) for name, each in change.earlier.items()}
    if change.source and change.proposal:
        found[source_id(change)] = {**change.source, "record": change.record}
    return found


def correction_sources(atlas: Atlas, record: str) -> list[str]:
    """Ids of the sources of the published corrections of a record, in the order of their proposals."""
    return [
        name
        for name, each in atlas.sources.items()
        if each.get("quality") == CORRECTION and each.get("record") == record
    ]


def source_id(change: Change) -> str:
    """The id of what a change rests on, among the sources."""
    return f"correction-{change.proposal}"


def record_of(atlas: Atlas, set_id: str, record: str) -> dict[str, str] | None:
    """A record as texts by column, as a table would hold it; None when there is none."""
    rows = records_of(atlas, set_id)
    if record not in rows.index:
        return None
    return {str(name): text_of(value) for name, value in rows.loc[record].items()}


def text_of(value: Any) -> str:
    """A cell as text: numbers without an idle point, unknown as ""."""
    if isinstance(value, float):
        return "" if pd.isna(value) else repr(int(value) if value.is_integer() else float(value))
    return str(value)


def _changed(frame: pd.DataFrame, declared: Meta, changes: list[Change]) -> pd.DataFrame:
    """The rows with the records changed: a changed record stays where it was, a new one comes last."""
    touched = {each.record for each in changes}
    known = frame.set_axis(names_in(frame, declared), axis=0)
    typed = _typed(changes, _texts(known[known.index.isin(touched)], declared), declared)
    if "geometry" in frame:
        # An outline is corrected by an upload, never cell by cell.
        typed["geometry"] = known["geometry"].reindex(typed.index)
    both = pd.concat([pd.DataFrame(known)[~known.index.isin(touched)], typed])[list(frame.columns)]
    stay = [each for each in known.index if each in both.index]
    new = [each for each in typed.index if each not in known.index]
    return _as_loaded(both.loc[[*stay, *new]].reset_index(drop=True), frame, declared)


def _texts(rows: pd.DataFrame, declared: Meta) -> dict[str, dict[str, str]]:
    """Records as texts by column, by their names."""
    told = pd.DataFrame(rows)[list(declared.columns)]
    return {str(at): {str(name): text_of(value) for name, value in row.items()} for at, row in told.iterrows()}


def _typed(changes: list[Change], shipped: Mapping[str, Mapping[str, str]], declared: Meta) -> pd.DataFrame:
    """The records as they shall be, by their names, each cell of its declared type. Raises DataError for others."""
    wanted = {
        each.record: _cited(each, as_it_shall_be(each.before, each.after, shipped.get(each.record)))
        for each in changes
        if each.after is not None
    }
    rows = pd.DataFrame(list(wanted.values()), columns=list(declared.columns), dtype=object).fillna("")
    typed, faults = convert(rows, declared.columns)
    if faults:
        raise DataError("\n".join(fault.sentence() for fault in faults))
    return typed.set_axis(list(wanted), axis=0)


def _as_loaded(rows: pd.DataFrame, frame: pd.DataFrame, declared: Meta) -> pd.DataFrame:
    """Rows of the kinds that loading gives a frame, which joining others to it may turn."""
    plain = [name for name, column in declared.columns.items() if column["type"] not in NUMBERS]
    rows = rows.astype(dict.fromkeys(plain, object))
    rows.columns = rows.columns.astype(object)
    if "geometry" not in frame:
        return rows
    shaped: pd.DataFrame = type(frame)(rows, geometry="geometry", crs=frame.crs)  # type: ignore[call-overload]
    return shaped


def _plan_with(plan: Plan, changes: list[Change]) -> Plan:
    """A plan with what it supports named or placed otherwise; what another plan supports is none of its own."""
    wanted = {
        each.record: {name: text for name, text in each.after.items() if name in corrected(each.before, each.after)}
        for each in changes
        if each.after is not None
    }
    if not wanted:
        return plan
    return replace(
        plan, planned=[_planned(each, wanted[each.id]) if each.id in wanted else each for each in plan.planned]
    )


def _planned(before: Planned, after: Mapping[str, str]) -> Planned:
    told: dict[str, Any] = {name: text for name, text in after.items() if text}
    for name in after.keys() & {"lon", "lat"}:
        told[name] = float(after[name])
    found, faults = read_table(Planned, {**before, **told}, Place(Path(PLANNED)))
    if found is None:
        raise DataError("\n".join(faults))
    return found


def _cited(change: Change, after: Mapping[str, str]) -> dict[str, str]:
    """The record with its new source among those that it cites."""
    found = dict(after)
    if change.source and change.proposal:
        cited = [each for each in found.get("sources", "").split(LIST_SEPARATOR) if each]
        found["sources"] = LIST_SEPARATOR.join(dict.fromkeys([*cited, source_id(change)]))
    return found

"""Publishing: all approved proposals become one release; restoring one of before is a release too. Nothing is undone
by forgetting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from atlas.atlas import Atlas
from atlas.corrections.checks import faults_of
from atlas.corrections.kinds import PLANNED
from atlas.corrections.proposals import APPROVED, PUBLISHED, bump, writing
from atlas.corrections.released import SHIPPED, Change, Released, parts_of, record_of, state_at, with_changes
from atlas.corrections.roles import Who, authorize
from atlas.faults import FaultError
from data.errors import DataError
from geo.signs import without_control

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.store.opening import Store


@dataclass(frozen=True)
class Release:
    """A release as it is listed.  restores  the release whose state it brought back, None for none"""

    id: int
    hash: str
    data: str
    who: str
    note: str
    restores: int | None
    at: str
    changes: int


def publish(store: Store, who: Who, shipped: Atlas, note: str = "") -> Released:
    """Make all approved proposals one release.  shipped  the atlas without any release, to look the changes through

    Raises NotAllowedError, StoreError, FaultError when nothing is approved or a change no longer fits the data.
    """
    from sqlalchemy import select, update  # noqa: PLC0415

    from data.store.tables import PROPOSALS, read_json  # noqa: PLC0415

    with writing(store, who) as (connection, now_who):
        authorize(now_who, "publish")
        rows = select(PROPOSALS).where(PROPOSALS.c.state == APPROVED).order_by(PROPOSALS.c.id)
        wanted = [
            Change(
                *(row["set_id"], row["record"], read_json(row["before"]), read_json(row["after"])),
                *(read_json(row["source"]) or {}, row["id"]),
            )
            for row in connection.execute(rows).mappings()
        ]
        if not wanted:
            raise FaultError("Nothing has been approved that is not published yet.")
        _need_fitting(shipped, state_at(connection), wanted)
        made = _release(connection, now_who, shipped, wanted, note, None)
        numbers = [each.proposal for each in wanted]
        moved = connection.execute(update(PROPOSALS).where(PROPOSALS.c.id.in_(numbers)).values(state=PUBLISHED))
        store.need_changed(moved.rowcount, len(numbers))
    return made


def restore(store: Store, who: Who, shipped: Atlas, number: int, note: str = "") -> Released:
    """A new release with the state of release `number`, 0 for the data as shipped.

    Raises NotAllowedError, StoreError, LookupError, FaultError when that is the state already or does not fit the data.
    """
    with writing(store, who) as (connection, now_who):
        authorize(now_who, "restore")
        present, wanted = state_at(connection), state_at(connection, number)
        here, there = ({(each.set_id, each.record): each for each in state.changes} for state in (present, wanted))
        changes = [
            there.get(key) or Change(*key, here[key].after, here[key].before, {"title": SHIPPED})
            for key in sorted(here.keys() | there.keys())
            if here.get(key) != there.get(key)
        ]
        if not changes:
            raise FaultError("The data are already as they were then.")
        _fitting(shipped, wanted.changes)
        gone = here.keys() - there.keys()
        return _release(connection, now_who, shipped, changes, note, number, gone)


def releases(store: Store) -> list[Release]:
    """All releases, the newest first. Raises StoreError."""
    from sqlalchemy import func, select  # noqa: PLC0415

    from data.store.tables import RELEASE_CHANGES, RELEASES  # noqa: PLC0415

    counted = select(func.count()).where(RELEASE_CHANGES.c.release == RELEASES.c.id).scalar_subquery()
    with store.reading() as connection:
        rows = connection.execute(select(RELEASES, counted.label("changes")).order_by(RELEASES.c.id.desc())).mappings()
        return [Release(**row) for row in rows]


def _need_fitting(shipped: Atlas, present: Released, wanted: Sequence[Change]) -> None:
    """Raise FaultError unless every record is still the one that was to be changed, and all are as declared once they
    are: another release, or renewed data, may have come since.
    """
    now = _fitting(shipped, present.changes)
    _need_present(now, wanted)
    atlas = _fitting(now, wanted)
    for each in wanted:
        for problem in faults_of(atlas, each):
            raise FaultError(problem.message, **problem.parts)


def _fitting(atlas: Atlas, changes: Iterable[Change]) -> Atlas:
    """The atlas with changes. Raises FaultError where the data, as they are now, do not take them."""
    try:
        return with_changes(atlas, changes, atlas.version)
    except DataError:
        raise FaultError("What would be published does not fit the data as they are now.") from None


def _need_present(atlas: Atlas, wanted: Iterable[Change]) -> None:
    """Raise FaultError for a change of a record that is no longer as it was when the change was proposed."""
    for each in wanted:
        now = record_of(atlas, each.set_id, each.record)
        # What another plan supports is none of this one.
        if now != each.before and (now is not None or each.set_id != PLANNED):
            raise FaultError(
                "No. {n}: the record is no longer as it was when this was proposed; return it, to be proposed anew.",
                n=each.proposal,
            )


def _release(
    connection: Connection,
    who: Who,
    shipped: Atlas,
    changes: list[Change],
    note: str,
    restores: int | None,
    gone: Iterable[tuple[str, str]] = (),
) -> Released:
    from sqlalchemy import insert  # noqa: PLC0415

    from data.store.audit import record, release_hash  # noqa: PLC0415
    from data.store.tables import RELEASE_CHANGES, RELEASES  # noqa: PLC0415

    before, back = state_at(connection), set(gone)
    rows = [_row(each, (each.set_id, each.record) in back) for each in changes]
    digest = release_hash(before.hash, before.id + 1, rows)
    told: dict[str, Any] = {"hash": digest, "data": parts_of(shipped.version)[0], "restores": restores}
    told |= {"note": without_control(note)}
    about = told | {"release": before.id + 1, "proposals": [row["proposal"] for row in rows]}
    at = record(connection, who.subject, who.role, "publish" if restores is None else "restore", about)
    connection.execute(insert(RELEASES).values(**told, id=before.id + 1, who=who.subject, at=at))
    connection.execute(insert(RELEASE_CHANGES), [{"release": before.id + 1, **row} for row in rows])
    for each in changes:
        bump(connection, each.set_id, each.record)
    return state_at(connection)


def _row(change: Change, back: bool) -> dict[str, Any]:
    from data.store.tables import canonical  # noqa: PLC0415

    return {
        **{"set_id": change.set_id, "record": change.record, "before": canonical(change.before)},
        **{"after": SHIPPED if back else canonical(change.after), "source": canonical(change.source)},
        "proposal": change.proposal or None,
    }

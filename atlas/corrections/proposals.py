"""Proposals: made, withdrawn, returned, approved. Each is one transaction with its row of the audit trail.

Who writes is looked up in the store at every write: a role that was taken away in the meantime no longer counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from atlas.corrections.documents import Document
from atlas.corrections.released import SHIPPED, Change
from atlas.corrections.roles import EDITOR, READER, Who, authorize
from atlas.faults import FaultError
from geo.signs import without_control

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from data.store.opening import Store

PROPOSED, RETURNED, WITHDRAWN, APPROVED, PUBLISHED = "proposed", "returned", "withdrawn", "approved", "published"
OPEN = (PROPOSED, APPROVED)


class ConflictError(FaultError):
    """Somebody else was there first. theirs, yours  both versions of the record, None for a removed one

    release  the one that has changed it since the data that were seen, 0 for none;  waits  the proposal of it that is
    still to be decided or published, 0 for none: until then there can be no other
    """

    def __init__(
        self,
        theirs: Mapping[str, str] | None,
        yours: Mapping[str, str] | None,
        *,
        release: int = 0,
        waits: int = 0,
    ) -> None:
        text = "Somebody else has changed this record meanwhile: compare both versions, then propose anew."
        if release:
            text = (
                "Release {n} has changed this record since the data that you had before you: compare both versions, "
                "then propose anew; what you have entered is still there."
            )
        if waits:
            text = (
                "Correction no. {n} of this record still waits to be decided or published, and there can be only one "
                "at a time: compare both versions, say there what you know, or propose after it is done; what you have "
                "entered is still there."
            )
        super().__init__(text, **({"n": release or waits} if release or waits else {}))
        self.theirs, self.yours, self.release, self.waits = theirs, yours, release, waits


@dataclass(frozen=True)
class Draft:
    """What somebody wants to propose.

    seen     the version of the record that they had before them
    release  the number of the release that the record was read from, 0 for the data as shipped: pages may be a moment
             old, or of an older release by their link, while the store is not
    """

    change: Change
    prefecture: str
    seen: int
    release: int
    why: str = ""
    document: Document | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "why", without_control(self.why))


@dataclass(frozen=True)
class Decision:
    """What was done about a proposal.  own  by the one who had proposed it"""

    action: str
    who: str
    role: str
    own: bool
    text: str
    at: str


@dataclass(frozen=True)
class Proposal:
    """A proposal with all that was done about it, in order."""

    id: int
    change: Change
    prefecture: str
    why: str
    document: str
    author: str
    at: str
    state: str
    decisions: tuple[Decision, ...] = field(default=())


def version_of(store: Store, set_id: str, record: str) -> int:
    """How often a record was proposed or changed. Raises StoreError."""
    with store.reading() as connection:
        return _version(connection, set_id, record)


def propose(store: Store, who: Who, draft: Draft) -> int:
    """Propose a change of a record; the number of the proposal.

    Raises NotAllowedError, StoreError, ConflictError when the record has changed since it was seen or another proposal
    of it is open, FaultError for a proposal without a source.
    """
    from sqlalchemy import insert  # noqa: PLC0415

    from data.store.audit import now  # noqa: PLC0415
    from data.store.tables import DOCUMENTS, PROPOSALS, canonical  # noqa: PLC0415

    change = draft.change
    with writing(store, who) as (connection, now_who):
        for prefecture in dict.fromkeys((draft.prefecture, *_places(change))):
            authorize(now_who, "propose", prefecture)
        if not change.source.get("title", "").strip():
            raise FaultError("A source is needed: who says so, where, and when.")
        if change.before == change.after:
            raise FaultError("Nothing has been changed yet.")
        _need_free(connection, draft)
        if draft.document is not None:
            _keep(connection, draft.document, DOCUMENTS)
        values = {
            **{"set_id": change.set_id, "record": change.record, "prefecture": draft.prefecture, "seen": draft.seen},
            **{"before": canonical(change.before), "after": canonical(change.after)},
            **{"source": canonical(change.source), "document": draft.document.sha256 if draft.document else ""},
        }
        told = {"why": draft.why, "author": now_who.subject, "at": (at := now()), "state": PROPOSED}
        made = connection.execute(insert(PROPOSALS).values(**values, **told).returning(PROPOSALS.c.id)).scalar_one()
        bump(connection, change.set_id, change.record)
        file = [draft.document.name, draft.document.kind] if draft.document else []
        _decide(connection, now_who, int(made), "propose", draft.why, own=True, at=at, file=file, **values)
        return int(made)


def withdraw(store: Store, who: Who, number: int, text: str = "") -> None:
    """Take one's own proposal back while it is open. Raises NotAllowedError, StoreError, FaultError."""
    _move(store, who, number, "withdraw", OPEN, WITHDRAWN, text)


def give_back(store: Store, who: Who, number: int, reason: str) -> None:
    """Return a proposal to who made it, with a reason. Raises NotAllowedError, StoreError, FaultError."""
    if not reason.strip():
        raise FaultError("Say why it is returned.")
    _move(store, who, number, "return", OPEN, RETURNED, reason)


def approve(store: Store, who: Who, number: int, text: str = "") -> None:
    """Approve what another proposed. Raises NotAllowedError, StoreError, FaultError."""
    _move(store, who, number, "approve", (PROPOSED,), APPROVED, text)


def comment(store: Store, who: Who, number: int, text: str) -> None:
    """Say something about a proposal. Raises NotAllowedError, StoreError, FaultError."""
    if not text.strip():
        raise FaultError("Write something first.")
    with writing(store, who) as (connection, now_who):
        found = need(connection, number)
        authorize(now_who, "comment", found["prefecture"])
        _decide(connection, now_who, number, "comment", text, own=found["author"] == now_who.subject)


def proposals(store: Store, *, set_id: str = "", record: str = "", states: tuple[str, ...] = ()) -> list[Proposal]:
    """Proposals with their decisions, the newest first: all, those of a record, those in some states."""
    from sqlalchemy import select  # noqa: PLC0415

    from data.store.tables import DECISIONS, PROPOSALS  # noqa: PLC0415

    wanted = select(PROPOSALS).order_by(PROPOSALS.c.id.desc())
    for column, value in ((PROPOSALS.c.set_id, set_id), (PROPOSALS.c.record, record)):
        wanted = wanted.where(column == value) if value else wanted
    wanted = wanted.where(PROPOSALS.c.state.in_(states)) if states else wanted
    with store.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
        decisions: dict[int, list[Decision]] = {}
        numbers = (
            select(DECISIONS).where(DECISIONS.c.proposal.in_([row["id"] for row in rows])).order_by(DECISIONS.c.id)
        )
        for each in connection.execute(numbers).mappings():
            told = {name: each[name] for name in ("action", "who", "role", "own", "text", "at")}
            decisions.setdefault(each["proposal"], []).append(Decision(**told))
    return [_proposal(row, tuple(decisions.get(row["id"], ()))) for row in rows]


def document(store: Store, sha256: str) -> tuple[str, bytes]:
    """Name and content of what was attached. Raises StoreError, LookupError."""
    from sqlalchemy import select  # noqa: PLC0415

    from data.store.tables import DOCUMENTS  # noqa: PLC0415

    with store.reading() as connection:
        row = connection.execute(select(DOCUMENTS).where(DOCUMENTS.c.sha256 == sha256)).mappings().first()
    if row is None:
        raise LookupError(f"document {sha256[:12]} is not known")
    return str(row["name"]), bytes(row["content"])


@contextmanager
def writing(store: Store, who: Who) -> Iterator[tuple[Connection, Who]]:
    """A transaction of somebody, and who they are at this moment."""
    from data.store.opening import tell_writer  # noqa: PLC0415

    with store.writing() as connection:
        known = looked_up(connection, who)
        tell_writer(connection, known.subject, known.role, known.prefecture)
        yield connection, known


def looked_up(connection: Connection, who: Who) -> Who:
    """Somebody with the role that the store gives them now; a reader when it knows nothing of them."""
    from sqlalchemy import select  # noqa: PLC0415

    from data.store.tables import ACCOUNTS  # noqa: PLC0415

    if who.keyboard or not who.subject:
        return who
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.subject == who.subject)).mappings().first()
    if row is None:
        return replace(who, role=READER, prefecture="")
    return replace(who, role=row["role"], prefecture=row["prefecture"] if row["role"] == EDITOR else "")


def bump(connection: Connection, set_id: str, record: str) -> None:
    """One more change of a record."""
    from sqlalchemy import insert, update  # noqa: PLC0415

    from data.store.tables import RECORDS  # noqa: PLC0415

    at = (RECORDS.c.set_id == set_id) & (RECORDS.c.record == record)
    if not connection.execute(update(RECORDS).where(at).values(version=RECORDS.c.version + 1)).rowcount:
        connection.execute(insert(RECORDS).values(set_id=set_id, record=record, version=1))


def need(connection: Connection, number: int) -> RowMapping:
    """A proposal as it stands. Raises LookupError."""
    from sqlalchemy import select  # noqa: PLC0415

    from data.store.tables import PROPOSALS  # noqa: PLC0415

    row = connection.execute(select(PROPOSALS).where(PROPOSALS.c.id == number)).mappings().first()
    if row is None:
        raise LookupError(f"proposal {number} is not known")
    return row


def _move(store: Store, who: Who, number: int, action: str, states: tuple[str, ...], state: str, text: str) -> None:
    from sqlalchemy import update  # noqa: PLC0415

    from data.store.tables import PROPOSALS  # noqa: PLC0415

    with writing(store, who) as (connection, now_who):
        found = need(connection, number)
        authorize(now_who, action, found["prefecture"], author=found["author"])
        if found["state"] not in states:
            raise FaultError("This proposal has been decided on meanwhile; look at it again.")
        moved = connection.execute(update(PROPOSALS).where(PROPOSALS.c.id == number).values(state=state))
        store.need_changed(moved.rowcount)
        _decide(connection, now_who, number, action, text, own=found["author"] == now_who.subject)


def _decide(
    connection: Connection, who: Who, number: int, action: str, text: str, *, own: bool, at: str = "", **more: Any
) -> None:
    from sqlalchemy import insert  # noqa: PLC0415

    from data.store.audit import record  # noqa: PLC0415
    from data.store.tables import DECISIONS  # noqa: PLC0415

    about = {"proposal": number, "text": without_control(text), "own": own}
    at = record(connection, who.subject, who.role, action, about | more, at)
    told = {"action": action, "who": who.subject, "role": who.role, "at": at}
    connection.execute(insert(DECISIONS).values(**about, **told))


def _need_free(connection: Connection, draft: Draft) -> None:
    """Raise ConflictError unless the record is as it was seen, and nobody else's proposal of it is open."""
    from sqlalchemy import select  # noqa: PLC0415

    from data.store.tables import PROPOSALS, read_json  # noqa: PLC0415

    change, table = draft.change, PROPOSALS.c
    at = (table.set_id == change.set_id) & (table.record == change.record)
    others = select(table.after, table.id).where(at, table.state.in_((*OPEN, PUBLISHED))).order_by(table.id.desc())
    opened = connection.execute(others.where(table.state.in_(OPEN))).first()
    if opened is not None:
        raise ConflictError(read_json(opened[0]), change.after, waits=int(opened[1]))
    _need_newest(connection, draft)
    if draft.seen == _version(connection, change.set_id, change.record):
        return
    theirs = connection.execute(others).first()
    raise ConflictError(read_json(theirs[0]) if theirs else change.before, change.after)


def _need_newest(connection: Connection, draft: Draft) -> None:
    """Raise ConflictError when a release after the one that was seen has changed the record: what is proposed of the
    one before could never be published.
    """
    from sqlalchemy import select  # noqa: PLC0415

    from data.store.tables import RELEASE_CHANGES, read_json  # noqa: PLC0415

    change, table = draft.change, RELEASE_CHANGES.c
    rows = (
        select(table.release, table.before, table.after)
        .where(table.set_id == change.set_id, table.record == change.record)
        .order_by(table.release)
    )
    found = connection.execute(rows).all()
    if found and found[-1][0] > draft.release:
        # One that is again as shipped is what it was before its first release.
        theirs = found[0][1] if found[-1][2] == SHIPPED else found[-1][2]
        raise ConflictError(read_json(theirs), change.after, release=int(found[-1][0]))


def _keep(connection: Connection, brought: Document, documents: Any) -> None:
    from sqlalchemy import insert, select  # noqa: PLC0415

    if connection.execute(select(documents.c.sha256).where(documents.c.sha256 == brought.sha256)).first() is None:
        values = {"sha256": brought.sha256, "name": brought.name, "kind": brought.kind, "content": brought.content}
        connection.execute(insert(documents).values(**values))


def _version(connection: Connection, set_id: str, record: str) -> int:
    from sqlalchemy import select  # noqa: PLC0415

    from data.store.tables import RECORDS  # noqa: PLC0415

    wanted = select(RECORDS.c.version).where(RECORDS.c.set_id == set_id, RECORDS.c.record == record)
    return int(connection.execute(wanted).scalar() or 0)


def _places(change: Change) -> list[str]:
    """The prefectures that a change takes a record from or gives it to: an editor must be at home in both."""
    return [record.get("prefecture", "") for record in (change.before, change.after) if record is not None]


def _proposal(row: RowMapping, decisions: tuple[Decision, ...]) -> Proposal:
    from data.store.tables import read_json  # noqa: PLC0415

    before, after = read_json(row["before"]), read_json(row["after"])
    change = Change(row["set_id"], row["record"], before, after, read_json(row["source"]) or {}, row["id"])
    told = {name: row[name] for name in ("prefecture", "why", "document", "author", "at", "state")}
    return Proposal(id=row["id"], change=change, decisions=decisions, **told)

"""Whether the tables say what the audit trail says: a byte that a disk has turned, or a hand has changed, is found.

The trail is chained, and tells of every write; so everything else is what follows from it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from data.store.audit import broken_row, release_hash
from data.store.tables import (
    ACCOUNTS,
    AUDIT,
    DECISIONS,
    DOCUMENTS,
    PROPOSALS,
    RECORDS,
    RELEASE_CHANGES,
    RELEASES,
    read_json,
)
from data.told import Told

LEADS_TO = {"propose": "proposed", "withdraw": "withdrawn", "return": "returned", "approve": "approved"}
CHANGED = ("set_id", "record", "before", "after", "source", "proposal")
Rows = list[dict[str, Any]]


def disagreement(connection: Connection) -> Told | None:
    """The first thing that does not follow from the audit trail, in a few words; None when all does."""
    row = broken_row(connection)
    if row is not None:
        return Told("row {row} of the audit trail was changed", {"row": row})
    trail = [{**each, "about": read_json(each["about"]) or {}} for each in _rows(connection, AUDIT)]
    return next(_disagreements(connection, trail), None)


def altered_release(connection: Connection) -> Told | None:
    """The first release that is not as it was published, in a few words; None when all are. Quick: asked at each
    use.
    """
    return _altered_told(_rows(connection, RELEASES), _rows(connection, RELEASE_CHANGES))


def _disagreements(connection: Connection, trail: Rows) -> Iterator[Told]:
    proposals, changes = _rows(connection, PROPOSALS), _rows(connection, RELEASE_CHANGES)
    if _accounts(trail) != {each.pop("subject"): each for each in _rows(connection, ACCOUNTS)}:
        yield Told("an account is not as it was appointed")
    if _decisions(trail) != [_without_id(each) for each in _rows(connection, DECISIONS)]:
        yield Told("a decision is not as it was taken")
    if _proposals(trail) != proposals:
        yield Told("a proposal is not as it was made")
    if not _attached(trail, _rows(connection, DOCUMENTS)):
        yield Told("a document is not the one that was attached")
    yield from _releases(trail, _rows(connection, RELEASES), changes)
    seen = Counter(_about(each) for each in (*proposals, *changes))
    if seen != {_about(each): each["version"] for each in _rows(connection, RECORDS)}:
        yield Told("the version of a record is not the number of its changes")


def _without_id(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in row if name != "id"}


def _about(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["set_id"], row["record"]


def _attached(trail: Rows, documents: Rows) -> bool:
    """Whether the documents are those that the trail names, byte by byte."""
    named = {each["sha256"]: (each["name"], each["kind"]) for each in documents}
    whole = (hashlib.sha256(each["content"]).hexdigest() == each["sha256"] for each in documents)
    return _documents(trail) == named and all(whole)


def _rows(connection: Connection, table: Table) -> Rows:
    found = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
    return [dict(each) for each in found]


def _accounts(trail: Rows) -> dict[str, Mapping[str, Any]]:
    return {
        each["about"]["subject"]: {name: each["about"][name] for name in ("name", "role", "prefecture")}
        | {"at": each["at"]}
        for each in trail
        if each["action"] == "appoint"
    }


def _decisions(trail: Rows) -> Rows:
    return [
        {name: each[name] for name in ("at", "who", "role", "action")}
        | {name: each["about"][name] for name in ("proposal", "own", "text")}
        for each in trail
        if "proposal" in each["about"]
    ]


def _proposals(trail: Rows) -> Rows:
    found: dict[int, dict[str, Any]] = {}
    for each in trail:
        about = each["about"]
        for number in filter(None, about.get("proposals", ()) if each["action"] == "publish" else ()):
            found[number]["state"] = "published"
        if each["action"] == "propose":
            kept = {name: value for name, value in about.items() if name in PROPOSALS.c}
            told = {"id": about["proposal"], "why": about["text"], "author": each["who"], "at": each["at"]}
            found[about["proposal"]] = kept | told
        if each["action"] in LEADS_TO:
            found[about["proposal"]]["state"] = LEADS_TO[each["action"]]
    return [found[number] for number in sorted(found)]


def _documents(trail: Rows) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for each in trail:
        if each["action"] == "propose" and each["about"]["document"]:
            found.setdefault(each["about"]["document"], tuple(each["about"]["file"]))
    return found


def _releases(trail: Rows, released: Rows, changes: Rows) -> Iterator[Told]:
    told = [
        {"id": each["about"]["release"], "who": each["who"], "at": each["at"]}
        | {name: each["about"][name] for name in ("hash", "data", "restores", "note")}
        for each in trail
        if "release" in each["about"]
    ]
    if told != released:
        yield Told("a release is not as it was published")
    altered = _altered_told(released, changes)
    if altered is not None:
        yield altered


def _altered_told(released: Rows, changes: Rows) -> Told | None:
    """The first release whose changes do not give its hash, in a few words."""
    last = ""
    for each in released:
        rows = [{name: row[name] for name in CHANGED} for row in changes if row["release"] == each["id"]]
        last = release_hash(last, int(each["id"]), rows)
        if last != each["hash"]:
            return Told("a change of release {number} is not as it was published", {"number": each["id"]})
    return None

"""The audit trail: who did what, when, each row chained to the one before by its hash.

A row that is changed, put in or taken out breaks the chain at its place. Rows cut off at the end are not seen by the
chain alone: a backup, or the number of rows that `store check` tells, shows them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.store.tables import AUDIT, canonical

FIRST = "0" * 64


def now() -> str:
    """This moment, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record(connection: Connection, who: str, role: str, action: str, about: Mapping[str, Any], at: str = "") -> str:
    """Add a row, in the transaction of what it tells of; the moment that both bear, now when none is given."""
    last = connection.execute(select(AUDIT.c.hash).order_by(AUDIT.c.id.desc()).limit(1)).scalar() or FIRST
    number = (connection.execute(select(AUDIT.c.id).order_by(AUDIT.c.id.desc()).limit(1)).scalar() or 0) + 1
    row: dict[str, Any] = {
        "id": number,
        "at": at or now(),
        "who": who,
        "role": role,
        "action": action,
        "about": canonical(about),
    }
    connection.execute(insert(AUDIT).values(**row, before_hash=last, hash=_hash(last, row)))
    return str(row["at"])


def release_hash(before: str, number: int, rows: Sequence[Mapping[str, Any]]) -> str:
    """The hash of a release over that of the one before ("" for none) and its changes, in whatever order they come."""
    changes = sorted(canonical(row) for row in rows)
    return hashlib.sha256("\n".join([before, str(number), *changes]).encode()).hexdigest()


def broken_row(connection: Connection) -> int | None:
    """The number of the first row that does not follow from the one before; None when the chain is whole."""
    last = FIRST
    for number, found in enumerate(connection.execute(select(AUDIT).order_by(AUDIT.c.id)).mappings(), start=1):
        row = {name: found[name] for name in ("id", "at", "who", "role", "action", "about")}
        if found["id"] != number or found["before_hash"] != last or found["hash"] != _hash(last, row):
            return int(found["id"])
        last = found["hash"]
    return None


def _hash(last: str, row: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{last}\n{canonical(row)}".encode()).hexdigest()

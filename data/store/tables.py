"""The tables of the store. The migrations make them; here they are only named, for queries.

JSON is kept as text in one canonical form, so that a hash over it is the same on every database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

KNOWN = MetaData()

ACCOUNTS = Table(
    "accounts",
    KNOWN,
    Column("subject", String(255), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("prefecture", String(6), nullable=False),
    Column("at", String(32), nullable=False),
)
# How often a record was changed or proposed: whoever writes says which version was seen.
RECORDS = Table(
    "records",
    KNOWN,
    Column("set_id", String(64), primary_key=True),
    Column("record", String(255), primary_key=True),
    Column("version", Integer, nullable=False),
)
# before, after  JSON of the record, "" where there is none: a new record, a removed one
PROPOSALS = Table(
    "proposals",
    KNOWN,
    Column("id", Integer, primary_key=True),
    Column("set_id", String(64), nullable=False),
    Column("record", String(255), nullable=False),
    Column("prefecture", String(6), nullable=False),
    Column("seen", Integer, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("document", String(64), nullable=False),
    Column("author", String(255), nullable=False),
    Column("at", String(32), nullable=False),
    Column("state", String(20), nullable=False),
)
# own  the one who decided had proposed it: only the person at the keyboard of a server for one person may
DECISIONS = Table(
    "decisions",
    KNOWN,
    Column("id", Integer, primary_key=True),
    Column("proposal", Integer, ForeignKey("proposals.id"), nullable=False),
    Column("action", String(20), nullable=False),
    Column("who", String(255), nullable=False),
    Column("role", String(20), nullable=False),
    Column("own", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", String(32), nullable=False),
)
# hash  over the hash of the release before and the changes;  restores  the release whose state this one brings back,
# 0 for the shipped data, NULL for none
RELEASES = Table(
    "releases",
    KNOWN,
    Column("id", Integer, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("data", String(12), nullable=False),
    Column("who", String(255), nullable=False),
    Column("note", Text, nullable=False),
    Column("restores", Integer),
    Column("at", String(32), nullable=False),
)
# after  "" for a record that is removed, "shipped" for one that is again as shipped
RELEASE_CHANGES = Table(
    "release_changes",
    KNOWN,
    Column("release", Integer, ForeignKey("releases.id"), primary_key=True),
    Column("set_id", String(64), primary_key=True),
    Column("record", String(255), primary_key=True),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("proposal", Integer),
)
DOCUMENTS = Table(
    "documents",
    KNOWN,
    Column("sha256", String(64), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
# Chained: each hash is over the hash before and the row. No row is ever changed or removed; triggers refuse it.
AUDIT = Table(
    "audit",
    KNOWN,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("who", String(255), nullable=False),
    Column("role", String(20), nullable=False),
    Column("action", String(20), nullable=False),
    Column("about", Text, nullable=False),
    Column("before_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)


def canonical(value: Mapping[str, Any] | None) -> str:
    """JSON in one form: names sorted, no spaces, text as it is; "" for None. Raises ValueError for NaN."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read_json(text: str) -> dict[str, Any] | None:
    """What `canonical` wrote; None for ""."""
    if not text:
        return None
    found: dict[str, Any] = json.loads(text)
    return found

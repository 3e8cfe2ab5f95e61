"""Accounts, proposals, decisions, releases, documents, and the audit chain that nobody can change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None
branch_labels = None
depends_on = None

NEVER = "the audit trail is append-only"
POSTGRES = f"""
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{NEVER}'; END $$;
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""


def _text(name: str, longest: int = 0) -> sa.Column[str]:
    return sa.Column(name, sa.String(longest) if longest else sa.Text(), nullable=False)


def upgrade() -> None:
    """Make the tables."""
    _people_and_proposals()
    _releases()
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_text("at", 32), _text("who", 255), _text("role", 20), _text("action", 20), _text("about")),
        *(_text("before_hash", 64), _text("hash", 64)),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES)
        return
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_{what.lower()} BEFORE {what} ON audit BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
        )


def _people_and_proposals() -> None:
    op.create_table(
        "accounts",
        sa.Column("subject", sa.String(255), primary_key=True),
        *(_text("name", 120), _text("role", 20), _text("prefecture", 6), _text("at", 32)),
    )
    op.create_table(
        "records",
        *(sa.Column("set_id", sa.String(64), primary_key=True), sa.Column("record", sa.String(255), primary_key=True)),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_text("set_id", 64), _text("record", 255), _text("prefecture", 6)),
        sa.Column("seen", sa.Integer, nullable=False),
        *(_text("before"), _text("after"), _text("source"), _text("why"), _text("document", 64)),
        *(_text("author", 255), _text("at", 32), _text("state", 20)),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("proposal", sa.Integer, sa.ForeignKey("proposals.id"), nullable=False, index=True),
        *(_text("action", 20), _text("who", 255), _text("role", 20)),
        sa.Column("own", sa.Boolean, nullable=False),
        *(_text("text"), _text("at", 32)),
    )
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(64), primary_key=True),
        *(_text("name", 255), _text("kind", 8)),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_text("hash", 64), _text("data", 12), _text("who", 255), _text("note")),
        sa.Column("restores", sa.Integer, nullable=True),
        _text("at", 32),
    )
    op.create_table(
        "release_changes",
        sa.Column("release", sa.Integer, sa.ForeignKey("releases.id"), primary_key=True),
        *(sa.Column("set_id", sa.String(64), primary_key=True), sa.Column("record", sa.String(255), primary_key=True)),
        *(_text("before"), _text("after"), _text("source")),
        sa.Column("proposal", sa.Integer, nullable=True),
    )

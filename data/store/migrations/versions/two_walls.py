"""One open proposal a record; on PostgreSQL a second wall, row by row, behind the rules of the atlas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"
branch_labels = None
depends_on = None

OPEN = "state IN ('proposed', 'approved')"
ROLE, HOME, WHO = (f"current_setting('atlas.{each}', true)" for each in ("role", "prefecture", "who"))
DECIDES = f"{ROLE} IN ('reviewer', 'administrator')"
# The role and the prefecture of whoever writes are told to each transaction (data.store.opening). Even the owner of
# the tables is held to them; an editor's row is of the editor's own prefecture, and never approved.
WALLS = {
    "proposals": (
        f"reviewers_write ON proposals FOR ALL USING ({DECIDES})",
        f"editors_propose ON proposals FOR INSERT WITH CHECK ({ROLE} = 'editor' AND state = 'proposed' "
        f"AND prefecture <> '' AND prefecture = {HOME} AND author = {WHO})",
        f"editors_withdraw ON proposals FOR UPDATE USING ({ROLE} = 'editor' AND author = {WHO}) "
        f"WITH CHECK (state = 'withdrawn' AND author = {WHO})",
    ),
    "releases": (f"reviewers_write ON releases FOR INSERT WITH CHECK ({DECIDES})",),
    "release_changes": (f"reviewers_write ON release_changes FOR INSERT WITH CHECK ({DECIDES})",),
    "accounts": (f"administrators_write ON accounts FOR ALL USING ({ROLE} = 'administrator')",),
}


def upgrade() -> None:
    """Put them up."""
    op.create_index(
        "one_open_proposal",
        "proposals",
        ["set_id", "record"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, policies in WALLS.items():
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            for each in (f"everybody_reads ON {table} FOR SELECT USING (true)", *policies):
                op.execute(f"CREATE POLICY {each}")

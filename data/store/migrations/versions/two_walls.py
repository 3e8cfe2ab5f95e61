"""One open proposal a record; on PostgreSQL a second wall, row by row, behind the rules of the atlas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"
branch_labels = None
depends_on = None

OPEN = "state IN ('proposed', 'approved')"
# The role and the prefecture of whoever writes are told to each transaction (data.store.opening). Even the owner of
# the tables is held to them; an editor's row is of the editor's own prefecture, and never approved.
WALLS = (
    "ALTER TABLE proposals ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE proposals FORCE ROW LEVEL SECURITY",
    "CREATE POLICY everybody_reads ON proposals FOR SELECT USING (true)",
    "CREATE POLICY reviewers_write ON proposals FOR ALL "
    "USING (current_setting('atlas.role', true) IN ('reviewer', 'administrator'))",
    "CREATE POLICY editors_propose ON proposals FOR INSERT WITH CHECK ("
    "current_setting('atlas.role', true) = 'editor' AND state = 'proposed' AND prefecture <> '' "
    "AND prefecture = current_setting('atlas.prefecture', true) AND author = current_setting('atlas.who', true))",
    "CREATE POLICY editors_withdraw ON proposals FOR UPDATE "
    "USING (current_setting('atlas.role', true) = 'editor' AND author = current_setting('atlas.who', true)) "
    "WITH CHECK (state = 'withdrawn' AND author = current_setting('atlas.who', true))",
    "ALTER TABLE releases ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE releases FORCE ROW LEVEL SECURITY",
    "CREATE POLICY everybody_reads ON releases FOR SELECT USING (true)",
    "CREATE POLICY reviewers_write ON releases FOR INSERT "
    "WITH CHECK (current_setting('atlas.role', true) IN ('reviewer', 'administrator'))",
)


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
        for wall in WALLS:
            op.execute(wall)

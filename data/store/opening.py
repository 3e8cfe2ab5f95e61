"""The store opened: looked through before anything is read from it, written in whole transactions, or only read.

SQLite keeps a log beside the file (WAL) and waits for the disk at every commit (synchronous=FULL): what was
acknowledged survives kill -9. Writers come one at a time, on both databases; readers see one moment of it, whatever is
written meanwhile: a trail of before a correction beside a table of after it would look like a damage.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, inspect, text
from sqlalchemy.pool import NullPool

from data.store.agreement import disagreement
from data.store.place import Place, StoreError, made

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "2"
WAIT_S = 20
ONE_WRITER = 7_412_021  # any number; all that write to this store ask for the same
# What the first words to a file raise comes as SQLite says it, before SQLAlchemy looks.
REFUSED = (exc.DBAPIError, sqlite3.Error)
RESTORE = "restore a backup with: cli.py store restore FILE"


@dataclass(frozen=True, eq=False)
class Store:
    """An open store.  fault  why it may only be read, "" when all is well"""

    engine: Engine
    place: Place
    fault: str = ""

    def need_sound(self) -> None:
        """Raise StoreError unless all of it was found as it was written."""
        if self.fault:
            raise StoreError(self.fault)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment. Raises StoreError."""
        unread = "the database does not answer" if self.place.url else f"it cannot be read; {RESTORE}"
        with _plainly(self.place, unread), self.engine.connect() as connection:
            yield connection

    def need_changed(self, found: int, wanted: int = 1) -> None:
        """Raise StoreError, and so undo the transaction, unless as many rows were changed as were to be: a wall of
        PostgreSQL hides those that may not be.
        """
        if found != wanted:
            raise StoreError(f"{self.place.told}: nothing was written (the database does not allow it)")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, alone: all of it is kept when the block ends, or nothing. Raises StoreError."""
        self.need_sound()
        with _plainly(self.place, "nothing was written"), _connected(self.engine) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_WRITER})
            yield connection


def _connected(engine: Engine) -> Connection:
    """A connection to write with: who has waited for another writer sees what that one has written."""
    options: dict[str, Any] = {"writes": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"
    return engine.connect().execution_options(**options)


def tell_writer(connection: Connection, who: str, role: str, prefecture: str) -> None:
    """Say for this transaction who writes: the walls of PostgreSQL hold them to it. SQLite has none."""
    if connection.dialect.name == "postgresql":
        for name, value in (("who", who), ("role", role), ("prefecture", prefecture)):
            connection.execute(
                text("SELECT set_config(:name, :value, true)"), {"name": f"atlas.{name}", "value": value}
            )


def open_store(where: Place) -> Store:
    """The store at a place, made when there is none, its schema the newest, looked through. Raises StoreError when it
    cannot be reached at all; a damaged one is opened with its fault.
    """
    if not where.url:
        made(where.folder)
    engine = _postgresql(where.url) if where.url else _sqlite(where.file)
    try:
        if where.url:
            _need_held(engine, where)
        fault = _damage(engine)
        if not fault:
            _upgrade(engine)
            with engine.connect() as connection:
                fault = disagreement(connection)
    except REFUSED as error:
        if where.url:
            raise StoreError(f"{where.told}: the database does not answer ({_first(error)})") from None
        fault = _first(error)
    return Store(engine, where, fault and str(damaged(where, fault)))


def damaged(where: Place, fault: str) -> StoreError:
    """What is said of a store that is not as it was written."""
    return StoreError(f"{where.told}: {fault}; {RESTORE}")


def _postgresql(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")


def _sqlite(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, connect_args={"timeout": WAIT_S})

    @event.listens_for(engine, "connect")
    def connected(raw: sqlite3.Connection, _record: Any) -> None:
        # SQLAlchemy's own BEGIN is the only one.
        raw.isolation_level = None
        for setting in ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            raw.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        alone = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if alone else "BEGIN")

    return engine


def _need_held(engine: Engine, where: Place) -> None:
    """Raise StoreError for a role of PostgreSQL that the walls do not hold."""
    free = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    with engine.connect() as connection:
        if connection.execute(text(free)).scalar():
            raise StoreError(f"{where.told}: expected a role that is neither a superuser nor has BYPASSRLS")


def _damage(engine: Engine) -> str:
    """What SQLite itself finds wrong with the file, in a word; "" for nothing."""
    if engine.dialect.name != "sqlite":
        return ""
    raw: Any = engine.raw_connection()
    try:
        raw.execute("PRAGMA journal_mode=WAL")
        found = [row[0] for row in raw.execute("PRAGMA integrity_check(1)")]
        found += [f"row {row[1]} of {row[0]} refers to nothing" for row in raw.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        raw.close()
    return "" if found == ["ok"] else " ".join(str(found[0]).split())


def _upgrade(engine: Engine) -> None:
    with engine.connect() as connection:
        if _schema(connection) == NEWEST:
            return
    from alembic import command  # noqa: PLC0415 -- only where the schema may be an older one
    from alembic.config import Config  # noqa: PLC0415

    with _connected(engine) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_WRITER})
        now = _schema(connection)
        if now == NEWEST:
            return
        if int(now or 0) > int(NEWEST):
            raise StoreError(
                f"the store is of a newer version ({now}) than this atlas knows ({NEWEST}); update the atlas"
            )
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _schema(connection: Connection) -> str:
    """The number of the schema, "" before there is one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


@contextmanager
def _plainly(where: Place, what: str) -> Iterator[None]:
    """What the database refuses, in one sentence."""
    try:
        yield
    except exc.IntegrityError:
        raise
    except REFUSED as error:
        raise StoreError(f"{where.told}: {what} ({_first(error)})") from error


def _first(error: exc.DBAPIError | sqlite3.Error) -> str:
    return " ".join(str(error.orig if isinstance(error, exc.DBAPIError) else error).split())[:200]

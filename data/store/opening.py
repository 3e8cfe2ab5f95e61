"""The store opened: looked through before anything is read from it, written in whole transactions, or only read.

SQLite keeps a log beside the file (WAL) and waits for the disk at every commit (synchronous=FULL): what was
acknowledged survives kill -9. Writers come one at a time, on both databases; readers see one moment of it, whatever is
written meanwhile: a trail of before a correction beside a table of after it would look like a damage.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, inspect, text
from sqlalchemy.pool import NullPool

from data.store.agreement import disagreement
from data.store.place import URL, NotWrittenError, Place, StoreError, made
from data.told import Told

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "2"
WAIT_S = 20
ONE_WRITER = 7_412_021  # any number; all that write to this store ask for the same
# What the first words to a file raise comes as SQLite says it, before SQLAlchemy looks.
REFUSED = (exc.DBAPIError, sqlite3.Error)
RESTORE = Told("restore a backup (cli.py store restore FILE)")
SILENT = Told("see that it runs and can be reached")


@dataclass(frozen=True, eq=False)
class Store:
    """An open store.  damage  why it may only be read, None when all is well"""

    engine: Engine
    place: Place
    damage: StoreError | None = None

    @property
    def fault(self) -> str:
        """The damage as an administrator is told of it, "" when all is well."""
        return "" if self.damage is None else str(self.damage)

    def need_sound(self) -> None:
        """Raise StoreError unless all of it was found as it was written."""
        if self.damage is not None:
            # A new one each time: several threads may raise it at once.
            raise StoreError(self.damage.problem, self.damage.cure, self.damage.place)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment. Raises StoreError."""
        with _plainly(lambda why: _unread(self.place, why)), self.engine.connect() as connection:
            yield connection

    def need_changed(self, found: int, wanted: int = 1) -> None:
        """Raise StoreError, and so undo the transaction, unless as many rows were changed as were to be: a wall of
        PostgreSQL hides those that may not be.
        """
        if found != wanted:
            raise NotWrittenError(Told("nothing was written: the database does not allow it"), place=self.place.told)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, alone: all of it is kept when the block ends, or nothing. Raises NotWrittenError."""
        if self.damage is not None:
            raise NotWrittenError.of(self.damage)
        unwritten = _plainly(lambda why: _unwritten(self.place, why))
        with unwritten, _connected(self.engine) as connection, connection.begin():
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
        if fault is None:
            _upgrade(engine, where)
            with engine.connect() as connection:
                fault = disagreement(connection)
    except REFUSED as error:
        if where.url:
            raise _unread(where, _first(error)) from None
        fault = _first(error)
    return Store(engine, where, None if fault is None else damaged(where, fault))


def damaged(where: Place, fault: Told | str) -> StoreError:
    """What is said of a store that is not as it was written. fault  the database's own words stay as they came"""
    return StoreError(Told("the store of corrections is damaged ({fault})", {"fault": fault}), RESTORE, where.told)


def _unread(where: Place, why: str) -> StoreError:
    if where.url:
        return StoreError(Told("the database does not answer ({why})", {"why": why}), SILENT, where.told)
    return StoreError(Told("the store of corrections cannot be read ({why})", {"why": why}), RESTORE, where.told)


def _unwritten(where: Place, why: str) -> StoreError:
    cure = Told("if it stays so, see to the room on its disk and to its rights")
    return NotWrittenError(Told("nothing was written ({why})", {"why": why}), cure, where.told)


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
            problem = Told("the role of the database is a superuser, or has BYPASSRLS: no wall would hold it")
            raise StoreError(problem, Told("give the atlas another role in {name}", {"name": URL}), where.told)


def _damage(engine: Engine) -> Told | str | None:
    """What SQLite itself finds wrong with the file, in a word; None for nothing."""
    if engine.dialect.name != "sqlite":
        return None
    raw: Any = engine.raw_connection()
    try:
        raw.execute("PRAGMA journal_mode=WAL")
        (whole,) = next(raw.execute("PRAGMA integrity_check(1)"))
        astray = next(raw.execute("PRAGMA foreign_key_check"), None)
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        raw.close()
    if whole != "ok":
        return " ".join(str(whole).split())
    if astray is None:
        return None
    return Told("row {row} of {table} refers to nothing", {"row": astray[1], "table": astray[0]})


def _upgrade(engine: Engine, where: Place) -> None:
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
            parts = {"found": now, "known": NEWEST}
            problem = Told("the store is of a newer version ({found}) than this atlas knows ({known})", parts)
            raise StoreError(problem, Told("update the atlas"), where.told)
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
def _plainly(told: Callable[[str], StoreError]) -> Iterator[None]:
    """What the database refuses, in one sentence. told  makes it of the database's own words"""
    try:
        yield
    except exc.IntegrityError:
        raise
    except REFUSED as error:
        raise told(_first(error)) from error


def _first(error: exc.DBAPIError | sqlite3.Error) -> str:
    return " ".join(str(error.orig if isinstance(error, exc.DBAPIError) else error).split())[:200]

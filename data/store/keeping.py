"""Backup, restore and check of a store. A backup is one SQLite file, whichever database it was made of."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from data.store.audit import now
from data.store.opening import Store, open_store, tell_writer
from data.store.place import FILE, Place, StoreError, made
from data.store.tables import ACCOUNTS, AUDIT, DECISIONS, DOCUMENTS, PROPOSALS, RECORDS, RELEASE_CHANGES, RELEASES
from data.told import Told

EVERY = (ACCOUNTS, RECORDS, DOCUMENTS, PROPOSALS, DECISIONS, RELEASES, RELEASE_CHANGES, AUDIT)
BESIDE = ("-wal", "-shm")


def counts(store: Store) -> dict[str, Any]:
    """What a store holds, with the fault it was opened with: rows a table, the newest release, the end of the chain."""
    told: dict[str, Any] = {"place": store.place.told, "fault": store.fault or None}
    if store.fault:
        return told
    with store.reading() as connection:
        told["rows"] = {
            each.name: connection.execute(select(func.count()).select_from(each)).scalar_one() for each in EVERY
        }
        told["release"] = connection.execute(select(func.max(RELEASES.c.id))).scalar()
        told["audit"] = connection.execute(select(AUDIT.c.hash).order_by(AUDIT.c.id.desc()).limit(1)).scalar()
    return told


def backup(store: Store, out: Path) -> dict[str, Any]:
    """Copy a sound store, as it is at one moment, to a file that is not there yet. Raises StoreError."""
    store.need_sound()
    if out.exists():
        raise StoreError(Told("expected a name that is not taken, found a file"), place=str(out))
    with _beside(out) as folder:
        copy = open_store(Place(folder=folder))
        with store.reading() as source, copy.writing() as target:
            _copy(source, target)
        checked = _sound(Place(folder=folder))
        with checked.engine.connect() as connection:
            # One file, nothing beside it.
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        (folder / FILE).replace(out)
    return counts(store) | {"backup": str(out)}


def restore(where: Place, backup_file: Path) -> dict[str, Any]:
    """Put a sound backup in the place of a store; the file that stood there is kept beside it. Stop the server before.

    Raises StoreError for a backup that is damaged, and for a database that is not empty.
    """
    if not backup_file.is_file():
        raise StoreError(Told("expected a backup made with: cli.py store backup FILE"), place=str(backup_file))
    kept = ""
    if where.url:
        _into_database(where, backup_file)
    else:
        made(where.folder)
        with _beside(where.file) as folder:
            _write(folder / FILE, backup_file.read_bytes())
            _sound(Place(folder=folder))
            kept = _put_aside(where)
            (folder / FILE).replace(where.file)
    return counts(_sound(where)) | {"restored": str(backup_file), "kept": kept or None}


def _into_database(where: Place, backup_file: Path) -> None:
    with _beside(where.folder / FILE, base=Path(tempfile.gettempdir())) as folder:
        _write(folder / FILE, backup_file.read_bytes())
        source_store, target_store = _sound(Place(folder=folder)), open_store(where)
        with source_store.reading() as source, target_store.writing() as target:
            tell_writer(target, "restore", "administrator", "")
            if any(target.execute(select(func.count()).select_from(each)).scalar_one() for each in EVERY):
                problem = Told("expected an empty database to restore into")
                raise StoreError(problem, Told("make one with createdb"), where.told)
            _copy(source, target)
            for each in (PROPOSALS, DECISIONS, RELEASES):
                target.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{each.name}', 'id'), "  # noqa: S608 -- our own name
                        f"GREATEST((SELECT max(id) FROM {each.name}), 1))"
                    )
                )


def _copy(source: Connection, target: Connection) -> None:
    for table in EVERY:
        rows = [dict(row) for row in source.execute(select(table)).mappings()]
        if rows:
            target.execute(insert(table), rows)


def _sound(where: Place) -> Store:
    found = open_store(where)
    found.need_sound()
    return found


def _put_aside(where: Place) -> str:
    """Move what stands at a place out of the way; its name there, "" for nothing."""
    if not where.file.exists():
        return ""
    mark = now().replace(":", "").replace("+0000", "")
    for end in ("", *BESIDE):
        each = where.file.with_name(FILE + end)
        if each.exists():
            each.replace(where.file.with_name(f"{FILE}.before-{mark}{end}"))
    return str(where.file.with_name(f"{FILE}.before-{mark}"))


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _beside(path: Path, base: Path | None = None) -> Iterator[Path]:
    """A folder of our own on the same disk, gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(dir=base or path.resolve().parent, prefix=".store-") as folder:
            yield Path(folder)
    except OSError as error:
        raise StoreError(Told("cannot be written ({why})", {"why": error.strerror}), place=str(path)) from None

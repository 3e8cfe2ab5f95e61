"""The store: whole after whatever ends a program, honest about damage, closed to others."""

from __future__ import annotations

import pickle
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event, exc, select, text

from atlas.corrections.proposals import proposals, propose
from atlas.corrections.released import released
from atlas.words import say_in
from data.store import keeping
from data.store.opening import NEWEST, Store, open_store
from data.store.place import NotWrittenError, Place, StoreError, place
from tests.corrections import EDITOR_OF_SHANTOU, draft, moved, new_store, published

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def everything(store: Store) -> list[list[tuple[object, ...]]]:
    with store.reading() as connection:
        return [[tuple(row) for row in connection.execute(select(each))] for each in keeping.EVERY]


def proposed(store: Store) -> str:
    """Propose something large; what is said when it is refused."""
    try:
        propose(store, EDITOR_OF_SHANTOU, draft(store, moved(notes="x" * 40_000)))
    except StoreError as error:
        return str(error)
    return ""


def test_the_folder_is_closed_to_others_and_one_that_is_open_is_refused(tmp_path: Path) -> None:
    found = new_store(tmp_path)
    assert stat.S_IMODE(found.place.folder.stat().st_mode) == 0o700
    found.place.folder.chmod(0o755)
    with pytest.raises(StoreError, match="chmod 700"):
        open_store(found.place)


def test_sqlite_waits_for_the_disk(store: Store) -> None:
    with store.reading() as connection:
        told = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
    assert told == ["wal", 2]


def test_the_schema_is_numbered_and_a_newer_one_is_left_alone(store: Store) -> None:
    with store.writing() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == NEWEST
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    with pytest.raises(StoreError, match="newer"):
        open_store(store.place)


def test_the_audit_trail_cannot_be_changed_by_the_program(store: Store) -> None:
    for change in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
        with pytest.raises(exc.IntegrityError, match="append-only"), store.writing() as connection:
            connection.execute(text(change))


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET who = 'x' WHERE id = 2",
        "UPDATE audit SET about = '{}' WHERE id = 5",
        "DELETE FROM audit WHERE id = 2",
        "UPDATE audit SET id = 9 WHERE id = 5",
    ],
)
def test_a_tampered_row_of_the_audit_trail_is_found(store: Store, tampering: str) -> None:
    propose(store, EDITOR_OF_SHANTOU, draft(store))
    with sqlite3.connect(store.place.file) as raw:
        raw.executescript("DROP TRIGGER audit_update; DROP TRIGGER audit_delete;")
        raw.execute(tampering)
    raw.close()
    found = open_store(store.place)
    assert "audit trail was changed" in found.fault
    assert "cli.py store restore" in found.fault
    with pytest.raises(StoreError, match="audit"):
        propose(found, EDITOR_OF_SHANTOU, draft(found))
    assert len(proposals(found)) == 1


@pytest.mark.long
def test_a_damaged_store_is_found_or_says_what_it_said(store: Store, tmp_path: Path) -> None:
    """A byte changed in a hundred places: either the fault is told, or every row is as it was."""
    published(store)
    with sqlite3.connect(store.place.file) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    before = everything(store)
    whole = store.place.file.read_bytes()
    found = 0
    for turn in range(100):
        folder = tmp_path / f"damaged{turn}"
        folder.mkdir(mode=0o700)
        at = turn * len(whole) // 100
        (folder / "store.sqlite").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            damaged = open_store(Place(folder=folder))
        except StoreError:
            found += 1
            continue
        if damaged.fault:
            found += 1
            continue
        assert everything(damaged) == before, f"byte {at}"
    assert found > 0


def refused(where: Place) -> StoreError:
    """Why a store cannot be opened, or may only be read."""
    try:
        found = open_store(where)
    except StoreError as error:
        return error
    assert found.damage is not None
    return found.damage


def _alter_the_trail(store: Store) -> None:
    with sqlite3.connect(store.place.file) as raw:
        raw.executescript("DROP TRIGGER audit_update; UPDATE audit SET who = 'x' WHERE id = 2;")
    raw.close()


def _come_from_the_future(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_alter_the_trail, "更正库已损坏（审计记录第2行被改动）；请管理员处理：用 cli.py store restore FILE 恢复备份"),
        (
            lambda store: store.place.file.write_bytes(b"x" * 5000),
            "更正库已损坏（file is not a database）；请管理员处理：用 cli.py store restore FILE 恢复备份",
        ),
        (
            lambda store: store.place.folder.chmod(0o755),
            "更正库所在的文件夹没有对他人关闭；请管理员处理：用 chmod 700 关闭",
        ),
        (_come_from_the_future, "更正库的版本（999）比本程序认得的（2）新；请管理员处理：更新本程序"),
    ],
)
def test_a_reader_is_told_in_their_language_who_can_mend_it_and_no_path(
    store: Store, harm: Callable[[Store], object], said: str
) -> None:
    """An administrator reads the path, in English; the words of SQLite stay as they came."""
    published(store)
    harm(store)
    error = refused(store.place)
    assert error.sentence(say_in("zh")) == said
    assert "for whoever runs the server" in error.sentence(say_in("en"))
    assert str(store.place.folder) in str(error)
    unwritten = NotWrittenError.of(error)
    assert unwritten.sentence(say_in("zh")) == f"没有写入任何内容：{said}"
    assert NotWrittenError.of(unwritten) is unwritten
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own
    assert (type(again), str(again), again.sentence(say_in("zh"))) == (type(error), str(error), said)


def test_who_writes_into_a_damaged_store_is_told_that_nothing_was_written(store: Store) -> None:
    published(store)
    _alter_the_trail(store)
    with pytest.raises(NotWrittenError, match=r"nothing was written: the store of corrections is damaged \(row 2"):
        propose(open_store(store.place), EDITOR_OF_SHANTOU, draft(store))


def test_a_backup_is_one_file_and_comes_back(store: Store, tmp_path: Path) -> None:
    published(store)
    told = keeping.backup(store, tmp_path / "backup.sqlite")
    assert sorted(each.name for each in tmp_path.glob("backup*")) == ["backup.sqlite"]
    state = released(store)
    propose(store, EDITOR_OF_SHANTOU, draft(store))
    store.place.file.write_bytes(b"damaged")
    back = keeping.restore(store.place, tmp_path / "backup.sqlite")
    assert back["rows"] == told["rows"]
    assert Path(back["kept"]).read_bytes() == b"damaged"
    again = open_store(store.place)
    assert (released(again), again.fault) == (state, "")
    propose(again, EDITOR_OF_SHANTOU, draft(again))


def test_a_damaged_backup_is_refused_and_the_store_stays(store: Store, tmp_path: Path) -> None:
    (tmp_path / "bad.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    before = keeping.counts(store)
    with pytest.raises(StoreError):
        keeping.restore(store.place, tmp_path / "bad.sqlite")
    assert keeping.counts(open_store(store.place)) == before
    with pytest.raises(StoreError, match="taken"):
        keeping.backup(store, tmp_path / "bad.sqlite")


def test_a_full_disk_is_a_sentence_and_the_next_save_works(store: Store) -> None:
    """At each of the first writes the file may not grow: nothing is half done, and with room all goes on."""
    published(store)
    before = keeping.counts(store)
    refused, room = 0, 0
    with store.reading() as connection:
        pages = int(connection.execute(text("PRAGMA page_count")).scalar_one())

    @event.listens_for(store.engine, "connect")
    def full(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {pages + room}")

    for room in range(40):  # noqa: B007 -- the listener reads it
        said = proposed(store)
        if not said:
            break
        assert "nothing was written" in said
        assert "full" in said
        assert keeping.counts(store) == before
        refused += 1
    assert refused > 1
    assert open_store(store.place).fault == ""
    assert len(proposals(store, states=("proposed",))) == 1


def test_the_place_of_the_store_is_outside_the_repository(tmp_path: Path) -> None:
    assert not place({"HOME": str(tmp_path)}).folder.is_relative_to(ROOT)
    assert place({"ATLAS_STORE": str(tmp_path)}).folder == tmp_path
    assert place({"DATABASE_URL": "postgresql://me:secret@host/atlas"}).told == "host/atlas"
    with pytest.raises(StoreError, match="postgresql"):
        place({"DATABASE_URL": "mysql://host/atlas"})

"""The store on PostgreSQL: numbered, chained, looked through, copied to a file and back as the one of SQLite is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event, select, text

from atlas.corrections.proposals import proposals, propose, withdraw
from atlas.corrections.released import released
from data.store import keeping
from data.store.opening import NEWEST, Store, open_store
from data.store.place import Place, StoreError, place
from data.store.tables import DECISIONS, PROPOSALS
from tests.corrections import EDITOR_OF_SHANTOU, draft, moved, new_store, published

if TYPE_CHECKING:
    from tools.cluster_demo.postgres import Server

pytestmark = pytest.mark.long


@pytest.fixture
def store(postgres: Server) -> Store:
    return new_store(postgres.database())


def everything(store: Store) -> list[list[tuple[object, ...]]]:
    with store.reading() as connection:
        found = [[tuple(row) for row in connection.execute(select(each))] for each in keeping.EVERY]
    return [sorted(rows, key=repr) for rows in found]


def by_hand(postgres: Server, store: Store, *statements: str) -> None:
    """As an administrator of the database does it, past all walls."""
    postgres.say(store.place.url.rsplit("/", 1)[-1], *statements)


def test_the_schema_is_numbered_and_a_newer_one_is_left_alone(store: Store) -> None:
    with store.writing() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == NEWEST
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    with pytest.raises(StoreError, match="newer"):
        open_store(store.place)


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
def test_the_audit_trail_cannot_be_changed_by_the_program(store: Store, change: str) -> None:
    with pytest.raises(StoreError, match="append-only"), store.writing() as connection:
        connection.execute(text(change))


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE audit SET who = 'x' WHERE id = 2", "row 2 of the audit trail"),
        ("DELETE FROM audit WHERE id = 3", "audit trail"),
        ("UPDATE release_changes SET after = replace(after, '116.7301', '116.6')", "change of release 1"),
        ("UPDATE proposals SET state = 'proposed'", "proposal is not as it was made"),
        ("UPDATE accounts SET role = 'administrator'", "account is not as it was appointed"),
    ],
)
def test_what_an_administrator_of_the_database_changes_is_found(
    postgres: Server, store: Store, tampering: str, said: str
) -> None:
    published(store)
    by_hand(postgres, store, "ALTER TABLE audit DISABLE TRIGGER USER", tampering)
    found = open_store(store.place)
    assert said in found.fault
    with pytest.raises(StoreError, match=said):
        propose(found, EDITOR_OF_SHANTOU, draft(found, moved("rapid-rights-shantou-toys", notes="x")))
    with pytest.raises(StoreError, match=said):
        released(found)


def test_a_backup_is_a_file_of_sqlite_and_comes_back_to_either_database(
    postgres: Server, store: Store, tmp_path: Path
) -> None:
    published(store)
    file = tmp_path / "backup.sqlite"
    told = keeping.backup(store, file)
    for where in (Place(folder=tmp_path / "here"), postgres.database()):
        assert keeping.restore(where, file)["rows"] == told["rows"]
        again = open_store(where)
        assert (again.fault, everything(again)) == ("", everything(store))
        propose(again, EDITOR_OF_SHANTOU, draft(again))
        assert len(proposals(again)) == 2
    with pytest.raises(StoreError, match="empty"):
        keeping.restore(store.place, file)


def corrected(store: Store) -> None:
    """A proposal made and taken back: the next one is as free as this one was."""
    withdraw(store, EDITOR_OF_SHANTOU, propose(store, EDITOR_OF_SHANTOU, draft(store)))


@contextmanager
def somebody_writes_between(write: Callable[[], object]) -> Iterator[list[str]]:
    """Another's whole correction before each question of a reader; the questions so far."""
    seen: list[str] = []
    writing = False

    def before(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal writing
        if writing or not statement.startswith("SELECT"):
            return
        seen.append(statement)
        writing = True
        try:
            write()
        finally:
            writing = False

    event.listen(Engine, "before_cursor_execute", before)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", before)


@pytest.fixture(params=["postgresql", "sqlite"])
def either(postgres: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Store:
    return new_store(postgres.database() if request.param == "postgresql" else Place(folder=tmp_path / "store"))


def test_a_store_that_is_opened_while_others_write_is_not_called_damaged(either: Store) -> None:
    with somebody_writes_between(lambda: corrected(either)) as seen:
        found = open_store(either.place)
    assert len([each for each in seen if "FROM audit" in each]) > 1, "nobody has written in the middle"
    assert found.fault == ""
    assert len(proposals(found)) == len(seen)


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(either: Store) -> None:
    corrected(either)
    with either.reading() as connection:
        before = connection.execute(select(PROPOSALS.c.id)).all()
        corrected(either)
        assert connection.execute(select(PROPOSALS.c.id)).all() == before
        assert len(connection.execute(select(DECISIONS.c.id)).all()) == 2 * len(before)
    assert len(proposals(either)) == len(before) + 1


def test_a_backup_made_while_others_write_is_of_one_moment(either: Store, tmp_path: Path) -> None:
    corrected(either)
    with somebody_writes_between(lambda: corrected(either)) as seen:
        keeping.backup(either, tmp_path / "backup.sqlite")
    assert len(seen) > len(keeping.EVERY)
    assert keeping.restore(Place(folder=tmp_path / "again"), tmp_path / "backup.sqlite")["rows"]["proposals"] >= 1


def test_a_role_that_passes_the_walls_is_refused(postgres: Server, store: Store) -> None:
    name = store.place.url.rsplit("/", 1)[-1]
    with pytest.raises(StoreError, match="superuser"):
        open_store(place({"DATABASE_URL": postgres.url("postgres", name)}))


def test_a_database_that_does_not_answer_is_a_sentence_without_its_password(postgres: Server) -> None:
    for url in (postgres.url("atlas", "none"), postgres.url("atlas", "postgres").replace(postgres.password, "wrong")):
        with pytest.raises(StoreError, match="does not answer") as error:
            open_store(place({"DATABASE_URL": url}))
        assert postgres.password not in str(error.value)
        assert "wrong" not in str(error.value)

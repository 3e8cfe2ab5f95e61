"""A new data version is read and composed beside the pages; until then readers keep the one before."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread, current_thread
from typing import Any

import pytest

from atlas.background import Pool
from tests.data.tiny_plan import written
from ui import data_versions, shared
from ui.renewal import Renewal
from ui.settings import Settings

pytestmark = pytest.mark.usefixtures("shipped_tables_are_read_once")
WAIT_S = 30.0
CHANGED = {"definitions": ('"0.50"', '"0.75"')}


class Composing:
    """Stands for the composing of pages: slow when told to be; remembers what was composed, and by which thread."""

    def __init__(self) -> None:
        self.let_go, self.begun = Event(), Event()
        self.let_go.set()
        self.done: list[tuple[str, str, str]] = []
        self.fails = False

    def __call__(self, settings: Settings, version: str, language: str = "zh") -> str:
        self.begun.set()
        assert self.let_go.wait(WAIT_S)
        if self.fails:
            raise ZeroDivisionError("expected by nobody")
        self.done.append((version, settings.plan, current_thread().name))
        return f"{version}-{language}"


@pytest.fixture
def composing(monkeypatch: pytest.MonkeyPatch) -> Composing:
    found = Composing()
    monkeypatch.setattr(shared, "map_page", found)
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    yield Settings(plan="tiny", plans=str(written(tmp_path)))
    shared._last_good.clear()


def seen(renewal: Renewal, settings: Settings) -> str:
    """The version that a run sees a second later."""
    shared._stamp.cache.clear()
    return renewal.version_of(settings)


def seen_other_than(renewal: Renewal, settings: Settings, version: str) -> str:
    """The first other version that a run sees."""
    end = time.monotonic() + WAIT_S
    while (now := seen(renewal, settings)) == version and time.monotonic() < end:
        time.sleep(0.02)
    return now


def test_readers_keep_the_version_before_until_the_next_is_composed(
    settings: Settings, composing: Composing, tmp_path: Path
) -> None:
    renewal = Renewal(Pool())
    first = seen(renewal, settings)
    written(tmp_path, **CHANGED)
    composing.begun.clear()
    composing.let_go.clear()
    assert seen(renewal, settings) == first, "a run waits for nobody: the next version may not be composed yet"
    assert composing.begun.wait(WAIT_S), "the work has begun beside the run"
    assert [seen(renewal, settings) for _ in range(3)] == [first] * 3
    composing.let_go.set()
    second = seen_other_than(renewal, settings, first)
    assert second != first
    assert [name for version, _, name in composing.done if version == second] == ["long-work"] * 2
    assert seen(renewal, settings) == second


def test_a_broken_file_changes_nothing_and_a_whole_one_is_taken(
    settings: Settings, composing: Composing, tmp_path: Path
) -> None:
    renewal = Renewal(Pool())
    first = seen(renewal, settings)
    for broken in ({"definitions": None}, {"plan": b"\xff\xfe"}):
        written(tmp_path, **broken)
        for _ in range(3):
            assert seen(renewal, settings) == first
            time.sleep(0.05)
    written(tmp_path, **CHANGED)
    assert seen_other_than(renewal, settings, first) != first
    assert composing.done


def test_what_nobody_expected_is_raised_once_and_the_version_stays(
    settings: Settings, composing: Composing, tmp_path: Path
) -> None:
    renewal = Renewal(Pool())
    first = seen(renewal, settings)
    composing.fails = True
    written(tmp_path, **CHANGED)
    found: list[Any] = []
    end = time.monotonic() + WAIT_S
    while not any(isinstance(each, ZeroDivisionError) for each in found) and time.monotonic() < end:
        try:
            found.append(seen(renewal, settings))
        except ZeroDivisionError as error:
            found.append(error)
        time.sleep(0.01)
    composing.fails = False
    assert set(found[:-1]) == {first}
    assert isinstance(found[-1], ZeroDivisionError)
    assert [seen(renewal, settings) for _ in range(3)] == [first] * 3, "the same files are not tried again"
    written(tmp_path, definitions=('"0.50"', '"0.60"'))
    assert seen_other_than(renewal, settings, first) != first


def test_the_pages_of_every_plan_are_composed_before_anybody_looks(settings: Settings, composing: Composing) -> None:
    pool = Pool()
    renewal = Renewal(pool)
    renewal.compose_ahead(settings)
    end = time.monotonic() + WAIT_S
    while pool.counts() != (0, 0) and time.monotonic() < end:
        time.sleep(0.02)
    assert {plan for _, plan, _ in composing.done} == set(shared.plans(settings, seen(renewal, settings)))


def test_who_reads_the_files_meanwhile_does_not_keep_the_next_version_from_readers(
    settings: Settings, composing: Composing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that asks at /api/v1 may be the first to see changed files."""
    renewal = Renewal(Pool())
    first = seen(renewal, settings)
    read, reads, let_go = data_versions.read_frames, Event(), Event()

    def slow(*given: Any) -> Any:
        reads.set()
        assert let_go.wait(WAIT_S)
        return read(*given)

    monkeypatch.setattr(data_versions, "read_frames", slow)
    written(tmp_path, **CHANGED)
    shared._stamp.cache.clear()
    program = Thread(target=shared.version_of, args=[settings])
    program.start()
    assert reads.wait(WAIT_S)
    assert seen(renewal, settings) == first, "the next version is asked for while the program reads"
    let_go.set()
    program.join()
    assert seen_other_than(renewal, settings, first) == shared.version_of(settings) != first

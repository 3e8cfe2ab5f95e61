"""The atlas is loaded once for a plan and a data version, whatever language asks, how often, and how many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from atlas import loading
from data.catalog import data_version
from tests.data.tiny_plan import written
from ui import data_versions, shared
from ui.settings import Settings


class Counted:
    """How often the atlas was loaded, by plan, and each table read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.loads, self.reads = Counter[str](), Counter[str]()
        load, read = loading.load_shipped, loading.read

        def load_counted(plan: str, *given: Any, **named: Any) -> Any:
            self.loads[plan] += 1
            return load(plan, *given, **named)

        def read_counted(name: str, *given: Any, **named: Any) -> Any:
            self.reads[name] += 1
            return read(name, *given, **named)

        monkeypatch.setattr(data_versions, "load_shipped", load_counted)
        monkeypatch.setattr(loading, "read", read_counted)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    yield Counted(monkeypatch)
    shared._last_good.clear()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that no test before has asked with, since the plan lies in a folder of its own."""
    return Settings(plan="tiny", plans=str(written(tmp_path)))


def looked_again(settings: Settings) -> str:
    """The version that a run sees a second later."""
    shared._stamp.cache.clear()
    return shared.version_of(settings)


def test_whoever_asks_in_whatever_language_the_files_are_read_once(settings: Settings, counted: Counted) -> None:
    version = looked_again(settings)
    for _ in range(2):
        shared.atlas_of(settings, version)
        shared.atlas_of(settings, version, "zh")
        shared.atlas_of(settings, version, language="en")
        shared.atlas_of(settings=settings, version=version, language="zh")
        shared.choices(settings, version)
        assert looked_again(settings) == version
    assert counted.loads == {"tiny": 1, "14-5": 1}
    assert len(counted.reads) > 10
    assert set(counted.reads.values()) == {1}, counted.reads


def test_the_two_languages_are_one_atlas_with_other_words(settings: Settings, counted: Counted) -> None:
    version = looked_again(settings)
    english, chinese = shared.atlas_of(settings, version, "en"), shared.atlas_of(settings, version)
    assert (english.world.language, chinese.world.language) == ("en", "zh")
    assert shared.atlas_of(settings, version, "zh") is chinese
    assert shared.atlas_of(settings, version, "en") is english
    assert all(english.world[name] is chinese.world[name] for name in counted.reads)
    assert english.memo is chinese.memo
    assert english.plan is chinese.plan
    assert english.memo.once("a figure", "of both", lambda: 5) == 5
    assert chinese.memo.once("a figure", "of both", lambda: 6) == 5


def test_readers_who_ask_at_once_wait_for_one_load(settings: Settings, counted: Counted) -> None:
    version = data_version(more=settings.more_plans)
    with ThreadPoolExecutor(8) as readers:
        asked = [readers.submit(shared.atlas_of, settings, version, language) for language in ("zh", "en") * 4]
        found = [each.result() for each in asked]
    assert counted.loads == {"tiny": 1, "14-5": 1}
    assert len({id(each.memo) for each in found}) == 1
    assert len({id(each) for each in found}) == 2


def test_another_data_version_is_loaded_once_with_all_its_plans(
    settings: Settings, counted: Counted, tmp_path: Path
) -> None:
    first = looked_again(settings)
    written(tmp_path, definitions=('"0.50"', '"0.75"'))
    second = looked_again(settings)
    other = Settings(plan="14-5", plans=settings.plans)
    for language in ("zh", "en"):
        shared.atlas_of(settings, first, language)
        shared.atlas_of(settings, second, language)
        shared.atlas_of(other, second, language)
    assert first != second
    assert counted.loads == {"tiny": 2, "14-5": 2}
    assert set(counted.reads.values()) == {2}, "the plans share the tables"

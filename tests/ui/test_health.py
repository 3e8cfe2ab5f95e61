"""/readyz and /livez: 503 with the reasons when anything is not as it should be, and whether readers are answered; the
page of the data tells readers the same in words.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from tests import loops
from tests.data.copied import copied
from tests.data.tiny_plan import written
from tests.ui.reader import opened, told, unharmed
from ui import health, shared
from ui.data_versions import DataVersions
from ui.health import Health
from ui.own_directory import OwnDirectory
from ui.settings import Settings

TABLE = "data/sets/bodies/bodies.csv"
PARTS = ("data", "rules", "pages", "disk", "pool")


def asked(server: Health, address: str = "readyz") -> tuple[int, Any]:
    """Status and document of an address."""
    answer = loops.run(getattr(server, address)(Request({"type": "http", "headers": []})))
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, json.loads(answer.body)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables and a plan of its own."""
    found = tmp_path_factory.mktemp("health")
    (found / "plans").mkdir()
    copied(found)
    written(found / "plans")
    return found


@pytest.fixture(scope="module")
def versions(home: Path) -> DataVersions:
    return DataVersions(home / "plans", home / "data")


@pytest.fixture
def settings(home: Path, versions: DataVersions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A server with these files, whole again at the end, and a disk of its own; nothing is composed."""
    found = Settings(plan="tiny", plans=str(home / "plans"))
    monkeypatch.setattr(shared, "OWN", OwnDirectory(tmp_path, now=iter(range(0, 10_000, 10)).__next__))
    monkeypatch.setattr(shared, "map_page", lambda *_: "composed-elsewhere")
    monkeypatch.setitem(shared._last_good, found.more_plans, versions)
    whole = (home / TABLE).read_bytes()
    yield found
    written(home / "plans")
    (home / TABLE).write_bytes(whole)


@pytest.fixture
def server(settings: Settings) -> Health:
    found = Health(settings)
    shared.version_of(settings)
    found.started = True
    return found


def _mis_save_a_rule(home: Path, _: pytest.MonkeyPatch) -> None:
    written(home / "plans", definitions=('"0.50"', '"80%"'))


def _damage_a_table(home: Path, _: pytest.MonkeyPatch) -> None:
    (home / TABLE).write_bytes(b"")


def _fail_to_compose(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> str:
        raise ZeroDivisionError("by nobody foreseen " * 50)

    monkeypatch.setattr(shared, "map_page", fails)


def _fill_the_disk(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("ui.own_directory.write_whole", full)


def _lose_the_pool(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(health.POOL), "fault", lambda _: "2 searches have ended and still hold their places")


BREAKS: dict[str, Callable[[Path, pytest.MonkeyPatch], None]] = {
    "data": _damage_a_table,
    "rules": _mis_save_a_rule,
    "pages": _fail_to_compose,
    "disk": _fill_the_disk,
    "pool": _lose_the_pool,
}
DETAILS = {
    "data": "data/sets/bodies/bodies.csv: ",
    "rules": "plans/tiny/definitions.toml: one-centre: share: expected a share above 0",
    "pages": "ZeroDivisionError: by nobody foreseen",
    "disk": "No space left on device",
    "pool": "2 searches have ended",
}


def test_before_the_start_is_done_nobody_is_sent_here(settings: Settings) -> None:
    starting = Health(settings)
    status, found = asked(starting)
    assert (status, found["ready"], found["live"], found["reasons"]) == (503, False, False, [])
    assert asked(starting, "livez") == (503, {"live": False})


def test_all_well_is_200_with_the_data_version(server: Health, settings: Settings) -> None:
    version = shared.version_of(settings)
    assert asked(server) == (200, {"ready": True, "live": True, "data_version": version, "reasons": []})
    assert asked(server, "livez") == (200, {"live": True})


@pytest.mark.parametrize("part", PARTS)
def test_what_is_wrong_is_503_with_its_reason_until_it_is_well_again(
    part: str, server: Health, settings: Settings, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = shared.version_of(settings)
    whole = (home / TABLE).read_bytes()
    with monkeypatch.context() as broken:
        BREAKS[part](home, broken)
        status, found = asked(server)
        (reason,) = found["reasons"]
        assert (status, found["ready"], found["data_version"], reason["part"]) == (503, False, good, part)
        assert DETAILS[part] in reason["details"][0]
        assert str(home) not in json.dumps(reason), "no path of this machine before the data"
        assert all(len(each) < 500 for each in reason["details"])
        answered = part in ("data", "rules", "disk")
        assert found["live"] is answered
        assert asked(server, "livez") == (200 if answered else 503, {"live": answered})
        if part in ("data", "rules"):
            assert f"from data version {good}" in reason["reason"]
    written(home / "plans")
    (home / TABLE).write_bytes(whole)
    assert asked(server) == (200, {"ready": True, "live": True, "data_version": good, "reasons": []})


def test_everything_that_is_wrong_is_told_at_once(server: Health, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("rules", "pages", "disk", "pool"):
        BREAKS[part](home, monkeypatch)
    assert [each["part"] for each in asked(server)[1]["reasons"]] == ["rules", "pages", "disk", "pool"]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh", ("有一个规则文件（规划、口径等）无法使用", "磁盘上无法保存任何内容")),
        ("en", ("cannot be used as it is", "Nothing can be kept on the disk")),
    ],
)
def test_the_page_of_the_data_tells_readers_in_words(
    language: str, sentences: tuple[str, ...], settings: Settings, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_PLAN", settings.plan)
    monkeypatch.setenv("ATLAS_PLANS", settings.plans)
    version = shared.version_of(settings)
    well = opened("data", lang=language)
    unharmed(well)
    assert not any(each in told(well) for each in sentences)
    _mis_save_a_rule(home, monkeypatch)
    with monkeypatch.context() as broken:
        _fill_the_disk(home, broken)
        page, end = opened("data", lang=language), time.monotonic() + 30
        # The files are read beside the page.
        while not all(each in told(page) for each in sentences) and time.monotonic() < end:
            time.sleep(0.1)
            page.run()
    unharmed(page)
    assert all(each in told(page) for each in sentences)
    assert version in told(page)
    assert any("definitions.toml: one-centre: share" in each.value for each in page.code)


def test_a_pool_whose_works_have_ended_has_room_again() -> None:
    assert health.POOL.fault() == ""

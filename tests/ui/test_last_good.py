"""Whatever is wrong with a rule file, a running server keeps the last good version, and says so in its log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from atlas import pages
from atlas.question.question import default_question
from data.errors import DataError
from tests.data.tiny_plan import FILES, mis_saved, written
from ui import shared
from ui.settings import Settings

WRONG = {
    "definitions": ('"0.50"', '"80%"'),
    "plan": ('"2030-12-31"', '"2025-13-31"'),
    "zones": ('"440100"', '"440101"'),
    "cards": ("order = 1", 'order = "eighty"'),
    "targets": ('"protection-centres"', '"no-layer"'),
    "clauses": None,
    "mentions": mis_saved(FILES["mentions"])["GB18030"],
    "planned": b"",
}


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    yield Settings(plan="tiny", plans=str(written(tmp_path)))
    shared._last_good.clear()


def looked_again(settings: Settings) -> str:
    """The version that a run sees a second later."""
    shared._stamp.cache.clear()
    return shared.version_of(settings)


def test_the_last_good_version_stays_until_the_file_is_whole_again(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good = looked_again(settings)
    question = default_question(shared.choices(settings, good))
    before = pages.answer("coverage", shared.atlas_of(settings, good), question)
    for name, change in WRONG.items():
        written(tmp_path, **{name: change})
        caplog.clear()
        with caplog.at_level(logging.ERROR, logger="atlas"):
            assert looked_again(settings) == good, name
            assert looked_again(settings) == good, name
        assert len(caplog.records) == 1, "said once, not at every run"
        assert f"version {good} stays in use" in caplog.text
        told = caplog.records[0].about["faults"]
        assert any(f"{name}.toml" in each for each in told), told
        assert "Traceback" not in caplog.text
        assert pages.answer("coverage", shared.atlas_of(settings, good), question) == before
        assert set(shared.plans(settings, good)) == {"14-5", "tiny"}
    written(tmp_path)
    assert looked_again(settings) == good
    written(tmp_path, definitions=('"0.50"', '"0.75"'))
    later = looked_again(settings)
    assert later != good
    assert pages.answer("coverage", shared.atlas_of(settings, later), question) != before


def test_a_server_does_not_start_on_a_broken_file(tmp_path: Path) -> None:
    broken = Settings(plan="tiny", plans=str(written(tmp_path, definitions=('"0.50"', '"80%"'))))
    with pytest.raises(DataError, match=r"definitions\.toml: one-centre: share: expected a share"):
        looked_again(broken)


def test_a_plan_nobody_looks_at_is_no_reason_to_stop(settings: Settings, tmp_path: Path) -> None:
    shipped = Settings(plan="14-5", plans=settings.plans)
    good = looked_again(shipped)
    written(tmp_path, plan=b"\xff\xfe")
    assert looked_again(shipped) == good

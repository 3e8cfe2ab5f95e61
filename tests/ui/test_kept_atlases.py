"""A start that finds what an earlier one has read answers as that one did, and reads for itself what differs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from atlas.inquiry import Inquiry
from atlas.question.question import default_question
from data.errors import DataError
from tests.data.tiny_plan import written
from ui import data_versions, kept_atlases
from ui.data_versions import DataVersions
from ui.kept_atlases import KeptAtlases
from ui.own_directory import OwnDirectory

pytestmark = pytest.mark.usefixtures("shipped_tables_are_read_once")
ROOT = Path(__file__).resolve().parents[2]
HALF = ('"0.50"', '"0.51"')


class Starts:
    """Starts of a server, each of which reads what it must. reads  how many have read the tables"""

    def __init__(self, home: Path, plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads = 0
        self.own, self.plans = OwnDirectory(home), plans
        read = data_versions.read_frames

        def counted(*given: Any) -> Any:
            self.reads += 1
            return read(*given)

        monkeypatch.setattr(data_versions, "read_frames", counted)

    def start(self) -> DataVersions:
        versions = DataVersions(self.plans, kept=KeptAtlases(self.own, self.plans))
        versions.version("tiny")
        return versions


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Starts:
    return Starts(tmp_path, written(tmp_path / "plans"), monkeypatch)


def told(versions: DataVersions, language: str) -> list[Any]:
    """All cards of a page, and every frame, as texts."""
    known = versions.at(versions.in_use)
    atlas = known.atlases["tiny", language]
    cards = Inquiry(atlas, default_question(known.choices["tiny"])).cards
    return [repr(cards), *(each.to_csv() for each in atlas.world.frames.values()), repr(atlas.plan), repr(atlas.sets)]


def test_the_next_start_reads_no_table_and_answers_the_same(starts: Starts) -> None:
    first, second = starts.start(), starts.start()
    assert starts.reads == 1
    assert first.in_use == second.in_use
    for language in ("zh", "en"):
        assert told(first, language) == told(second, language)


def test_changed_files_are_read(starts: Starts) -> None:
    starts.start()
    written(starts.plans, definitions=HALF)
    changed = starts.start()
    assert starts.reads == 2
    assert str(changed.at(changed.in_use).atlases["tiny", "zh"].plan.definitions[0].share) == "51/100"


def test_another_program_reads(starts: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    starts.start()
    monkeypatch.setattr(kept_atlases, "program", lambda: "later")
    starts.start()
    assert starts.reads == 2


def test_plans_in_another_folder_are_read(starts: Starts) -> None:
    starts.start()
    starts.plans = Path(shutil.copytree(starts.plans, starts.plans.with_name("more plans")))
    moved = starts.start()
    assert starts.reads == 2
    assert moved.at(moved.in_use).atlases["tiny", "zh"].more == starts.plans


def test_what_is_damaged_is_read_again_and_repaired(starts: Starts, tmp_path: Path) -> None:
    starts.start()
    (path,) = tmp_path.rglob("read-*")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    starts.start()
    starts.start()
    assert starts.reads == 2


def test_half_of_one_version_and_half_of_another_is_never_kept(starts: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    read, saved = data_versions.read_frames, iter([HALF])

    def saved_meanwhile(*given: Any) -> Any:
        for change in [next(saved, None)]:
            if change:
                written(starts.plans, definitions=change)
        return read(*given)

    monkeypatch.setattr(data_versions, "read_frames", saved_meanwhile)
    assert str(starts.start().at("").atlases["tiny", "zh"].plan.definitions[0].share) == "51/100"
    written(starts.plans)
    assert str(starts.start().at("").atlases["tiny", "zh"].plan.definitions[0].share) == "1/2"
    assert starts.reads == 3


def test_a_broken_plan_is_refused_whatever_was_read_before(starts: Starts) -> None:
    starts.start()
    written(starts.plans, definitions=('"0.50"', '"80%"'))
    with pytest.raises(DataError, match="one-centre: share"):
        starts.start()


def test_where_nothing_can_be_kept_every_start_reads(starts: Starts, tmp_path: Path) -> None:
    starts.own = OwnDirectory(tmp_path / "not there")
    starts.start()
    starts.start()
    assert starts.reads == 2


@pytest.mark.long  # two starts of the whole app
def test_a_later_start_waits_for_no_library_that_only_composing_or_distances_need(tmp_path: Path) -> None:
    starting = (
        "import asyncio, sys, unittest.mock, streamlit_app\n"
        "streamlit_app.Thread = unittest.mock.Mock()  # what comes after the start\n"
        "needed = {'branca', 'folium', 'jinja2', 'scipy'}\n"
        "async def start():\n"
        "    async with streamlit_app.lifespan(streamlit_app.app): print(*needed & set(sys.modules))\n"
        "asyncio.run(start())"
    )
    own = os.environ | {"TMPDIR": str(tmp_path)}
    first, later = (
        subprocess.run(
            [sys.executable, "-c", starting], cwd=ROOT, env=own, check=True, timeout=110, capture_output=True, text=True
        )
        for _ in range(2)
    )
    assert "folium" in first.stdout
    assert later.stdout.split() == []

"""Whatever kind of file is carried away: a full disk leaves the old one as it was, and so does a kill at any step."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from data import whole_files
from documents import press
from tests.documents.print_questions import dot

ROOT = Path(__file__).resolve().parents[1]
# A verb for each ending that leaves the house; layers as .gpkg, .geojson and .zip are in test_export_verb.
VERBS = {
    "brief.docx": ("brief", "prefecture", "440500"),
    "brief.pdf": ("brief", "prefecture", "440500"),
    "all.zip": ("brief", "all"),
    "slide.pptx": ("slide",),
    "tables.xlsx": ("export", "--page", "coverage"),
    "map.png": ("map", "--sheet", "slide"),
    "map.svg": ("map", "--sheet", "slide"),
    "map.pdf": ("map", "--sheet", "slide"),
    "map.html": ("map",),
}
# What a file is written by, one after the other; the process ends itself by the signal that nobody can hold up.
STEPS = ("os.fdopen", "os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace")
KILLED = """
import os, pathlib, signal
from data.whole_files import write_whole
{step} = lambda *given, **named: os.kill(os.getpid(), signal.SIGKILL)
write_whole(pathlib.Path({path!r}), b"new" * 100_000)
"""


@pytest.mark.long
@pytest.mark.usefixtures("one_atlas")
@pytest.mark.parametrize("name", VERBS)
def test_a_full_disk_leaves_the_old_file_of_every_kind(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / name
    out.write_bytes(b"old")
    monkeypatch.setattr(press, "pictures", lambda *_given: dot)
    monkeypatch.setattr(whole_files.os, "fsync", full)
    assert cli.main([*VERBS[name], "--out", str(out)]) == 2
    assert "No space left" in capsys.readouterr().err
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("old", [b"old", None], ids=["there-is-one", "there-is-none"])
def test_a_kill_at_any_step_leaves_the_old_file_or_none(step: str, old: bytes | None, tmp_path: Path) -> None:
    out = tmp_path / "brief.docx"
    if old is not None:
        out.write_bytes(old)
    asked = [sys.executable, "-c", KILLED.format(step=step, path=str(out))]
    assert subprocess.run(asked, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert (out.read_bytes() if out.exists() else None) == old


def test_writing_leaves_the_rights_of_new_files_to_all_threads_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mask belongs to the process: two threads that set and reset it could leave it set."""

    def never(mask: int) -> int:
        raise AssertionError(mask)

    monkeypatch.setattr(os, "umask", never)
    whole_files.write_whole(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"

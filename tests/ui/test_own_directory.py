"""The own directory: closed to others, never trusted, repaired, cleaned of the dead, and dispensable."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.another_user import AS_ROOT, NOBODY, PREFIX
from ui import own_directory
from ui.own_directory import OwnDirectory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def opened() -> Iterator[Callable[..., OwnDirectory]]:
    """Opens directories as servers do, and lets go of them at the end."""
    made: list[OwnDirectory] = []

    def open_one(base: Path, **more: Any) -> OwnDirectory:
        made.append(OwnDirectory(base, **more))
        return made[-1]

    yield open_one
    for each in made:
        each.close()


def home(base: Path) -> Path:
    (found,) = base.glob("guangdong-ip-atlas*")
    return found


def as_another_user(base: Path, code: str) -> str:
    """What a program prints that runs as nobody, with `base` as argument."""
    done = subprocess.run(
        [*PREFIX, sys.executable, "-c", code, str(base)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_what_is_kept_is_found_again_by_the_next_server(tmp_path: Path, opened: Callable[..., OwnDirectory]) -> None:
    opened(tmp_path).keep("one", "map", b"1")
    assert opened(tmp_path).kept("one", "map") == b"1"
    assert opened(tmp_path).kept("one", "ma") is None
    assert opened(tmp_path).kept("two", "map") is None


def test_nobody_else_may_read_or_write_in_it(tmp_path: Path, opened: Callable[..., OwnDirectory]) -> None:
    before = os.umask(0)
    try:
        opened(tmp_path).keep("one", "map", b"1")
    finally:
        os.umask(before)
    assert stat.S_IMODE(home(tmp_path).stat().st_mode) == 0o700
    assert str(os.getuid()) in home(tmp_path).name


def test_only_the_last_that_was_kept_under_a_name_stays(tmp_path: Path, opened: Callable[..., OwnDirectory]) -> None:
    own = opened(tmp_path)
    own.keep("one", "map", b"1")
    own.keep("one", "map", b"2")
    assert own.kept("one", "map") == b"2"
    assert len(list((home(tmp_path) / "one").glob("map.*"))) == 1


@pytest.mark.parametrize("damage", [b"", b"another script", b"1" + b"\0"])
def test_what_was_changed_is_never_given_out_and_is_repaired(
    damage: bytes, tmp_path: Path, opened: Callable[..., OwnDirectory]
) -> None:
    own = opened(tmp_path)
    own.keep("one", "map", b"1")
    (path,) = (home(tmp_path) / "one").glob("map.*")
    path.write_bytes(damage)
    assert own.kept("one", "map") is None
    assert not path.exists()
    own.keep("one", "map", b"1")
    assert own.kept("one", "map") == b"1"


def test_it_is_made_again_when_it_was_deleted_while_the_server_runs(
    tmp_path: Path, opened: Callable[..., OwnDirectory]
) -> None:
    own = opened(tmp_path)
    own.keep("one", "map", b"1")
    for path in sorted(home(tmp_path).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    home(tmp_path).rmdir()
    assert own.kept("one", "map") is None
    own.keep("one", "map", b"1")
    assert own.kept("one", "map") == b"1"


def _link(usual: Path) -> None:
    (usual.parent / "elsewhere").mkdir(mode=0o700)
    usual.symlink_to(usual.parent / "elsewhere")


TAKEN: dict[str, Callable[[Path], Any]] = {
    "a link": _link,
    "a link to nowhere": lambda usual: usual.symlink_to(usual.parent / "nowhere"),
    "a file": lambda usual: usual.write_text("here"),
    "open to a group": lambda usual: usual.mkdir() or usual.chmod(0o770),
    "open to all": lambda usual: usual.mkdir() or usual.chmod(0o777),
    "readable by all": lambda usual: usual.mkdir() or usual.chmod(0o755),
}


@pytest.mark.parametrize("taken", TAKEN)
def test_a_place_that_is_not_ours_alone_is_left_and_another_taken(
    taken: str, tmp_path: Path, opened: Callable[..., OwnDirectory]
) -> None:
    usual = tmp_path / own_directory._name()
    TAKEN[taken](usual)
    before = sorted(tmp_path.rglob("*"))
    own = opened(tmp_path)
    own.keep("one", "map", b"1")
    assert own.fault == ""
    assert own.kept("one", "map") == b"1"
    assert opened(tmp_path).kept("one", "map") == b"1", "the next server finds the other place"
    (made,) = [path for path in tmp_path.iterdir() if path not in before]
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert not made.is_symlink()
    if usual.is_dir():
        assert list(usual.iterdir()) == []


@AS_ROOT
def test_the_directory_of_another_user_is_never_used(tmp_path: Path, opened: Callable[..., OwnDirectory]) -> None:
    usual = tmp_path / own_directory._name()
    usual.mkdir(mode=0o700)
    os.chown(usual, NOBODY, NOBODY)
    own = opened(tmp_path)
    own.keep("one", "map", b"1")
    assert own.kept("one", "map") == b"1"
    assert list(usual.iterdir()) == []


KEEPS = """
import sys
from pathlib import Path
from ui.own_directory import OwnDirectory
own = OwnDirectory(Path(sys.argv[1]))
own.keep("one", "map", b"of nobody")
print(own.kept("one", "map"), own.fault or own.look())
"""


@AS_ROOT
def test_two_users_on_one_machine_have_a_directory_each(tmp_path: Path, opened: Callable[..., OwnDirectory]) -> None:
    for each in (tmp_path, *tmp_path.parents[:3]):
        each.chmod(each.stat().st_mode | 0o011)
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    own = opened(shared)
    own.keep("one", "map", b"1")
    assert as_another_user(shared, KEEPS) == "b'of nobody'"
    assert own.kept("one", "map") == b"1"
    assert len(list(shared.iterdir())) == 2


@AS_ROOT
def test_a_place_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    for each in (tmp_path, *tmp_path.parents[:3]):
        each.chmod(each.stat().st_mode | 0o011)
    said = as_another_user(tmp_path, KEEPS)
    assert said == f"None {tmp_path / f'guangdong-ip-atlas-{NOBODY}'}: Permission denied"


def test_a_full_disk_is_told_in_one_sentence_until_there_is_room(
    tmp_path: Path, opened: Callable[..., OwnDirectory], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 1000, 10))
    own = opened(tmp_path, now=lambda: next(clock))
    assert own.look() == ""
    with monkeypatch.context() as full:

        def refuse(path: Path, _content: bytes) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

        full.setattr(own_directory, "write_whole", refuse)
        own.keep("one", "map", b"1")
        assert own.fault.endswith("No space left on device")
        assert own.look().endswith("No space left on device")
        assert own.kept("one", "map") is None
    assert own.look() == ""
    own.keep("one", "map", b"1")
    assert own.kept("one", "map") == b"1"


def test_a_machine_without_any_temporary_directory_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(own_directory.tempfile, "gettempdir", none)
    own = OwnDirectory()
    own.keep("one", "map", b"1")
    own.clean()
    assert own.kept("one", "map") is None
    assert own.look() == "No usable temporary directory found"


def test_the_disk_is_asked_once_in_five_seconds(tmp_path: Path, opened: Callable[..., OwnDirectory]) -> None:
    times = iter([0.0, 0.0, 4.9, 5.0, 5.0])
    own = opened(tmp_path, now=lambda: next(times))
    own.look()
    own._path.joinpath("looked").unlink()
    own.look()
    assert not own._path.joinpath("looked").exists()
    own.look()
    assert own._path.joinpath("looked").exists()


def test_folders_of_the_dead_are_removed_and_those_of_the_living_are_not(
    tmp_path: Path, opened: Callable[..., OwnDirectory]
) -> None:
    living, dead = opened(tmp_path), opened(tmp_path)
    living.keep("theirs", "map", b"1")
    living.keep("both", "map", b"1")
    dead.keep("both", "map", b"1")
    dead.keep("old", "map", b"1")
    dead.close()
    (home(tmp_path) / "half-made").mkdir()
    ours = opened(tmp_path)
    ours.keep("ours", "map", b"1")
    ours.clean()
    assert {path.name for path in home(tmp_path).iterdir() if path.is_dir()} == {"theirs", "both", "ours"}
    assert living.kept("theirs", "map") == b"1"


def test_a_server_that_was_killed_holds_nothing(tmp_path: Path, opened: Callable[..., OwnDirectory]) -> None:
    code = (
        "import os, sys; from pathlib import Path; from ui.own_directory import OwnDirectory\n"
        "OwnDirectory(Path(sys.argv[1])).keep('killed', 'map', b'1'); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 9
    assert (home(tmp_path) / "killed").is_dir()
    opened(tmp_path).clean()
    assert not (home(tmp_path) / "killed").exists()

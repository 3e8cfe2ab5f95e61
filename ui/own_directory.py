"""The directory of the atlas: one a user, closed to others, only for what can be made again.

Nothing in it is trusted: a name ends with the hash of its content, and what differs is thrown away. Whatever is wrong
with the disk, nobody waits for it and nothing fails; `fault` then says in one sentence why nothing can be kept.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import IO

from data.whole_files import write_whole

if sys.platform != "win32":
    import fcntl

NAME = "guangdong-ip-atlas"
IN_USE = "in-use"
LOOK_S = 5.0


class OwnDirectory:
    """A directory of this user's under `base`, made when first needed.

    What belongs together (a data version, a program) stands in a folder of its own, which is held while this process
    lives, so that another does not clean it away.  now  a clock in seconds
    """

    def __init__(self, base: Path | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self.fault = ""
        self._base = base
        self._now, self._looked = now, float("-inf")
        self._path: Path | None = None
        self._held: dict[str, IO[bytes]] = {}
        self._lock = Lock()

    def kept(self, folder: str, stem: str) -> bytes | None:
        """What was kept under this name, None when it is not there whole; what is damaged is removed."""
        try:
            home = self._folder(folder)
            for path in sorted(home.glob(f"{stem}.*")):
                content = path.read_bytes()
                if path.suffix == f".{_hash(content)}":
                    return content
                path.unlink()
        except OSError as error:
            self._failed(error)
        return None

    def keep(self, folder: str, stem: str, content: bytes) -> None:
        """Keep `content` under this name, in place of what was kept under it before."""
        try:
            home = self._folder(folder)
            written = home / f"{stem}.{_hash(content)}"
            write_whole(written, content)
            for path in home.glob(f"{stem}.*"):
                if path != written:
                    path.unlink(missing_ok=True)
        except OSError as error:
            self._failed(error)
        else:
            self.fault = ""

    def look(self) -> str:
        """Why nothing can be kept at this moment, "" when all is well; the disk is asked once in LOOK_S at most."""
        if self._now() - self._looked >= LOOK_S:
            self._looked = self._now()
            try:
                write_whole(self._home() / "looked", b"1")
            except OSError as error:
                self._failed(error)
            else:
                self.fault = ""
        return self.fault

    def clean(self) -> None:
        """Remove the folders that no living process holds."""
        try:
            for folder in [path for path in self._home().iterdir() if path.is_dir() and path.name not in self._held]:
                _remove_when_dead(folder)
        except OSError as error:
            self._failed(error)

    def close(self) -> None:
        """Let go of every folder."""
        with self._lock:
            for lock in self._held.values():
                lock.close()
            self._held.clear()

    def _folder(self, name: str) -> Path:
        """A folder of the directory, there and held. Raises OSError."""
        folder = self._home() / name
        folder.mkdir(mode=0o700, exist_ok=True)
        with self._lock:
            if name not in self._held:
                lock = (folder / IN_USE).open("ab")
                self._held[name] = lock
                _hold(lock)
        return folder

    def _home(self) -> Path:
        """The directory, looked at anew every time. Raises OSError when there is none that is ours."""
        if self._path is None or not _is_ours(self._path):
            # Asked only here: where no temporary directory can be written to, this already fails.
            base = Path(tempfile.gettempdir()) if self._base is None else self._base
            self._path = next(filter(_is_ours, _places(base)), None) or _made(base)
        return self._path

    def _failed(self, error: OSError) -> None:
        place = error.filename or self._path
        self.fault = f"{place}: {error.strerror}" if place else error.strerror or str(error)


def _name() -> str:
    """The usual name of the directory: with the number of the user, whose home may not exist or be read-only."""
    return f"{NAME}-{os.getuid()}" if hasattr(os, "getuid") else NAME


def _places(base: Path) -> Iterator[Path]:
    """Where the directory may already be."""
    yield base / _name()
    yield from sorted(base.glob(f"{_name()}-*"))


def _made(base: Path) -> Path:
    """A new directory, under another name where the usual one is taken by somebody or something else."""
    usual = base / _name()
    try:
        usual.mkdir(mode=0o700)
    except FileExistsError:
        return Path(tempfile.mkdtemp(dir=base, prefix=f"{usual.name}-"))
    return usual


def _is_ours(path: Path) -> bool:
    """Whether a path is a directory (no link to one) of this user's that nobody else may read or write."""
    try:
        found = path.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    # Windows keeps a temporary directory a user, and tells neither owner nor rights this way.
    return not hasattr(os, "getuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)


def _remove_when_dead(folder: Path) -> None:
    """Remove a folder unless a living process holds it."""
    mark = folder / IN_USE
    try:
        with mark.open("ab") as lock:
            _hold(lock, alone=True)
        # Windows refuses this while another process has it open. Whoever takes the folder at this very moment makes
        # its files once more.
        mark.unlink()
        shutil.rmtree(folder)
    except OSError:
        return


def _hold(lock: IO[bytes], *, alone: bool = False) -> None:
    """Hold an open file, alone or with others. Raises OSError when another process holds it otherwise."""
    if sys.platform != "win32":
        fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

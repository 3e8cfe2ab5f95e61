"""A file, or a folder of data, is written whole or not at all: whoever reads it, or stops the writing, never meets half
of one.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def _mask() -> int:
    """What this process takes from the rights of new files; the system tells it only to those who set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


# Asked once: two threads that ask at the same time could leave it set.
MASK = _mask()


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file beside its place, then put it there. Text is UTF-8. A pipe or a device is written to as it is.

    Raises OSError naming `path`; what stood there before is then as it was.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(raw)
        else:
            _replaced(path.resolve(), raw)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from None


def write_folder(files: Mapping[str, bytes], out: Path) -> list[str]:
    """Write a folder of data (path in it -> bytes) at once; the paths written.

    What is missing is made beside its place and put there by one renaming: all of `out` where there is none yet. Where
    there is one, plain files come first, and each dataset with its declaration at once.
    Raises OSError, and FileExistsError where another folder of that name is there, which stays as it was.
    """
    for path, content in files.items():
        if (out / path).exists() and (out / path).read_bytes() != content:
            raise FileExistsError(f"{out / path}: expected a folder without it, or with the same; choose another one")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name[:80]}.") as beside:
        whole = Path(beside) / "whole"
        for path, content in files.items():
            (whole / path).parent.mkdir(parents=True, exist_ok=True)
            write_whole(whole / path, content)
        _put(whole, out)
    return [str(out / path) for path in files]


def _put(made: Path, place: Path) -> None:
    """Move what was made to its place. A folder that is there already is filled, its files before its folders."""
    if not place.exists():
        made.rename(place)
    elif made.is_dir():
        for each in sorted(made.iterdir(), key=Path.is_dir):
            _put(each, place / each.name)


def _replaced(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~MASK)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise

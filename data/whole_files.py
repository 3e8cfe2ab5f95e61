"""A file is written whole or not at all: whoever reads it, or stops the writing, never meets half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


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


def _replaced(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _mask() -> int:
    """What this process takes from the rights of new files; the system tells it only to those who set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

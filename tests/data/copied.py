"""The data folder copied, for tests that break a file of it, and the ways in which a file breaks."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from data.catalog import ROOT


def copied(home: Path) -> Path:
    """Everything that says what is known, as the folder `home`/data."""
    root = home / "data"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("*.py", "recipes", "__pycache__"))
    return root


def files(root: Path = ROOT) -> list[str]:
    """Every file of data and rules, by its path in the folder."""
    found = [*root.glob("*.toml"), *root.glob("sets/*/*"), *root.glob("plans/*/*")]
    return sorted(path.relative_to(root).as_posix() for path in found)


def _truncated(content: bytes) -> bytes:
    """Half of it, and no whole value at its end."""
    half = content[: len(content) // 2]
    return half[: half.rindex(b'"') - 1] if b'"' in half else half


def _of_another_type(content: bytes) -> bytes:
    """The first text is a number; a table, which has none, is another kind of file."""
    changed, texts = re.subn(rb'(?m)^(\w+ = )".*', rb"\g<1>7", content, count=1)
    return changed if texts else b'[{"a": [1, 2]}]'


# What a file is afterwards; None: deleted. What is the same as before is no fault.
FAULTS: dict[str, Callable[[bytes], bytes | None]] = {
    "deleted": lambda content: None,
    "empty": lambda content: b"",
    "GB18030": lambda content: content.decode("utf-8").encode("gb18030"),
    "UTF-16": lambda content: content.decode("utf-8").encode("utf-16"),
    "truncated": _truncated,
    "wrong type": _of_another_type,
}


def with_bits_flipped(content: bytes, seed: str, times: int) -> list[bytes]:
    """The content with another bit of it flipped, `times` over."""
    source, found = random.Random(seed), []
    for _ in range(times):
        place, changed = source.randrange(len(content)), bytearray(content)
        changed[place] ^= 1 << source.randrange(8)
        found.append(bytes(changed))
    return found


def put(path: Path, content: bytes | None) -> None:
    """The file with this content, or away."""
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)

"""Count lines of tests and of code, by room: `python tools/sizes.py`. Blank lines and comments count in neither."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("geo", "layers", "data", "atlas", "documents", "verbs", "ui")
COMMENTS = {".py": "#", ".js": "//", ".css": "/*"}


def lines(paths: Iterable[Path]) -> int:
    """Lines with something on them that is no comment; docstrings count, they are part of the code."""
    return sum(
        bool(line.strip()) and not line.strip().startswith(COMMENTS[path.suffix])
        for path in paths
        if path.suffix in COMMENTS
        for line in path.read_text(encoding="utf-8").splitlines()
    )


def main() -> int:
    """Print a line a room and the ratio of all tests to all code."""
    code = {room: lines((ROOT / room).rglob("*.*")) for room in ROOMS} | {"top": lines(ROOT.glob("*.py"))}
    tests = {room: lines((ROOT / "tests" / room).rglob("*.*")) for room in (*ROOMS, "browser")}
    tests["top"] = lines((ROOT / "tests").glob("*.py"))
    for room in dict.fromkeys([*code, *tests]):
        print(f"{room:8} {code.get(room, 0):7,} code {tests.get(room, 0):7,} tests")
    print(f"{'all':8} {sum(code.values()):7,} code {sum(tests.values()):7,} tests, tests/code {ratio(code, tests):.2f}")
    return 0


def ratio(code: dict[str, int], tests: dict[str, int]) -> float:
    """Lines of tests for each line of code."""
    return sum(tests.values()) / sum(code.values())


if __name__ == "__main__":
    sys.exit(main())

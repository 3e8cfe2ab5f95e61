"""Aims that every file meets: short enough to be read at once, narrow enough to be read side by side, one idea each.

ruff holds complexity and that every public function is documented; here is what no linter of ours counts.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tools import sizes

ROOT = Path(__file__).resolve().parent.parent
LONGEST, WIDEST = 400, 120
ROOMS = ("geo", "layers", "data", "atlas", "documents", "verbs", "ui", "tools", "tests")


def ours() -> list[Path]:
    """Python, JavaScript and CSS that we write; what others wrote is in static/."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in (".py", ".js", ".css")]
    return sorted([*ROOT.glob("*.py"), *found])


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {name(path) for path in ours() if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST}
    assert long == set()


def test_no_line_is_wider_than_a_hundred_and_twenty_columns() -> None:
    """Of scripts and styles; ruff measures Python."""
    scripts = [path for path in ours() if path.suffix != ".py"]
    wide = {
        name(path)
        for path in scripts
        if any(len(line) > WIDEST for line in path.read_text(encoding="utf-8").splitlines())
    }
    assert scripts
    assert wide == set()


def test_ruff_asks_for_documents_and_simple_functions_in_every_room() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert {"D1", "C90", "ANN"} <= set(asked["select"])
    assert asked["mccabe"]["max-complexity"] <= 10
    released = {room for room, rules in asked["per-file-ignores"].items() if {"D", "D1", "C90", "ANN"} & set(rules)}
    assert released == {"tests/**"}


def test_tests_and_code_are_counted_without_blank_lines_and_comments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "town.py"
    file.write_text('"""A town."""\n\n# why\nPEOPLE = 700\n')
    assert sizes.lines([file, tmp_path]) == 2
    assert sizes.main() == 0
    assert "tests/code" in capsys.readouterr().out

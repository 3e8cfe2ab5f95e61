"""A file of rules is read once for what it says, and handed to each reader as a table of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import rule_files
from data.rule_files import read_toml


def test_what_one_reader_changes_is_as_it_was_for_the_next(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('[[rule]]\nids = ["a"]\n', encoding="utf-8")
    told = read_toml(file)
    told["rule"][0]["ids"].append("b")
    told["more"] = 1
    assert read_toml(file) == {"rule": [{"ids": ["a"]}]}


def test_the_same_is_read_once_wherever_it_stands_and_what_is_changed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, copy = tmp_path / "rules.toml", tmp_path / "copy.toml"
    for each in (file, copy):
        each.write_text("once = 20261127\n", encoding="utf-8")
    told = read_toml(file)
    with monkeypatch.context() as unread:
        unread.setattr(rule_files, "tomllib", None)
        assert read_toml(copy) == told == {"once": 20261127}
    copy.write_text("once = 20261128\n", encoding="utf-8")
    assert read_toml(copy) == {"once": 20261128}
    assert read_toml(file) == told

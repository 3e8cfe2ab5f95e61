"""The glossary speaks of what is there: every module, class and function that it names by a dotted name."""

from __future__ import annotations

import importlib
import re
from importlib.util import find_spec

import pytest

from data.catalog import ROOT

GLOSSARY = ROOT.parent / "docs" / "glossary.md"
ROOMS = ("geo", "data", "layers", "atlas", "documents", "ui", "verbs")
DOTTED = re.compile(rf"`((?:{'|'.join(ROOMS)})(?:\.\w+)+)(?:\(\))?`")
ROW = re.compile(r"^\| (?!-|中文)([^|]+)\|([^|]+)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)


def rows() -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in row) for row in ROW.findall(GLOSSARY.read_text(encoding="utf-8"))]


def is_there(name: str) -> bool:
    """Whether a dotted name is a module, or something that its module has."""
    module, _, last = name.rpartition(".")
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        # What it would lie in is a module, not a package.
        spec = None
    return spec is not None or hasattr(importlib.import_module(module), last)


@pytest.mark.parametrize("name", sorted({name for row in rows() for name in DOTTED.findall(row[2])}))
def test_what_the_glossary_names_is_there(name: str) -> None:
    assert is_there(name)


@pytest.mark.parametrize("column", [0, 1])
def test_a_term_has_one_meaning(column: int) -> None:
    terms = [row[column] for row in rows()]
    assert len(terms) > 100
    assert [term for term in terms if terms.count(term) > 1] == []

"""Words that are declared and said later: titles and legends of layers, pages and steps of the tour, sentences of
faults, labels of cards, and the codes that data and plans bring with them. Each needs an entry like a sentence said.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

# What declares words: which arguments of a call are message ids, by place and by name.
DECLARING: dict[str, tuple[str | int, ...]] = {
    "Layer": ("title", "group", "note", "legend"),
    "body_layer": (1, "title"),
    "Page": (1, "title"),
    "Step": (0, 1, "title", "text"),
    "FaultError": (0, "message"),
    "ImpossibleError": (0, "message"),
    "Limit": (3, "sentence"),
    "Note": (0, "message"),
    "Reason": (1, "sentence"),
    "Thing": (1, 2, "title", "about"),
    "Told": (0, "message"),
    "told_fault": (1, "message"),
}
# Constants that are message ids, or have them as their values.
CONSTANTS = ("WORDS", "POSITIONS", "LEGEND", "LARGE_PARTS", "UNREADABLE", "ODD_ZIP", "UNREADABLE_MAP")
ROOMS = ("ui", "verbs", "documents", "atlas", "layers", "data", "geo")
# Parts of a plan's tables that are said behind a word, or as they are.
PLAN_CODES = {"rule": "rule {}", "measure": "measure {}"}


def declared_words(root: Path) -> dict[str, str]:
    """Every declared word under `root`, with one place that declares it: code first, then sets, sources and plans."""
    files = [path for room in ROOMS for path in sorted((root / room).rglob("*.py"))]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}
    declaring = dict(DECLARING) | dict.fromkeys(_heirs(trees.values(), "FaultError"), DECLARING["FaultError"])
    words: dict[str, str] = {}
    for path, tree in trees.items():
        for word, line in (*_in_code(tree, declaring), *(_labels(tree) if "layers" in path.parts else ())):
            words.setdefault(word, f"{path.relative_to(root)}:{line}")
    for word, place in (*_in_sets(root, _coded_columns(trees)), *_in_sources(root), *_in_plans(root)):
        words.setdefault(word, place)
    return words


def _in_code(tree: ast.AST, declaring: Mapping[str, tuple[str | int, ...]]) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            wanted = declaring.get(_name(node.func), ())
            for place, value in enumerate(node.args):
                yield from _words(value) if place in wanted else ()
            for keyword in node.keywords:
                yield from _words(keyword.value) if keyword.arg in wanted else ()
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(each, ast.Name) and each.id in CONSTANTS for each in targets):
                yield from _words(node.value)


def _labels(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The labels of a card's lines: lists of a word and a text that is worked out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.List) and len(node.elts) == 2 and not isinstance(node.elts[1], ast.Constant):
            yield from _words(node.elts[0]) if isinstance(node.elts[0], ast.Constant) else ()


def _words(value: ast.expr) -> Iterator[tuple[str, int]]:
    """The literal words of a value; of a mapping its values. What is computed is declared elsewhere."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.value, value.lineno
    parts: list[ast.expr] = []
    if isinstance(value, ast.Dict):
        parts = value.values
    elif isinstance(value, ast.Tuple | ast.List):
        parts = value.elts
    elif isinstance(value, ast.IfExp):
        parts = [value.body, value.orelse]
    for part in parts:
        yield from _words(part)


def _heirs(trees: Iterable[ast.Module], base: str) -> set[str]:
    """Names of the classes that inherit from a class, by way of others too."""
    bases = {
        node.name: {_name(each) for each in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {base}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return found - {base}


def _coded_columns(trees: Mapping[Path, ast.Module]) -> set[str]:
    """The columns whose codes a table says in words (ui/parts/tables.py) and whose heading some table can show."""
    columns: dict[str, set[str]] = {}
    for path, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and "ui" in path.parts:
                columns.setdefault(node.targets[0].id, set()).update(word for word, _ in _words(node.value))
    shown = set[str]().union(*(words for name, words in columns.items() if name != "CODED"))
    return columns.get("CODED", set()) & shown


def _in_sets(root: Path, columns: set[str]) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "data").glob("sets/*/meta.toml")):
        about, place = _toml(path), path.relative_to(root).as_posix()
        if about.get("status"):
            yield str(about["status"]), place
        # Only records are shown row by row, and every record says its evidence.
        for name in columns & set(about.get("columns", {})) if "evidence" in about.get("columns", {}) else ():
            for code in about["columns"][name].get("allowed", ()):
                if code:
                    yield str(code), f"{place}, column {name}"


def _in_sources(root: Path) -> Iterator[tuple[str, str]]:
    sources = root / "data" / "sources.toml"
    for name, source in _toml(sources).items() if sources.is_file() else ():
        if source.get("quality"):
            yield str(source["quality"]), f"data/sources.toml, {name}"


def _in_plans(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "data").glob("plans/*/*.toml")):
        for table in _tables(_toml(path)):
            for part, said in PLAN_CODES.items():
                if part in table:
                    yield said.format(table[part]), f"{path.relative_to(root).as_posix()}, {table.get('id', part)}"


def _tables(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in document.values():
        yield from (each for each in (part if isinstance(part, list) else ()) if isinstance(each, Mapping))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else str(getattr(called, "id", ""))

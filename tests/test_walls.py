"""The walls that import-linter cannot see: it reads packages, and streamlit_app.py, cli.py and tools/ are none."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("geo", "layers", "data", "atlas", "documents", "verbs", "ui")
DOORS = ("streamlit_app", "cli")
ONLY_IN = {"streamlit": ("ui/", "streamlit_app.py"), "folium": ("layers/folium_map.py",)}


def imported(code: str) -> Iterator[str]:
    """The first part of the name of every module imported anywhere in `code`, inside functions too."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0]


def modules(code: str) -> Iterator[str]:
    """The full name of every module imported anywhere in `code`, and of what is imported from it."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def sources() -> list[Path]:
    """All Python of the product: the rooms and the files at the top."""
    return sorted([*ROOT.glob("*.py"), *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))])


@cache
def imported_by(path: Path) -> frozenset[str]:
    """What a file of the product imports; each is read once."""
    return frozenset(imported(path.read_text(encoding="utf-8")))


def importers(module: str) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in sources() if module in imported_by(path)]


@pytest.mark.parametrize("module", ONLY_IN)
def test_a_tool_stays_in_its_room(module: str) -> None:
    where = importers(module)
    assert where, f"nothing imports {module}: the rule has lost its object"
    assert [path for path in where if not path.startswith(ONLY_IN[module])] == []


@pytest.mark.parametrize("door", DOORS)
def test_no_room_imports_an_entry(door: str) -> None:
    assert (ROOT / f"{door}.py").is_file()
    assert importers(door) == []


@pytest.mark.parametrize("module", ["tests", "tools"])
def test_the_product_does_not_import_its_scaffolding(module: str) -> None:
    assert importers(module) == []


def test_no_test_module_imports_another() -> None:
    """What several tests share stands in worlds, oracles, steps: a test may then be moved or thrown away alone."""
    lines = [
        f"{path.relative_to(ROOT).as_posix()}: {module}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for module in modules(path.read_text(encoding="utf-8"))
        if module.startswith("tests.") and any(part.startswith(("test_", "conftest")) for part in module.split("."))
    ]
    assert lines == []


def test_imports_inside_functions_are_seen() -> None:
    code = "def late():\n    import folium.plugins\n    from streamlit import session_state\n    from . import near\n"
    assert list(imported(code)) == ["folium", "streamlit"]


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    places = ("/home" + "/", "/root" + "/", "/work" + "/", "/Users" + "/")
    files = [
        *sources(),
        *(ROOT / "tools").iterdir(),
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
        *ROOT.glob("require*"),
    ]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files if path.is_file()}
    assert [name for name, text in texts.items() if any(place in text for place in places)] == []


def test_no_modules_import_one_another_in_a_circle() -> None:
    """Also not inside functions, nor for their types alone."""
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    floors = TopologicalSorter({each: graph.find_modules_directly_imported_by(each) for each in graph.modules})
    assert len(list(floors.static_order())) == len(graph.modules) > 400

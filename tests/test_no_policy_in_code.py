"""What a plan says is data: no plan, prefecture, quantity, sentence, box, date, share or national kind is named in the
product's code, so that the next plan, and the next edition of this one, edit files under data/ only.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data.catalog import meta
from data.plans import plan_ids, read_plan

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("geo", "layers", "data", "atlas", "documents", "verbs", "ui")
# Recipes make the datasets of this province, and say so.
OTHER = ("data/recipes/",)
FILES = sorted(
    path
    for path in [
        *(path for room in ROOMS for path in (ROOT / room).rglob("*.py")),
        ROOT / "cli.py",
        ROOT / "streamlit_app.py",
    ]
    if not path.relative_to(ROOT).as_posix().startswith(OTHER)
)
# A form is best explained by an example: after these words a text may name one.
EXAMPLES = ("such as ", "for example ")
NAMES = {
    "a plan": r"(plan-)?\d\d-5",
    "a prefecture": r"(?<!\d)44\d{4}(?!\d)",
    "a quantity": r"(?<!\w)T\d{3}(?!\w)",
    "a clause": r"clause-\w",
    "a box": r"[Bb]ox \d|专栏 ?\d",
    "a date": r"(?<!\d)(19|20)\d\d-[01]\d",
}
# What a workbook says of when it was made, so that equal tables are equal files; an edition of JSON Schema by its name.
ALLOWED = {
    ("data/export.py", "2000-01-01"),
    ("documents/features/answers.py", "https://json-schema.org/draft/2020-12/schema"),
}
# The number of prefectures, what 80 % of them are, and the share itself.
POLICY_NUMBERS = (17, 21, 0.8)


@cache
def constants(path: Path) -> list[ast.Constant]:
    """Every constant of a file that is no docstring."""
    tree = parsed(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def national_kinds() -> set[str]:
    """The kinds of bodies that a definition or a card of a plan asks for, and the levels."""
    plans = [read_plan(each) for each in plan_ids()]
    admissions: list[Any] = [each for plan in plans for definition in plan.definitions for each in definition.admits]
    admissions += [card for plan in plans for card in plan.cards]
    named = {name for each in admissions for name in (*each.kinds, *each.levels, *each.subkinds)}
    assert named & set(meta("bodies").columns["kind"]["allowed"])
    return named


def test_the_whole_product_is_looked_through() -> None:
    assert len(FILES) > 100


@pytest.mark.parametrize("what", NAMES)
def test_code_names_none(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for path in FILES
        for node in constants(path)
        if isinstance(node.value, str)
        and re.search(NAMES[what], node.value)
        and not any(word in node.value for word in EXAMPLES)
        and (path.relative_to(ROOT).as_posix(), node.value) not in ALLOWED
    ]
    assert found == []


def test_code_makes_no_date_of_its_own() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("date", "datetime", "Timestamp")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, int)
    ]
    assert found == []


def test_code_asks_for_no_kind_of_bodies_but_where_a_layer_is_declared_for_it() -> None:
    named = national_kinds()
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for path in FILES
        for node in constants(path)
        if isinstance(node.value, str)
        and node.value in named
        and path.parent.name != "layers"
        and path.parts[-2] != "geo"
    ]
    assert found == []


def test_code_holds_no_number_of_the_rule() -> None:
    """How a class is drawn is no policy, and the science is handed its limits: layers and geo are left out."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for path in FILES
        if path.relative_to(ROOT).parts[0] not in ("layers", "geo")
        for node in constants(path)
        if type(node.value) in (int, float) and node.value in POLICY_NUMBERS
    ]
    assert found == []

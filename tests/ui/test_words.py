"""Every code and heading that a reader can meet has a Chinese word, and no Chinese is written into code."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

from data.catalog import meta
from layers.folium_map import POSITIONS, WORDS
from ui import tables
from ui.evidence import AREA_COLUMNS, COUNT_COLUMNS
from ui.selection import FACTS
from ui.words import catalogue, say_in

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.parametrize("column", ["kind", "level", "status", "position", "record_type", "evidence"])
def test_codes_of_the_bodies_table_are_translated(column: str) -> None:
    codes = meta("bodies").columns[column]["allowed"]
    missing = [code for code in codes if not CHINESE.search(say_in("zh")(code)) and column != "evidence"]
    assert missing == []


@pytest.mark.parametrize("code", ["operating", "approved", "unclear", "exact", "bound", "counted", "undated"])
def test_states_and_bases_are_translated(code: str) -> None:
    assert CHINESE.search(say_in("zh")(code))


def test_headings_are_translated() -> None:
    said = catalogue("zh")._catalog
    columns = {*tables.RECORD_COLUMNS, *AREA_COLUMNS, *COUNT_COLUMNS, *FACTS, "layer", "class", "counts"}
    assert [column for column in sorted(columns) if f"column {column}" not in said] == []


def test_the_words_of_the_map_are_translated() -> None:
    said = catalogue("zh")._catalog
    assert [word for word in (*WORDS, *POSITIONS) if word not in said] == []


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("*.py"), *(p for room in ("geo", "layers", "ui", "data") for p in (ROOT / room).rglob("*.py"))]),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_code_holds_no_chinese_outside_comments_and_docstrings(path: Path) -> None:
    if "recipes" in path.parts:
        return
    source = path.read_text(encoding="utf-8")
    strings = [
        token
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.STRING and CHINESE.search(token.string) and '"""' not in token.string
    ]
    assert [(token.start[0], token.string) for token in strings] == []

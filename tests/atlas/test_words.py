"""Every code and heading that a reader can meet has a word in each language, none speaks the other's, and no Chinese is
written into code. Lists, numbers and dates are written as the language writes them.
"""

from __future__ import annotations

import io
import re
import tokenize
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from atlas.question.address import NAMES
from atlas.question.question import NAMES_ASKED
from atlas.words import (
    CATALOGUES,
    LOCALES,
    catalogue,
    counted,
    decimal,
    full_date,
    in_sentences,
    known_date,
    labelled,
    listed,
    many_people,
    percent,
    say_in,
    whole,
)
from data.catalog import meta, read, set_ids
from documents import readable
from documents.readable import AREA_COLUMNS, COUNT_COLUMNS
from layers.folium_map import POSITIONS, WORDS
from ui.desks import PAGES
from ui.frame.tour import STEPS
from ui.parts.selection import FACTS

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u3400-\u9fff]")
FOREIGN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# Ids that are codes, which no reader may be shown as they are.
CODED = r"(column|conclusion|coverage|input|measure|method|rule|state|weak) \S+$"
TOLD = {
    "title",
    "short",
    "name",
    "item",
    "unit",
    "target_text",
    "conflict",
    "explain",
    "note",
    "group_title",
    "chapter",
    "section",
}


@pytest.mark.parametrize("column", ["kind", "level", "status", "position", "record_type", "evidence"])
def test_codes_of_the_bodies_table_are_translated(column: str) -> None:
    codes = meta("bodies").columns[column]["allowed"]
    missing = [code for code in codes if not CHINESE.search(say_in("zh")(code)) and column != "evidence"]
    assert missing == []


@pytest.mark.parametrize("code", ["operating", "approved", "unclear", "exact", "bound", "counted", "undated"])
def test_states_and_bases_are_translated(code: str) -> None:
    assert CHINESE.search(say_in("zh")(code))


@pytest.mark.parametrize("language", LOCALES)
def test_headings_are_translated(language: str) -> None:
    said = catalogue(language)._catalog
    columns = {*readable.RECORD_COLUMNS, *AREA_COLUMNS, *COUNT_COLUMNS, *FACTS, "layer", "class", "counts"}
    assert [column for column in sorted(columns) if f"column {column}" not in said] == []


@pytest.mark.parametrize("language", LOCALES)
def test_the_words_of_the_map_are_translated(language: str) -> None:
    said = catalogue(language)._catalog
    assert [word for word in (*WORDS, *POSITIONS) if word not in said] == []


@pytest.mark.parametrize("language", LOCALES)
def test_every_part_of_a_link_has_a_title_and_every_word_is_translated_once(language: str) -> None:
    said = catalogue(language)._catalog
    assert [name for name in sorted(NAMES | NAMES_ASKED) if f"parameter {name}" not in said] == []
    text = (CATALOGUES / f"{LOCALES[language]}.po").read_text(encoding="utf-8")
    keys = Counter(re.findall(r'^msgid "(.+)"', text, re.MULTILINE))
    assert [key for key, times in keys.items() if times > 1] == []


def test_english_speaks_no_chinese_and_shows_no_code() -> None:
    said = {key: text for key, text in catalogue("en")._catalog.items() if key}
    assert [key for key, text in said.items() if FOREIGN.search(text)] == []
    assert [key for key, text in said.items() if text == key and ("_" in key or re.match(CODED, key))] == []
    assert set(said) == {key for key in catalogue("zh")._catalog if key}


def test_titles_of_pages_and_steps_of_the_tour_are_translated() -> None:
    said = catalogue("zh")._catalog
    told = [*(each.title for each in PAGES), *(text for step in STEPS for text in (step.title, step.text))]
    assert [each for each in told if each not in said] == []


def tables_of(path: Path) -> list[dict[str, Any]]:
    """The whole of a TOML file and every table in it."""
    whole = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = [each for part in whole.values() for each in (part if isinstance(part, list) else [part])]
    return [whole, *(each for each in parts if isinstance(each, dict))]


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "plans").glob("*/*.toml")), ids=lambda path: str(path)[-24:])
def test_what_the_plans_show_is_told_in_english(path: Path) -> None:
    """Clauses and notes of records are quotations; titles, units, targets, notes of cards and explanations are not."""
    told = [
        (table.get("id"), stem, table.get(f"{stem}_en", ""))
        for table in tables_of(path)
        for stem in TOLD & {key.removesuffix("_zh") for key in table}
    ]
    assert [each for each in told if not each[2] or FOREIGN.search(each[2])] == []


@pytest.mark.parametrize("set_id", set_ids())
def test_what_a_table_says_in_both_languages_is_told_in_english(set_id: str) -> None:
    """A text is there in both or in neither; a list has as many parts in both."""
    columns, table = meta(set_id).columns, read(set_id)
    for name in [each for each in columns if each.endswith("_en")]:
        stem = name.removesuffix("_en")
        origin = f"{stem}_zh" if f"{stem}_zh" in columns else stem
        assert [text for text in table[name] if FOREIGN.search(text)] == [], name
        assert [bool(text) for text in table[name]] == [bool(text) for text in table[origin]], name
        if columns[origin].get("list"):
            assert table[name].str.count("; ").tolist() == table[origin].str.count("; ").tolist(), name


def test_lists_and_labels_are_joined_as_the_language_does() -> None:
    zh, en = say_in("zh"), say_in("en")
    assert (listed(["甲", "乙"], zh), listed(["A", "B"], en)) == ("甲、乙", "A, B")
    assert listed([], zh) == listed([], en) == ""
    assert (counted("机构", 3, zh), counted("Bodies", 3, en)) == ("机构（3）", "Bodies (3)")
    assert (labelled("甲", "乙", zh), labelled("A", "B", en)) == ("甲：乙", "A: B")


def test_numbers_and_dates_are_written_as_the_language_does() -> None:
    zh, en = say_in("zh"), say_in("en")
    assert full_date(date(2025, 12, 31), zh) == known_date("2025-12-31", zh) == "2025年12月31日"
    assert full_date(date(2025, 12, 1), en) == known_date("2025-12-01", en) == "1 December 2025"
    assert known_date("2021-06", zh) == known_date("2021-06", en) == "2021-06"
    for say in (zh, en):
        assert whole(18676605.4, say) == "18,676,605"
        assert decimal(1234.5678, 2, say) == "1,234.57"
        assert decimal(2, 1, say) == "2.0"
        assert percent(0.4286, 1, say) == "42.9%"
        assert percent(-0.5, 0, say) == "-50%"
    assert (many_people(18676605, say=zh), many_people(18676605, say=en)) == ("1,867.7万人", "18.68 million")
    assert many_people(1e6, 2e6, say=en) == "1.00/2.00 million"


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LookupError, match="'fr' is not known; expected one of: zh, en"):
        say_in("fr")


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


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "一句。又一句。"), ("en", "One. And one.")], ids=["chinese", "english"]
)
def test_sentences_follow_one_another_as_a_language_writes_them(language: str, told: str) -> None:
    say, texts = say_in(language), {"zh": ["一句", "", "又一句。"], "en": ["One.", "", "And one"]}
    assert in_sentences(texts[language], say) == told
    assert in_sentences([], say) == ""


# What is said of a count that may well be one.
COUNTS = (
    "{n} records in all",
    "{n} bodies counted",
    "table of what the map shows ({n} rows)",
    "{n} units have the weight 0.",
    "{rows} rows, {good} can be taken, {n} problems.",
    "{n} records of {name} stand at this date, {k} of them count under the chosen definition",
)


@pytest.mark.parametrize("said", COUNTS)
def test_one_is_never_told_as_many_in_english(said: str) -> None:
    assert said in catalogue("en")._catalog
    told = say_in("en")(said).format(n=1, k=1, rows=1, good=1, name="Foshan")
    assert not re.search(r"\b1 [a-z]+s\b", told), told

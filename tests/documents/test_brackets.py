"""Chinese headings write Chinese brackets, and none is parted from its word by a space; no sentence heaps brackets."""

from __future__ import annotations

import re

import pytest

from atlas.atlas import in_language
from atlas.inquiry import Inquiry
from atlas.map_state import Proposed
from atlas.question.address import LANGUAGES
from atlas.question.offered import choices_of
from data.catalog import meta
from documents.brief import Map, Paragraph
from documents.on_paper import paper_html
from documents.one_pager import one_pager
from documents.picture import scene_of
from documents.picture_words import words_of
from documents.shared import sources
from documents.tables.known import set_rows
from documents.tables.pages import PAGES, tables_of
from documents.told import Told
from tests.documents.print_questions import asked
from tests.worlds import the_atlas, told, usual_question

# A Chinese word before half a bracket, one within it or behind it, or a space between a word and Chinese brackets.
FOREIGN = re.compile(r"[一-鿿）] ?\(|\([^)]*[一-鿿]|\)[一-鿿]|[一-鿿] （|） [0-9一-鿿]")


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("briefing", "review", "manual", "siting")])
def test_no_heading_of_a_table_has_foreign_brackets(page: str) -> None:
    tables = tables_of(page, told())
    headings = [str(name) for each in tables for name in each.rows.columns] + [each.title for each in tables]
    assert headings
    assert not [text for text in headings if FOREIGN.search(text)]


def test_no_measure_set_side_by_side_has_foreign_brackets() -> None:
    table = next(each.rows for each in tables_of("compare", told()) if "珠三角（9）" in each.rows.columns)
    names = table.iloc[:, 0].tolist()
    assert "地区生产总值 2024（亿元）" in names
    assert not [text for text in names if FOREIGN.search(text)]


def test_a_rank_is_never_parted_over_two_lines() -> None:
    (table,) = [
        each.rows for each in tables_of("prefecture", told(selected=("440500",))) if "排名" in each.rows.columns
    ]
    ranks = [str(text) for text in table["排名"] if "/" in str(text)]
    assert ranks
    assert not [text for text in ranks if " " in text]


# A bracket within another one, or one that opens where one has just closed.
HEAPED = re.compile(r"（[^（）]*[（(]|\([^()]*[(（]|[)）] ?[(（]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_a_prefecture_heaps_brackets(language: str) -> None:
    atlas = in_language(the_atlas(), language)
    said = list[str]()
    for each in atlas.prefectures:
        for block in one_pager(Inquiry(atlas, usual_question(prefecture=each))).blocks:
            if isinstance(block, Paragraph) and not block.small:
                said.append(block.text)
            said += block.texts if isinstance(block, Map) else ()
    assert len(said) > 60
    assert [text for text in said if HEAPED.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_list_of_sources_heaps_brackets(language: str) -> None:
    inquiry = asked(language)
    scene = scene_of(inquiry, "coverage", Proposed(), inquiry.say)
    shown = Told(inquiry, choices_of(inquiry.atlas, meta("bodies").as_of))
    foot = paper_html("data", "data", shown).split("<footer>")[1]
    drawn = [text for _, text in words_of(inquiry, "coverage", scene, None, inquiry.say).notes]
    cells = [str(cell) for cell in set_rows(shown).to_numpy().ravel()]
    said = [*sources(inquiry), foot, *drawn, *cells]
    assert len(said) > 100
    assert [text for text in said if HEAPED.search(text)] == []

"""Briefs as an official opens them: the layout of the standard, real text, and no number but those of the answers."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from pptx import Presentation

from atlas.background import Stop
from atlas.pages import answer
from documents import press
from documents.brief import Brief, Paragraph
from documents.fonts import font_folders
from documents.one_pager import one_pager
from documents.pdf import as_pdf
from documents.press import made
from documents.province import province_brief
from documents.slide import MARGIN_MM, TITLE_MM, TITLE_PT, WIDE_MM, as_pptx, slide_of, title_points
from documents.wanted import Wanted
from documents.word import as_docx
from tests.addresses import SCENARIO
from tests.documents.pressed import text_of
from tests.documents.print_questions import dot, inquired
from tests.worlds import loaded, the_atlas, usual_question


def all_briefs() -> list[Brief]:
    return [province_brief(inquired()), *(one_pager(inquired(prefecture=each)) for each in the_atlas().prefectures)]


def test_word_has_the_page_the_margins_and_the_fonts_of_the_standard() -> None:
    made_of = Document(io.BytesIO(as_docx(province_brief(inquired()), dot)))
    section = made_of.sections[0]
    page = [round(each.mm) for each in (section.page_width, section.page_height)]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert (page, [round(each.mm) for each in margins]) == ([210, 297], [37, 35, 28, 26])
    fonts = {name: made_of.styles[name].element.rPr.find(qn("w:rFonts")) for name in ("Normal", "Title", "Heading 1")}
    told = {name: each.get(qn("w:eastAsia")) for name, each in fonts.items()}
    assert told == {"Normal": "仿宋", "Title": "方正小标宋简体", "Heading 1": "黑体"}
    assert made_of.styles["Heading 2"].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "楷体"
    assert made_of.styles["Normal"].font.size.pt == 16
    assert made_of.styles["Normal"].paragraph_format.line_spacing.pt == 28


def test_word_has_headings_a_page_number_a_map_and_tables_that_repeat_their_heading() -> None:
    raw = as_docx(province_brief(inquired()), dot)
    made_of = Document(io.BytesIO(raw))
    levels = [each.style.name for each in made_of.paragraphs if each.style.name.startswith("Heading")]
    assert levels.count("Heading 1") == 8
    assert levels.count("Heading 2") == 4
    foot = made_of.sections[0].footer._element
    assert [each.text.strip() for each in foot.iter(qn("w:instrText"))] == ["PAGE"]
    assert len(made_of.inline_shapes) == 1
    for each in made_of.tables:
        assert each.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "未经地图审核，不得公开使用" in text_of(raw)


def test_word_says_what_a_chinese_word_says_and_leaves_nothing_to_be_supposed() -> None:
    """Of language, of marks that meet, and of the room around the map: offices suppose other things each."""
    made_of = Document(io.BytesIO(as_docx(one_pager(inquired(prefecture="440500")), dot)))
    settings, styles = made_of.settings.element, made_of.styles.element
    asked = [next(styles.iter(qn("w:lang"))), next(settings.iter(qn("w:themeFontLang")))]
    assert [each.get(qn("w:eastAsia")) for each in asked] == ["zh-CN", "zh-CN"]
    assert settings.find(qn("w:characterSpacingControl")).get(qn("w:val")) == "compressPunctuation"
    (shown,) = made_of.element.body.iter(qn("wp:inline"))
    assert [shown.get(each) for each in ("distT", "distB", "distL", "distR")] == ["0"] * 4


def test_a_scenario_says_so_in_title_and_figures() -> None:
    brief = one_pager(inquired(prefecture="441300", scenario=SCENARIO))
    assert brief.title.endswith("（设想）")
    (shown,) = brief.maps
    assert shown.caption.endswith("（设想）")
    real = one_pager(inquired(prefecture="441300"))
    for (name, figure), (_, plain) in zip(shown.facts, real.maps[0].facts, strict=True):
        assert figure == plain or ("设想" in figure and figure.startswith(plain)), name


def test_every_sign_of_every_brief_has_a_glyph() -> None:
    known: set[int] = set()
    for folder in font_folders():
        for path in folder.glob("*.ttf"):
            known |= set(TTFont(path).getBestCmap())
    for brief in all_briefs():
        said = json.dumps(brief.as_json(), ensure_ascii=False)
        assert {each for each in said if ord(each) not in known and each.isprintable()} == set(), brief.title


def test_a_prefecture_takes_one_page_and_the_province_no_more_than_four() -> None:
    for brief in all_briefs():
        pages = len(re.findall(rb"/Type\s*/Page\b", as_pdf(brief, dot)))
        assert pages == 1 if brief.one_page else 2 <= pages <= 4, brief.title


def test_a_slide_has_text_a_picture_and_its_sources_in_the_notes() -> None:
    slide = slide_of(the_atlas(), usual_question(), "coverage")
    (page,) = Presentation(io.BytesIO(as_pptx(slide, dot))).slides
    assert page.shapes.title.text == answer("coverage", the_atlas(), usual_question())["sentences"][0]
    assert [each.shape_type.name for each in page.shapes].count("PICTURE") == 1
    said = " ".join(each.text_frame.text for each in page.shapes if each.has_text_frame)
    assert all(figure in said for _, figure, _ in slide.figures)
    assert "来源" not in said
    assert the_atlas().version in page.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_title_of_a_slide_stands_over_its_map_however_long_it_is(language: str) -> None:
    """By a plain ruler; the longest of a page is how two measures lie together."""
    asked = usual_question(other_measure="gdp-per-resident")
    titles = [slide_of(loaded("14-5", language), asked, page).title for page in ("overview", "coverage", "compare")]
    for title in [*titles, "快", "长" * 300, "x " * 300]:
        points = title_points(title)
        line_mm = sum(1 if ord(sign) > 255 else 0.5 for sign in title) * points * 25.4 / 72
        lines = -(-line_mm // (WIDE_MM - 2 * MARGIN_MM - 5))
        assert lines * points * 25.4 / 72 * 1.2 <= TITLE_MM - 2, title
    assert title_points("快") == TITLE_PT > title_points("长" * 300)


def test_an_archive_that_is_stopped_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "pictures", lambda *_given: dot)
    heard: list[int] = []

    def watch(now: Any) -> bool:
        heard.append(now.done)
        return now.done == 2

    with pytest.raises(press.StoppedError):
        made(lambda: Stop.NO, watch, the_atlas(), usual_question(), Wanted("all"))
    assert heard == [0, 1, 2]


def test_an_archive_holds_every_brief_in_both_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "pictures", lambda *_given: dot)
    (raw,) = made(lambda: Stop.NO, lambda _now: False, the_atlas(), usual_question(), Wanted("all")).values()
    names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    assert len(names) == len(set(names)) == 2 * 22


def test_the_small_print_of_a_prefecture_is_written_in_sentences() -> None:
    """What is said of one prefecture's residents is a note of the data, which ends with no full stop."""
    small = one_pager(inquired(prefecture="441500")).blocks[-1]
    assert isinstance(small, Paragraph)
    assert "分县资料含。来源：" in small.text
    assert ". " not in small.text

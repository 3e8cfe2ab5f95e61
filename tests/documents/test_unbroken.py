"""What stays on one line on paper, and that nothing else of a text is changed."""

from __future__ import annotations

import html
import io
import re
from itertools import pairwise

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as some
from pptx import Presentation
from pypdf import PdfReader

from documents.brief import Brief, Map, Paragraph, Table
from documents.pdf import as_pdf
from documents.slide import Slide, as_pptx
from documents.unbroken import BEGIN_NO_LINE, END_NO_LINE, unbroken
from documents.word import as_docx
from layers.held import held_together
from tests.documents.print_questions import dot, inquired

KEPT = re.compile(r'<span class="held">([^<]*)</span>')


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("截至2025年12月31日：位置不准（±15公里）", ["2025年12月31日", "（±15公里）"]),
        ("87.95 (2016-2020)", ["(2016-2020)"]),
        ("2021-07至2025-12-31", ["2021-07", "2025-12-31"]),
        ("任一机构 8 · 9 · 21 / 21", ["8 · 9 · 21 / 21"]),
        ("路程（公里）", ["（公里）"]),
        ("比全省低−52.5个百分点", ["−52.5个百分点"]),
        ("At 31 December 2025, 9 of 21 within 50 km", ["31 December 2025", "50 km"]),
        ("1,235,827", []),
        ("目标≥3000件/年，50万人次/年", ["≥3000件/年", "50万人次/年"]),
        ("确证 8 · 需 17", ["确证 8"]),
        ("中国(广州)知识产权保护中心", ["(广州)"]),
    ],
)
def test_dates_periods_and_figures_with_their_units_stay_whole(text: str, kept: list[str]) -> None:
    assert [html.unescape(each) for each in KEPT.findall(held_together(text))] == kept


@given(some.text(some.sampled_from("<>&\"'（）()0123456789.,-–/·年月日公里% ab\n")))
def test_the_text_itself_is_kept_and_safe(text: str) -> None:
    plain = KEPT.sub(r"\1", held_together(text))
    assert "<" not in plain
    assert html.unescape(plain) == text


def lines_of(brief: Brief) -> list[str]:
    """The lines of a PDF, without the room between Chinese and Latin."""
    pages = PdfReader(io.BytesIO(as_pdf(brief, dot))).pages
    return [line.replace(" ", "") for page in pages for line in page.extract_text().splitlines()]


@pytest.mark.parametrize("small", [False, True])
def test_no_paragraph_caption_or_foot_of_a_pdf_parts_a_date_or_a_figure_from_its_unit(small: bool) -> None:
    told = [f"{'字' * before}截至2025年12月31日，未及居民5,991.0万人，可及率47.5%" for before in range(70)]
    tables = tuple(Table(text, ("一",), (("二",),), (1,)) for text in told)
    shown = Map("overview", inquired(), told[30], texts=(*told,))
    blocks = (*(Paragraph(text, small) for text in told), *tables, shown)
    brief = Brief("x", "题", told[20], "x", blocks, told[40], "zh", one_page=small)
    lines = lines_of(brief)
    text = "".join(lines)
    for whole in ("2025年12月31日", "5,991.0万人", "47.5%"):
        assert text.count(whole) >= len(told) * 2
        assert sum(line.count(whole) for line in lines) == text.count(whole)


def may_part(one: str, other: str, begins_no_line: str, ends_no_line: str) -> bool:
    """Whether an office may begin a new line between two signs: not within a Latin word or number."""
    whole = re.compile(r"[0-9A-Za-z.,%\u00a0]")
    if other in begins_no_line or one in ends_no_line or "\u00a0" in one + other:
        return False
    return not (whole.match(one) and whole.match(other))


def parted_by(begins_no_line: str, ends_no_line: str, written: str) -> list[str]:
    """Where lines may begin within a text, each as the signs around it."""
    return [a + b for a, b in pairwise(written) if may_part(a, b, begins_no_line, ends_no_line)]


FIGURES = [
    "2025年12月31日",
    "−52.5个百分点",
    "5,991.0万人",
    "50 km",
    "31 December 2025",
    "8 · 9 · 21 / 21",
    "≥3000件/年",
    "50万人次/年",
    "1,200平方公里",
    "2021-07",
]


@pytest.mark.parametrize("figure", FIGURES)
def test_what_word_and_slides_are_told_parts_no_figure_and_leaves_its_text_as_it_is(figure: str) -> None:
    text = f"按已知记录，{figure}。"
    written = unbroken(text)
    assert written.replace("\u00a0", " ") == text
    begun = written.index(figure[0])
    held = written[begun : begun + len(figure)]
    assert parted_by(BEGIN_NO_LINE, END_NO_LINE, held) == []
    assert parted_by(BEGIN_NO_LINE, END_NO_LINE, "记录中有可及") != [], "else nothing could part a line"


def test_word_holds_the_signs_and_the_blanks_that_begin_and_end_no_line() -> None:
    brief = Brief("x", "题", "Dated 31 December 2025", "x", (Paragraph("9 · 21 / 21"),), "50 km", "zh")
    made = Document(io.BytesIO(as_docx(brief, dot)))
    names = [each.tag for each in made.settings.element]
    wanted = [qn(f"w:{each}") for each in ("characterSpacingControl", "noLineBreaksAfter", "noLineBreaksBefore")]
    place = names.index(wanted[0])
    assert names[place : place + 3] == wanted, "in the order of the standard"
    after, before = made.settings.element[place + 1 : place + 3]
    for told, signs in ((after, "年月（"), (before, "年月日万亿人家市件项处%，。）")):
        assert told.get(qn("w:lang")) == "zh-CN"
        assert set(signs) <= set(told.get(qn("w:val")))
    said = [*(each.text for each in made.paragraphs), made.sections[0].footer.paragraphs[1].text]
    for whole in ("31\u00a0December\u00a02025", "9\u00a0·\u00a021\u00a0/\u00a021", "50\u00a0km"):
        assert sum(whole in each for each in said) == 1


@pytest.mark.parametrize(("language", "align"), [("zh", WD_ALIGN_PARAGRAPH.LEFT), ("en", WD_ALIGN_PARAGRAPH.JUSTIFY)])
def test_no_line_of_chinese_is_drawn_apart_to_be_as_long_as_the_others(language: str, align: object) -> None:
    brief = Brief("x", "题", "二", "x", (Paragraph("一"), Paragraph("一", small=True)), "x", language)
    made = Document(io.BytesIO(as_docx(brief, dot)))
    told = [each.style.paragraph_format.alignment for each in made.paragraphs if each.text == "一" and each.style]
    assert told == [align, align]


def test_a_slide_holds_them_too() -> None:
    shown = Map("overview", inquired(), "")
    slide = Slide("截至31 December 2025", (("a", "9 · 21 / 21", "50 km"),), shown, "x", (), "zh")
    made = Presentation(io.BytesIO(as_pptx(slide, dot)))
    told = made.element.find("{*}kinsoku")
    assert told.getnext().tag.endswith("defaultTextStyle"), "in the order of the standard"
    assert (told.get("invalStChars"), told.get("invalEndChars")) == (BEGIN_NO_LINE, END_NO_LINE)
    said = "".join(each.text_frame.text for each in made.slides[0].shapes if each.has_text_frame)
    assert " " not in said.replace("截至31\u00a0December\u00a02025", "")

"""What stays on one line on paper, and that nothing else of a text is changed."""

from __future__ import annotations

import html
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pypdf import PdfReader

from documents.brief import Brief, Map, Paragraph, Table
from documents.pdf import as_pdf
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

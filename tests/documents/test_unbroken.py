"""What stays on one line on paper, and that nothing else of a text is changed."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from layers.held import held_together

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

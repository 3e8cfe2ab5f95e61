"""A date, a number with its unit and the like are held together; everything else may be broken, and nothing is lost."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import safe
from layers.held import held_together
from layers.unparted import parted
from tests.hostile import NAMES


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("截至2025年12月31日，21市中9市有", ["2025年12月31日", "21市", "9市"]),
        ("截至 2023-06-30；2021-07", ["2023-06-30", "2021-07"]),
        ("居民52.5% → 58.8%（+794.3万人）", ["52.5%", "58.8%", "+794.3万人"]),
        ("低52.5个百分点，50公里内", ["52.5个百分点", "50公里"]),
        ("at 31 December 2025, within 50 km", ["31 December 2025", "50 km"]),
        ("126,012,510人中的66,102,384人", ["126,012,510人", "66,102,384人"]),
        ("确证 8 · 需 17", ["确证 8"]),
        ("运行未见记载 1 · 获批未运行 1", ["记载 1", "运行 1"]),
        ("中位数 2025-12-31（公里）", ["2025-12-31", "（公里）"]),
        ("国家级，已运行（确证·推定·可能）", ["确证·推定·可能"]),
        ("韶关、江门", []),
        ("2.3 million people, 29 m off, 45 minutes", ["2.3 million", "29 m", "45 minutes"]),
    ],
)
def test_what_belongs_together_is_one_part(text: str, held: list[str]) -> None:
    assert parted(text)[1::2] == held


@given(st.text() | st.from_regex(r"\A[0-9年月日%万人公里 .,-]*\Z") | st.sampled_from(NAMES))
def test_nothing_is_lost_and_nothing_becomes_markup(text: str) -> None:
    written = held_together(text)
    assert html.unescape(re.sub(r"</?span[^>]*>", "", written)) == html.unescape(html.escape(text))
    assert "".join(parted(text)) == text


@given(st.text(st.sampled_from("0123456789.,-–/·:= +−年月日")))
def test_a_long_row_of_figures_is_parted_at_once(text: str) -> None:
    assert "".join(parted(text * 20)) == text * 20


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("31 December 2025, within 50 km of it", "31\u00a0December\u00a02025, within 50\u00a0km of it"),
        ("more by 3 percentage points here", "more by 3\u00a0percentage\u00a0points here"),
        ("确证 8 · 需 17", "确证\u00a08 · 需 17"),
    ],
)
def test_no_paragraph_of_a_page_parts_a_figure_from_its_unit(text: str, firm: str) -> None:
    assert safe.for_markdown(text) == firm


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("截至2025年12月31日，21市中9市有", "截至:color[2025年12月31日]，:color[21市]中:color[9市]有"),
        ("居民815 万人，52.5%，+3万人", "居民:color[815\u00a0万人]，52.5%，:color[\\+3万人]"),
        ("[50公里]", "\\[:color[50公里]\\]"),
    ],
)
def test_chinese_within_a_figure_breaks_no_line_and_gets_no_sign_that_would_be_copied(text: str, held: str) -> None:
    assert safe.for_markdown(text) == held
    assert safe.WORD_JOINER not in held


ROOT = Path(__file__).resolve().parents[2]
ENGLISH = re.compile(r'^(?:msgstr|\w+_en =) "(.*)"$', re.MULTILINE)


def english_texts() -> list[str]:
    """What is written in English for readers: words, plans, datasets, manual."""
    files = [
        ROOT / "atlas/i18n/en.po",
        *(ROOT / "data").rglob("*.toml"),
    ]
    texts = [text for file in files for text in ENGLISH.findall(file.read_text(encoding="utf-8"))]
    return [*texts, (ROOT / "ui/manual/en.md").read_text(encoding="utf-8")]


def test_per_cent_is_written_at_its_figure_in_every_english_text() -> None:
    texts = english_texts()
    assert sum("%" in text for text in texts) > 20
    assert [text for text in texts if re.search(r"[0-9}] %", text)] == []

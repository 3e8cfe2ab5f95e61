"""A measure is titled as its language writes brackets."""

from __future__ import annotations

import pytest

from layers.headings import bracketed, measure_title


@pytest.mark.parametrize(
    ("title", "period", "unit", "language", "expected"),
    [
        ("地区生产总值", "2024", "亿元", "zh", "地区生产总值 2024（亿元）"),
        ("发明专利授权量（当年）", "2023", "件", "zh", "发明专利授权量（当年）2023（件）"),
        ("50公里内可及的居民", "2025-12-31", "", "zh", "50公里内可及的居民 2025-12-31"),
        (
            "Gross product (preliminary)",
            "2025",
            "100 million yuan",
            "en",
            "Gross product (preliminary) 2025 (100 million yuan)",
        ),
        ("Residents at the census of 2020", "2020", "people", "en", "Residents at the census of 2020 (people)"),
        ("常住人口（2020年普查公报）", "2020", "万人", "zh", "常住人口（2020年普查公报，万人）"),
        ("常住人口密度（2020年）", "2020", "", "zh", "常住人口密度（2020年）"),
    ],
)
def test_a_measure_says_what_when_and_in_which_unit(
    title: str, period: str, unit: str, language: str, expected: str
) -> None:
    assert measure_title(title, period, unit, language) == expected


def test_nothing_in_brackets_leaves_the_title_alone() -> None:
    assert bracketed("珠三角", "", "zh") == "珠三角"
    assert bracketed("1.1%", "10", "zh") == "1.1%（10）"
    assert bracketed("1.1%", "10", "en") == "1.1% (10)"

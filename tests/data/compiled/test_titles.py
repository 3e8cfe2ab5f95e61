"""Titles and outcomes as they were compiled to the end of 2025; see compiled/test_bodies.py."""

from __future__ import annotations

import pytest

from data.catalog import read
from tests.data.compilation import compiled_to

pytestmark = compiled_to("2025-12-31", "titles", "outcomes")
TITLES, OUTCOMES = read("titles"), read("outcomes")
SPLIT = {14: 6, 26: 5, 28: 3}


def test_every_compiled_title_landed_and_only_the_rows_of_several_places_were_split() -> None:
    landed = TITLES["fact_ref"].value_counts().to_dict()
    assert landed == {f"cities-{number:02d}": SPLIT.get(number, 1) for number in range(1, 31)}


@pytest.mark.parametrize(
    ("category", "places"),
    [
        ("strong_city_demonstration", {"广州", "深圳", "佛山", "东莞", "珠海"}),
        ("strong_city_pilot", {"珠海", "惠州", "东莞", "中山", "肇庆"}),
        ("older_demonstration_city", {"汕头", "珠海"}),
        ("protection_demonstration_area", {"广州", "深圳"}),
        ("strong_county", {"龙岗区", "番禺区", "福田区", "南山区", "宝安区", "光明区"}),
        ("pilot_park", {"清远高新技术产业开发区", "茂名高新技术产业开发区"}),
        ("service_cluster", {"福田区", "广州开发区", "越秀区", "天河区"}),
        ("service_pilot_city", {"广州", "深圳"}),
        ("gi_zone", {"新会区", "罗定市", "化州市", "英德市", "斗门区", "潮州"}),
    ],
)
def test_titles_stand_at_the_places_that_hold_them(category: str, places: set[str]) -> None:
    held = TITLES[TITLES["category"] == category]
    assert set(held["place_zh"]) == places
    assert held["prefecture"].ne("").all()


def test_totals_and_unnamed_titles_keep_their_number_and_have_no_place() -> None:
    numbers = TITLES.dropna(subset="n").set_index("id")["n"].astype(int).to_dict()
    assert numbers == {"title-10": 2, "title-17": 36, "title-18": 2, "title-20": 6, "title-21": 8}
    assert TITLES.dropna(subset="n")["prefecture"].eq("").all()


def test_derived_values_follow_from_the_published_inputs() -> None:
    values = OUTCOMES.groupby("target")["value"].apply(list)
    assert values["T049"] == [pytest.approx(36.77e4 / 12780, abs=0.05)] * 2
    assert values["T052"] == [
        pytest.approx(970.24 + 442.5, abs=0.1),
        pytest.approx(970.24 + 442.5 + 85.63 + 384.07, abs=0.1),
    ]
    assert values["T053"] == [551 + 694 + 1149]
    assert values["T084"] == [20, 105 - 16]
    assert values["T064"] == [pytest.approx(9 / 21 * 100, abs=0.05)]
    assert values["T001"] == [6 + 1]
    assert values["T002"] == [13 - 6 + 1]


def test_every_compiled_outcome_landed() -> None:
    assert OUTCOMES["id"].tolist() == [f"outcome-{number:02d}" for number in range(1, 43)]
    unknown = OUTCOMES[OUTCOMES["value"].isna() & (OUTCOMES["target"] != "")]
    assert unknown["target"].tolist() == ["T060"]

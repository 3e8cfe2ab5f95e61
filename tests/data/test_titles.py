"""Titles of prefectures and latest known outcomes: every compiled row landed, and derived values say how."""

from __future__ import annotations

import pytest

from data.catalog import read
from data.plans import read_plan
from geo.partial_dates import first_day, last_day

TITLES, OUTCOMES = read("titles"), read("outcomes")


def test_every_compiled_title_landed_and_only_the_row_of_six_places_was_split() -> None:
    landed = TITLES["fact_ref"].value_counts().to_dict()
    assert landed == {f"cities-{number:02d}": 6 if number == 14 else 1 for number in range(1, 24)}


@pytest.mark.parametrize(
    ("category", "places"),
    [
        ("strong_city_demonstration", {"广州", "深圳", "佛山", "东莞", "珠海"}),
        ("strong_city_pilot", {"珠海", "惠州", "东莞", "中山", "肇庆"}),
        ("older_demonstration_city", {"汕头", "珠海"}),
        ("protection_demonstration_area", {"广州", "深圳"}),
        ("strong_county", {"龙岗区", "番禺区"}),
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


def test_a_title_has_a_beginning_and_ends_after_it() -> None:
    for title in TITLES.to_dict("records"):
        assert title["since"], title["id"]
        if title["until"]:
            assert first_day(title["since"]) <= last_day(title["until"]), title["id"]


def test_every_compiled_outcome_landed_and_points_to_a_target_of_a_plan() -> None:
    assert OUTCOMES["id"].tolist() == [f"outcome-{number:02d}" for number in range(1, 22)]
    targets = {each["id"] for plan in ("13-5", "14-5") for each in read_plan(plan).targets}
    assert set(OUTCOMES["target"]) - {""} <= targets


def test_a_value_has_a_date_and_a_source_and_a_weak_one_says_how_it_was_derived() -> None:
    valued = OUTCOMES.dropna(subset="value")
    assert valued["date"].ne("").all()
    assert valued["sources"].ne("").all()
    assert valued.loc[valued["evidence"] == "B", "method_zh"].ne("").all()
    unknown = OUTCOMES[OUTCOMES["value"].isna() & (OUTCOMES["target"] != "")]
    assert unknown["target"].tolist() == ["T060"]


def test_derived_values_follow_from_the_published_inputs() -> None:
    values = OUTCOMES.groupby("target")["value"].apply(list)
    assert values["T049"] == [pytest.approx(36.77e4 / 12780, abs=0.05)] * 2
    assert values["T052"] == [pytest.approx(970.24 + 442.5, abs=0.1)]
    assert values["T064"] == [pytest.approx(9 / 21 * 100, abs=0.05)]
    assert values["T001"] == [6 + 1]
    assert values["T002"] == [13 - 6 + 1]

"""What the outcomes found in November 2026 prove, worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.atlas.boards import JUDGED, entries


def test_one_year_of_securitisation_is_a_part_of_five_until_a_lower_bound_proves_fifty() -> None:
    """By hand: Shenzhen alone has 105 by 2024-06, and at most the province's 16 of 2020 are among them: at least 89."""
    entry = entries("14-5", date(2023, 12, 31))["T084"]
    assert (entry["latest"], entry["conclusion"], entry["method"]) == (20, "no-data", "partial")
    entry = entries("14-5")["T084"]
    assert (entry["latest"], entry["latest_is"], entry["conclusion"]) == (105 - 16, "at_least", "met")
    assert (entry["method"], entry["conclusion_date"]) == ("reached-by-bound", "2024-06-30")
    assert entry["base_year"] == "2016-2020"


def test_a_lower_bound_below_its_target_is_told_and_proves_nothing() -> None:
    pledged, projects = entries("14-5")["T052"], entries("14-5")["T053"]
    assert (pledged["conclusion"], pledged["latest"], pledged["lower_bound"]["value"]) == (
        "on-schedule",
        1412.7,
        1882.4,
    )
    assert (projects["conclusion"], projects["method"], projects["latest_is"]) == ("no-data", "lower-bound", "at_least")
    assert projects["lower_bound"] is None, "it is what is shown"


def test_the_49_quantities_of_the_plan_stand_as_they_were_counted_by_hand() -> None:
    found = Counter(entry["conclusion"] for entry in entries("14-5").values())
    assert found == {"met": 3, "behind": 1, "on-schedule": 2, "no-data": 26, "undefined": 17}
    stand = {each: {id_ for id_, entry in entries("14-5").items() if entry["conclusion"] == each} for each in JUDGED}
    assert stand == {"met": {"T049", "T065", "T084"}, "behind": {"T051"}, "on-schedule": {"T052", "T075"}}


def test_the_brand_index_and_the_cultivation_centres_are_held_against_the_line_of_their_day() -> None:
    """By hand: 87.95 + 2.05 x 365 / 1826 = 88.36, and 85.18 is less; 233 + 267 x 116 / 1826 = 249.96, and 264 more."""
    index, centres = entries("14-5")["T051"], entries("14-5")["T075"]
    assert index["inputs"]["scheduled"] == pytest.approx(88.36, abs=0.005)
    assert centres["inputs"]["scheduled"] == pytest.approx(249.96, abs=0.005)
    assert (index["conclusion_date"], centres["conclusion_date"]) == ("2021-12-31", "2021-04-26")


def test_figures_of_the_nation_are_read_beside_a_quantity_and_never_as_its_result() -> None:
    for id_ in ("T055", "T056", "T060"):
        entry = entries("14-5")[id_]
        assert (entry["conclusion"], entry["latest"]) == ("no-data", None)
        assert all(each["value_text"].startswith("全国") for each in entry["context"]), id_
        assert entry["context"]
    assert entries("14-5")["T049"]["latest"] == 28.8, "not the 16 of the nation"
    assert not entries("14-5", date(2022, 12, 31))["T055"]["context"], "not before its day"


def test_the_tribunal_is_established_on_the_day_it_was_unveiled() -> None:
    assert entries("14-5", date(2022, 8, 16))["T065"]["conclusion"] == "no-data"
    entry = entries("14-5", date(2022, 8, 17))["T065"]
    assert (entry["conclusion"], entry["method"], entry["conclusion_date"]) == ("met", "established", "2022-08-17")

"""What tables promise: words for codes, names for adcodes, bounds as bounds, a dash for nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from atlas.words import say_in
from documents import columns, readable
from ui.parts import tables

RECORDS = pd.DataFrame(
    {
        "name_zh": ["中心", "法院"],
        "name_en": ["centre", ""],
        "prefecture": ["440100", "999999"],
        "kind": ["court", ""],
        "approved": ["2018-09", ""],
        "approved_bound": ["not_later_than", "unknown"],
        "evidence": ["A1", "B"],
    }
)
COLUMNS = ("name", "prefecture", "kind", "approved", "evidence", "industries")


def test_codes_become_words_and_what_is_not_known_a_dash() -> None:
    shown = readable.readable(RECORDS, COLUMNS, say_in("zh"), {"440100": "广州"})
    assert shown.iloc[0].tolist() == ["中心", "广州", "司法机构", "≤ 2018-09", "A1"]
    assert shown.iloc[1].tolist() == ["法院", "999999", columns.UNKNOWN, tables.UNKNOWN, "B"]


def test_in_english_a_record_without_an_english_name_keeps_its_own() -> None:
    shown = readable.readable(RECORDS, ("name",), say_in("en"), {}, "en")
    assert shown.iloc[:, 0].tolist() == ["centre", "法院"]


def test_the_records_are_not_changed() -> None:
    before = RECORDS.copy()
    readable.readable(RECORDS, COLUMNS, say_in("zh"), {})
    pd.testing.assert_frame_equal(RECORDS, before)


@pytest.mark.parametrize("text", ["7", "−3.5", "≥ 80%", "8/21", "1,867.7万人", "+2 percentage points", "< 1 km"])
def test_a_number_with_its_sign_and_unit_stands_on_the_right(text: str) -> None:
    assert tables._is_numeric([text, columns.UNKNOWN, ""])


@pytest.mark.parametrize("text", ["2018-09", "广州", "7 of 21 prefectures", ""])
def test_a_date_or_a_name_does_not(text: str) -> None:
    assert not tables._is_numeric([text])


def test_no_column_is_wider_than_the_widest_and_the_first_stays_in_sight() -> None:
    table = pd.DataFrame({"name": ["甲"], "long": ["x" * 900], "n": [1]})
    config = tables.fitted(table)
    assert config["name"]["pinned"]
    assert config["long"]["width"] is None
    assert config["n"]["width"] <= tables.WIDEST_PX

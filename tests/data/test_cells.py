"""What a spreadsheet makes of a text: none is changed in a CSV, and in a workbook a number is one."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from data.cells import changed_by_excel, shown_number
from data.export import as_csv, as_xlsx


@pytest.mark.parametrize(
    "text",
    [
        "8/21", "8 / 21", "2020-02", "2020-2-1", "2020/2/1", "2025-12-31", "1-2", "044300", "00", "440100",
        "123456789012", "440103000000", "1e5", "1.5E+10", "1,234 19/21", "12:30", "9:05:07", "Mar 1", "1-Mar",
        "dec 2020", "2020年2月", "2月21日", "True", "false", "８/２１", " 8/21 ",
    ],
)  # fmt: skip
def test_a_text_that_excel_would_change_is_kept_by_an_apostrophe(text: str) -> None:
    table = pd.DataFrame({text: [text], "row": [1]})
    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))
    assert (rows[0][0], rows[1][0]) == (f"'{text}", f"'{text}")


@pytest.mark.parametrize(
    "text", ["东莞", "8 · 9 · 9 / 21", "1,234", "80.0%", "12", "2020", "0", "0.5", "", "–", "30 km", "a-1", "14-5 规划"]
)
def test_a_text_that_stays_what_it_is_has_no_apostrophe(text: str) -> None:
    assert not changed_by_excel(text)


def read_back(raw: bytes, sheet: int = 0) -> list[list[Any]]:
    """The cells of a workbook as another program reads them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(sheet).to_python()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("80.1%", 0.801),
        ("0%", 0.0),
        ("1,234,567", 1_234_567.0),
        ("12", 12.0),
        ("0.50", 0.5),
        ("+3.2个百分点", 3.2),
        ("−3.2 percentage points", -3.2),
        ("30 km", 30.0),
        ("1,234.5 19/21", 1234.5),
        ("2025-12-31", date(2025, 12, 31)),
    ],
)
def test_a_number_on_the_page_is_a_number_in_the_workbook(text: str, value: Any) -> None:
    cell = read_back(as_xlsx({"t": pd.DataFrame({"name": ["a"], "x": [text]})}, {}))[1][1]
    assert (cell.date() if isinstance(cell, datetime) else cell) == value


@pytest.mark.parametrize(
    "text",
    ["440100", "044300", "2020", "2020-02", "2020-02-30", "8/21", "8 / 21", "8 · 9 · 9 / 21", "–", "T042", "三", "1_0"],
)
def test_codes_months_counts_and_names_stay_text_in_the_workbook(text: str) -> None:
    assert read_back(as_xlsx({"t": pd.DataFrame({"name": ["a"], "x": [text]})}, {}))[1][1] == text


def test_the_first_column_and_the_last_sheet_are_texts() -> None:
    raw = as_xlsx({"t": pd.DataFrame({"编号": ["12"], "x": ["12"]})}, {"日期": "2025-12-31"})
    assert read_back(raw)[1] == ["12", 12.0]
    assert read_back(raw, 1)[1] == ["日期", "2025-12-31"]


def test_numbers_of_a_column_look_as_they_are_told_to() -> None:
    raw = as_xlsx({"t": pd.DataFrame({"name": ["a"], "share": [0.801]})}, {}, formats={"t": {"share": "0.0%"}})
    assert read_back(raw)[1] == ["a", 0.801]


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_every_number_a_page_prints_is_read_as_it_prints(number: float, decimals: int) -> None:
    for text, size in ((f"{number:,.{decimals}f}", 1), (f"{number:,.{decimals}f}%", 100)):
        shown = shown_number(text)
        assert shown is not None
        assert float(shown.value) * size == pytest.approx(round(number, decimals), rel=1e-12, abs=1e-9)  # type: ignore[arg-type]


@given(st.text())
def test_any_text_is_looked_at_without_a_fault(text: str) -> None:
    changed_by_excel(text)
    shown_number(text)

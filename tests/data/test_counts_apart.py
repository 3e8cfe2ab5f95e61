"""Count and n leave as two cells; a row's name, and what only looks like a count, leave as they are."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from data.counts_apart import Apart, cell_apart, counts_apart
from data.export import as_csv, as_xlsx


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("8/21", Apart(8, of=21)),
        ("3 / 21", Apart(3, of=21)),
        ("0/0", Apart(0, of=0)),
        ("1234/2000", Apart(1234, of=2000)),
        ("3 = / 21", Apart("3 =", of=21)),
        ("3= / 21", Apart("3=", of=21)),
        ("3\u00a0/\u00a021", Apart(3, of=21)),
        ("3=\u00a0/\u00a021", Apart("3=", of=21)),
        ("8 · 9 · 9 / 21", Apart("8 · 9 · 9", of=21)),
        ("≥ 8 · 9 · ≤ 10 / 21", Apart("≥ 8 · 9 · ≤ 10", of=21)),
        ("1,234 18/21", Apart("1,234", known=18, of=21)),
        ("80.1% 2/3", Apart("80.1%", known=2, of=3)),
        ("– 18/21", Apart("–", known=18, of=21)),
        ("< 5 2/3", Apart("< 5", known=2, of=3)),
        ("1.2 km 2/3", Apart("1.2 km", known=2, of=3)),
        ("–", Apart("–")),
        ("", Apart("")),
        (None, Apart(None)),
        (8.5, Apart(8.5)),
        ("2020/21", Apart("2020/21")),
        ("2020-02", Apart("2020-02")),
        ("08/21", Apart("08/21")),
        ("满足 8/21", Apart("满足 8/21")),
        ("2023 (个) · 18/21", Apart("2023 (个) · 18/21")),
        ("8/21/3", Apart("8/21/3")),
        ("-8/21", Apart("-8/21")),
        ("粤府〔2021〕8/21号", Apart("粤府〔2021〕8/21号")),
        ("８/２１", Apart("８/２１")),
        ("9" * 400 + "/21", Apart("9" * 400 + "/21")),
    ],
)
def test_a_cell_is_parted_where_it_says_of_how_many(cell: object, expected: Apart) -> None:
    assert cell_apart(cell) == expected


def ranks() -> pd.DataFrame:
    """Three measures of a place: a rank, a shared one, none; a number that all, some and too few members have."""
    return pd.DataFrame(
        {
            "measure": ["residents 2/3", "gdp", "8/21"],
            "rank": ["3 / 21", "3 = / 21", "no data"],
            "zone": ["1,234", "80 2/3", "– 1/3"],
            "note": ["x", "2020-02", "–"],
        }
    )


APART = ["measure", "rank", "rank (of)", "zone", "zone (known)", "zone (of)", "note"]


def apart(table: pd.DataFrame) -> pd.DataFrame:
    return counts_apart(table, known="{title} (known)", of="{title} (of)")


def test_a_csv_holds_count_and_n_in_two_columns() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(apart(ranks())).decode("utf-8-sig"), newline="")))
    assert rows == [
        APART,
        ["residents 2/3", "3", "21", "1,234", "", "", "x"],
        ["gdp", "3 =", "21", "80", "2", "3", "'2020-02"],
        ["'8/21", "no data", "", "–", "1", "3", "–"],
    ]


def test_a_workbook_holds_count_and_n_as_numbers() -> None:
    raw = as_xlsx({"t": apart(ranks())}, {})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert rows == [
        APART,
        ["residents 2/3", 3.0, 21.0, 1234.0, "", "", "x"],
        ["gdp", 3.0, 21.0, 80.0, 2.0, 3.0, "2020-02"],
        ["8/21", "no data", "", "–", 1.0, 3.0, "–"],
    ]


def test_the_table_of_the_page_stays_as_it_is_and_one_without_counts_comes_back_itself() -> None:
    table = ranks()
    apart(table)
    pd.testing.assert_frame_equal(table, ranks())
    plain = table[["measure", "note"]]
    assert apart(plain) is plain
    assert apart(table.iloc[:0]).empty


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1), st.sampled_from(["/", " / ", "/ ", " /"]))
def test_every_count_of_at_most_n_comes_apart_and_together_again(one: int, other: int, sign: str) -> None:
    count, of = sorted((one, other))
    assert cell_apart(f"{count}{sign}{of}") == Apart(count, of=of)
    assert cell_apart(f"– {count}/{of}") == Apart("–", known=count, of=of)

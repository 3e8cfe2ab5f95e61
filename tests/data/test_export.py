"""What leaves as CSV or Excel: strangers' text stays text, numbers stay numbers, the unknown stays empty."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from datetime import date
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.export import as_csv, as_json, as_xlsx
from data.intake.check import check
from data.tables_in import read_table
from geo.signs import without_control
from tests.data.intake.files import HEAD, body, facts
from tests.hostile import NAMES

FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x.example","看")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
)
LINKS = ("http://x.example", "https://x.example/中", "mailto:a@x.example", "internal:Sheet1!A1", "external:c:/x.xlsx")
PARTS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
NAN = float("nan")
PLAIN = ["+A园区", "'s园区", "8/21产业园", "'=甲", "=乙", "甲"]


def towns() -> pd.DataFrame:
    """Three towns, one of whose residents nobody has counted."""
    return pd.DataFrame(
        {"镇": ["东", "西", '南, "大"'], "adcode": ["440100", "440200", "044300"], "residents": [100.5, NAN, -700.0]}
    )


def cells(raw: bytes) -> list[list[str]]:
    """The rows of a CSV file as another reader sees them."""
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


class Book:
    """An Excel file, read from its XML with nothing of the writer's help."""

    def __init__(self, raw: bytes) -> None:
        self.parts = zipfile.ZipFile(io.BytesIO(raw))
        self.titles = [each.attrib["name"] for each in self.root("xl/workbook.xml").iterfind("m:sheets/m:sheet", PARTS)]
        items = self.root("xl/sharedStrings.xml").iterfind("m:si", PARTS)
        self.texts = ["".join(part.text or "" for part in each.iterfind("m:t", PARTS)) for each in items]

    def root(self, name: str) -> Any:
        return ElementTree.fromstring(self.parts.read(name))  # noqa: S314 -- written a moment ago by ourselves

    def sheet(self, number: int) -> dict[str, str | float]:
        """Cells that hold anything, by their address: text as str, numbers as float."""
        found: dict[str, str | float] = {}
        for cell in self.root(f"xl/worksheets/sheet{number}.xml").iterfind(".//m:c", PARTS):
            value = cell.findtext("m:v", None, PARTS)
            assert value is not None
            assert cell.get("t") in ("s", None)
            found[cell.attrib["r"]] = self.texts[int(value)] if cell.get("t") == "s" else float(value)
        return found

    def formats(self, number: int) -> dict[str, str]:
        """How cells show what they hold, by their address; "0" as it comes."""
        styles = self.root("xl/styles.xml")
        own = {each.attrib["numFmtId"]: each.attrib["formatCode"] for each in styles.iterfind(".//m:numFmt", PARTS)}
        forms = [each.attrib["numFmtId"] for each in styles.iterfind("m:cellXfs/m:xf", PARTS)]
        cells = self.root(f"xl/worksheets/sheet{number}.xml").iterfind(".//m:c", PARTS)
        return {each.attrib["r"]: own.get(form := forms[int(each.get("s", 0))], form) for each in cells}

    def count(self, tag: str) -> int:
        """How often an element occurs in all sheets."""
        sheets = [name for name in self.parts.namelist() if name.startswith("xl/worksheets/sheet")]
        return sum(len(self.root(name).findall(f".//m:{tag}", PARTS)) for name in sheets)


def column(book: Book, number: int, letter: str = "A") -> list[str | float]:
    """What stands below the heading."""
    return [value for place, value in book.sheet(number).items() if place[0] == letter and place != f"{letter}1"]


def test_the_file_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    raw = as_csv(towns())
    assert raw.startswith(b"\xef\xbb\xbf\xe9\x95\x87,adcode,residents\r\n")
    assert raw.count(b"\xef\xbb\xbf") == 1


def test_the_lines_are_those_of_the_table() -> None:
    assert as_csv(towns()).decode("utf-8-sig").split("\r\n") == [
        "镇,adcode,residents",
        "东,'440100,100.5",
        "西,'440200,",
        '"南, ""大""",\'044300,-700.0',
        "",
    ]


def test_our_own_door_reads_back_codes_as_they_were() -> None:
    table = read_table(as_csv(towns()), "towns.csv", ("adcode",))
    assert [table.code(row, "adcode") for row in table.rows] == list(towns()["adcode"])


def test_pandas_reads_back_what_was_written_but_for_the_apostrophes() -> None:
    found = pd.read_csv(io.BytesIO(as_csv(towns())), dtype={"adcode": "str"})
    found["adcode"] = found["adcode"].str.removeprefix("'")
    pd.testing.assert_frame_equal(found, towns())


@settings(max_examples=60)
@given(st.lists(st.one_of(st.just(NAN), st.floats(allow_infinity=False), st.integers(-(2**53), 2**53)), min_size=1))
def test_every_number_comes_back_as_it_was(numbers: list[float]) -> None:
    written = cells(as_csv(pd.DataFrame({"number": pd.Series(numbers, dtype=object), "row": 1})))[1:]
    found = [float(cell) if cell else NAN for cell, _ in written]
    np.testing.assert_array_equal(found, np.array(numbers, dtype=float))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_a_cell_or_a_heading_gets_an_apostrophe_in_csv(formula: str) -> None:
    table = pd.DataFrame({"name": [formula], formula: [f"x{formula}"]})
    assert cells(as_csv(table)) == [["name", f"'{formula}"], [f"'{formula}", f"x{formula}"]]


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=5))
def test_no_text_at_all_begins_like_a_formula_and_none_is_lost(texts: list[str]) -> None:
    table = pd.DataFrame({"text": pd.Series(texts, dtype=object), "row": range(len(texts))})
    found = [row[0] for row in cells(as_csv(table))[1:]]
    assert len(found) == len(texts)
    for text, cell in zip(texts, found, strict=True):
        assert cell in (text, f"'{text}")
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


AS_IT_COMES = "0"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        *((each, "@") for each in ("2024-10", "2024-01", "2024", "2024年10月", "8/21", "044300", "440100", "=1+1")),
        *((each, AS_IT_COMES) for each in ("东莞", "–", "T042", f"={'1' * 255}", "约80亿元")),
        ("2024-10-31", "yyyy-mm-dd"),
    ],
)
def test_a_month_stays_a_text_when_somebody_steps_into_its_cell(text: str, form: str) -> None:
    book = Book(as_xlsx({"t": pd.DataFrame({"name": ["a"], "x": [text]})}, {}))
    assert book.formats(1)["B2"] == form


def test_negative_numbers_stay_numbers() -> None:
    table = pd.DataFrame(
        {
            "float": [-1.5],
            "integer": [-2],
            "nullable": pd.array([-3], dtype="Int64"),
            "mixed": pd.Series([-4], dtype=object),
            "numpy": pd.Series([np.float64(-5.5)], dtype=object),
        }
    )
    assert cells(as_csv(table))[1] == ["-1.5", "-2", "-3", "-4", "-5.5"]
    assert Book(as_xlsx({"t": table}, {})).sheet(1) == {
        "A1": "float",
        "B1": "integer",
        "C1": "nullable",
        "D1": "mixed",
        "E1": "numpy",
        "A2": -1.5,
        "B2": -2,
        "C2": -3,
        "D2": -4,
        "E2": -5.5,
    }


def test_whatever_is_unknown_is_an_empty_cell() -> None:
    unknown = pd.DataFrame({"a": [NAN, 1], "b": [None, "x"], "c": [pd.NaT, pd.NaT], "d": [1, 2]})
    unknown["e"] = pd.array([None, 5], dtype="Int64")
    assert cells(as_csv(unknown))[1:] == [["", "", "", "1", ""], ["1.0", "x", "", "2", "5"]]
    found = Book(as_xlsx({"t": unknown}, {})).sheet(1)
    assert {place for place in found if place[1] != "1"} == {"D2", "A3", "B3", "D3", "E3"}


def test_codes_days_and_truths_are_written_as_they_read() -> None:
    table = pd.DataFrame({"code": ["044300"], "day": [date(2025, 12, 31)], "true": [True]})
    assert cells(as_csv(table))[1] == ["'044300", "'2025-12-31", "'True"]
    assert column(Book(as_xlsx({"t": table}, {})), 1) == ["044300"]
    assert column(Book(as_xlsx({"t": table}, {})), 1, "B") == [(date(2025, 12, 31) - date(1899, 12, 30)).days]
    assert column(Book(as_xlsx({"t": table}, {})), 1, "C") == ["True"]


def test_a_table_without_rows_is_its_headings() -> None:
    assert cells(as_csv(towns().iloc[:0])) == [["镇", "adcode", "residents"]]
    assert Book(as_xlsx({"t": towns().iloc[:0]}, {})).sheet(1) == {"A1": "镇", "B1": "adcode", "C1": "residents"}


def test_formulas_and_links_are_plain_text_in_excel() -> None:
    texts = [*FORMULAS, *LINKS, "{=1+1}", "007", "1e5"]
    table = pd.DataFrame({"text": texts, **{each: [each] * len(texts) for each in ("=A1", LINKS[0])}})
    raw = as_xlsx({"t": table}, {"=question": "=1+1", LINKS[0]: LINKS[1]})
    book = Book(raw)
    # Excel's XML spells a carriage return as _x000D_, because XML itself would make a line feed of it.
    assert column(book, 1) == [text.replace("\r", "_x000D_") for text in texts]
    assert [book.sheet(1)[place] for place in ("B1", "C1")] == ["=A1", LINKS[0]]
    assert set(book.sheet(2).values()) >= {"=question", "=1+1", LINKS[0], LINKS[1]}
    assert (book.count("f"), book.count("hyperlink")) == (0, 0)
    assert book.count("c") > len(texts)
    assert not [name for name in book.parts.namelist() if name.startswith("xl/worksheets/_rels")]


def test_hostile_names_come_through_as_text() -> None:
    names = list(NAMES)
    book = Book(as_xlsx({"t": pd.DataFrame({"name": names})}, {}))
    assert column(book, 1) == [name.replace("\x00", "_x0000_") for name in names]
    assert book.count("f") == 0
    written = [row[0] for row in cells(as_csv(pd.DataFrame({"name": names, "row": 1})))[1:]]
    assert [cell.removeprefix("'") for cell in written] == [name.removeprefix("'") for name in names]


@pytest.mark.parametrize("text", ["<r>x</r>", "<r><t>x</t></r>", "<r></si></sst></r>"])
def test_text_that_looks_like_the_xml_of_excel_is_text(text: str) -> None:
    # An invisible joiner in front keeps xlsxwriter from taking it for its own markup.
    assert column(Book(as_xlsx({"t": pd.DataFrame({"name": [text]})}, {})), 1) == [f"\u2060{text}"]


def test_an_endless_number_does_not_stop_the_export() -> None:
    assert Book(as_xlsx({"t": pd.DataFrame({"a": [math.inf]})}, {})).sheet(1)["A1"] == "a"


def test_every_sheet_has_its_title_and_what_was_asked_comes_last() -> None:
    book = Book(as_xlsx({"东": towns(), "西": towns().iloc[:1]}, {"数据版本": "v1", "日期": "2025-12-31"}))
    assert book.titles == ["东", "西", "ⓘ"]
    assert book.sheet(2) == {"A1": "镇", "B1": "adcode", "C1": "residents", "A2": "东", "B2": "440100", "C2": 100.5}
    assert column(book, 3) == ["数据版本", "日期"]
    assert column(book, 3, "B") == ["v1", "2025-12-31"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("覆盖[2025]", "覆盖 2025"),
        ("a:b*c?d/e\\f'g", "a b c d e f g"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("x" * 30 + " yz", "x" * 30),
        ("", "-"),
        ("///", "-"),
    ],
)
def test_a_title_loses_what_excel_forbids(title: str, shown: str) -> None:
    assert Book(as_xlsx({title: towns()}, {})).titles == [shown, "ⓘ"]


@pytest.mark.parametrize("titles", [("a/b", "a:b"), ("Towns", "TOWNS"), ("x" * 31, "x" * 32), ("", "?"), ("a", " a ")])
def test_titles_that_become_the_same_are_refused(titles: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="different titles"):
        as_xlsx(dict.fromkeys(titles, towns()), {})


def test_a_title_like_that_of_the_last_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="different titles"):
        as_xlsx({"ⓘ": towns()}, {})


def test_equal_input_gives_equal_bytes_and_other_input_gives_others() -> None:
    about = {"日期": "2025-12-31"}
    assert as_csv(towns()) == as_csv(towns())
    assert as_xlsx({"t": towns()}, about) == as_xlsx({"t": towns()}, about)
    assert as_xlsx({"t": towns()}, about) != as_xlsx({"t": towns()}, {"日期": "2025-12-30"})
    assert as_csv(towns()) != as_csv(towns().iloc[::-1])


def test_the_bytes_do_not_know_when_they_were_written() -> None:
    book = Book(as_xlsx({"t": towns()}, {}))
    assert {each.date_time[0] for each in book.parts.infolist()} == {1980}
    assert str(date.today().year).encode() not in book.parts.read("docProps/core.xml")


def test_the_tables_are_left_alone() -> None:
    table = towns()
    as_csv(table)
    as_xlsx({"t": table}, {})
    pd.testing.assert_frame_equal(table, towns())


def test_json_knows_no_endless_number() -> None:
    answer = {"bound": -np.inf, "gap": float("inf"), "of": [float("nan"), np.float64("nan"), 1.5], "n": (1, None)}
    assert json.loads(as_json(answer), parse_constant=pytest.fail) == {
        "bound": None,
        "gap": None,
        "of": [None, None, 1.5],
        "n": [1, None],
    }


@given(
    st.text(st.sampled_from("'=+-@\t\n＝A园区0812/,. "), max_size=12)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
)
@settings(max_examples=200)
def test_a_name_comes_back_from_a_csv_as_it_was(name: str) -> None:
    raw = as_csv(pd.DataFrame({"id": ["a"], "name": [name]}))
    (row,) = (table := read_table(raw, "t.csv", ("id",))).rows
    assert table.text(row, "name") == without_control(name).strip()


def test_an_apostrophe_of_a_name_stays() -> None:
    table = read_table("id,name\na,'s-Gravenhage\nb,'+A园区\nc,''=1\n".encode(), "t.csv", ("id",))
    assert [table.text(row, "name") for row in table.rows] == ["'s-Gravenhage", "+A园区", "'=1"]


def test_a_name_that_begins_like_a_formula_is_taken_as_it_was() -> None:
    rows = [dict(zip(HEAD, body(编号=f"own-{at}", 名称=name), strict=True)) for at, name in enumerate(PLAIN)]
    found = check(as_csv(pd.DataFrame(rows)), "表.csv", "bodies", "wgs84", facts())
    assert [row.cells["name_zh"] for row in found.good] == PLAIN


def test_a_text_of_several_lines_keeps_them_in_both_files() -> None:
    said = "地址已核。\n\n见附件第2页。"
    table = pd.DataFrame({"who": ["a", "b"], "remark": [said, "一行"]})
    assert cells(as_csv(table))[1:] == [["a", said], ["b", "一行"]]
    book = Book(as_xlsx({"t": table}, {}))
    assert column(book, 1, "B") == [said, "一行"]
    forms = book.root("xl/styles.xml").findall("m:cellXfs/m:xf", PARTS)
    drawn = book.root("xl/worksheets/sheet1.xml")
    of_cell = {each.get("r"): forms[int(each.get("s", 0))] for each in drawn.iterfind(".//m:c", PARTS)}
    assert [r for r, form in of_cell.items() if form.find("m:alignment[@wrapText]", PARTS) is not None] == ["B2"]
    # As wide as its longest line, not as all of them.
    (width,) = (float(each.get("width")) for each in drawn.iterfind(".//m:col", PARTS) if each.get("min") == "2")
    assert width < 20

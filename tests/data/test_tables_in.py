"""One door for a person's tables: what an office saves is read, what cannot be read is one sentence with its place."""

from __future__ import annotations

import contextlib
import io
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.errors import TableError
from data.limits import (
    TABLE_BYTES,
    TABLE_CELL,
    TABLE_ROWS,
    WORKBOOK_CELLS,
    WORKBOOK_MEMBERS,
    WORKBOOK_MEMORY,
    WORKBOOK_SECONDS,
    WORKBOOK_UNPACKED,
)
from data.tables_in import read_file, read_rows, read_table

TABLES = Path(__file__).resolve().parents[1] / "tables"
ROOT = Path(__file__).resolve().parents[2]
# Packs ten times smaller, so that no other limit is met.
NOISE = random.Random(5).randbytes(90) + b" " * 910
POINTS = ("lon", "lat")
TOWN = "编号,经度,纬度,名称\na,113.26,23.13,广州\n"


def shipped(name: str, *columns: str) -> list[tuple[int, dict[str, str]]]:
    """Number and cells of the rows of a small file beside the tests."""
    table = read_table((TABLES / name).read_bytes(), name, columns or POINTS)
    return [(row.number, row.cells) for row in table.rows]


def refused(content: bytes, *columns: str, name: str = "表.csv") -> str:
    """The sentence with which a table is refused."""
    with pytest.raises(TableError) as fault:
        read_table(content, name, columns or POINTS)
    assert "\n" not in str(fault.value)
    assert name in str(fault.value)
    return str(fault.value)


def workbook(rows: list[list[object]], *, before: int = 0) -> bytes:
    """A workbook whose second sheet holds the rows, after so many empty ones."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("空")
        sheet = book.add_worksheet("表")
        for place, row in enumerate(rows):
            sheet.write_row(before + place, 0, row)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_text_is_read_in_every_encoding_of_an_office(encoding: str) -> None:
    table = read_table(TOWN.encode(encoding), "towns.csv", ("id", *POINTS))
    assert table.rows[0].cells == {"id": "a", "lon": "113.26", "lat": "23.13", "name": "广州"}


def test_a_table_in_utf_8_that_is_cut_or_damaged_is_not_read_as_another_encoding() -> None:
    whole = "id,lon,lat,name\na,113.2,23.1,荔湾区\nb,113.3,23.1,越秀区".encode()
    # Of one character alone nobody can tell.
    for place in range(whole.index("湾".encode()), len(whole)):
        for content in (whole[:place], whole[:place] + b"\xff" + whole[place + 1 :]):
            with contextlib.suppress(TableError):
                names = [row.cells.get("name", "") for row in read_table(content, "t.csv", POINTS).rows]
                assert set("".join(names)) <= set("荔湾区越秀")


def test_a_server_without_memory_for_another_process_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(subprocess, "run", no_memory)
    assert "cannot open workbooks at this moment" in refused(workbook([["lon", "lat"]]), name="t.xlsx")


@pytest.mark.parametrize("name", ["points_gbk.csv", "points_utf16.csv"])
def test_a_file_from_a_chinese_pc_is_read(name: str) -> None:
    assert shipped(name) == [(2, {"lon": "113.26", "lat": "23.13", "name": "广州"})]


def test_full_width_digits_are_numbers() -> None:
    table = read_table((TABLES / "points_fwdigits.csv").read_bytes(), "wide.csv", POINTS)
    assert [table.number(table.rows[0], each) for each in POINTS] == [113.26, 23.13]


@pytest.mark.parametrize(("name", "sign"), [("cand_nel.csv", "\x85"), ("cand_vt.csv", "\x0b")])
def test_only_a_line_break_ends_a_row(name: str, sign: str) -> None:
    assert [cells["name"] for _, cells in shipped(name)] == [f"黄埔{sign}园区", "汕头园区"]


def test_a_line_break_in_quotes_is_text_and_its_row_is_one() -> None:
    table = read_table('lon,lat,name\n1,2,"甲\r\n乙"\n3,4,丙\n'.encode(), "t.csv", POINTS)
    assert [(row.number, row.cells["name"]) for row in table.rows] == [(2, "甲\r\n乙"), (3, "丙")]


def test_empty_lines_count_as_excel_counts_them() -> None:
    assert [number for number, _ in shipped("cand_blank_then_bad.csv")] == [2, 5]
    assert [number for number, _ in shipped("cand_blank_then_bad.csv", "id")] == [2, 5]
    table = read_table(b"\n\nlon,lat\n,\n1,2\n", "t.csv", POINTS)
    assert [row.number for row in table.rows] == [5]


def test_a_bad_cell_is_told_with_its_file_row_and_column() -> None:
    table = read_table((TABLES / "cand_blank_then_bad.csv").read_bytes(), "园区.csv", POINTS)
    with pytest.raises(TableError, match=r"园区\.csv, row 5: expected a number for lon, found 'east'"):
        table.number(table.rows[1], "lon")


def test_a_workbook_is_read_from_its_first_sheet_that_holds_anything_with_excels_own_rows() -> None:
    content = workbook([["行政区划代码", "权重"], [440103, 1.5], [], ["440105", 2]], before=2)
    table = read_table(content, "w.xlsx", ("adcode", "weight"))
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, {"adcode": "440103", "weight": "1.5"}),
        (6, {"adcode": "440105", "weight": "2"}),
    ]


def test_tabs_and_semicolons_part_cells_where_the_heading_has_no_comma() -> None:
    for sign in "\t;":
        table = read_table(f"lon{sign}lat\n1{sign}2\n".encode(), "t.txt", POINTS)
        assert table.rows[0].cells == {"lon": "1", "lat": "2"}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_machines_line_ending_is_one(ending: str) -> None:
    table = read_table(ending.join(["lon,lat", "1,2", "3,4"]).encode(), "t.csv", POINTS)
    assert [row.number for row in table.rows] == [2, 3]


def test_what_an_apostrophe_keeps_as_text_is_read_without_it() -> None:
    table = read_table(b"adcode,weight\n'440103,1\n", "t.csv", ("adcode", "weight"))
    assert table.code(table.rows[0], "adcode") == "440103"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"lon,lat\n\x00,1\n", "expected a table as CSV (UTF-8, UTF-16 or GB18030) or Excel, found other bytes"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", "found other bytes"),
        (b"lon,lat\n1,2,3\n", "row 2: expected 2 cells like the heading, found 3"),
        ('lon,lat,经度\n1,2,3\n'.encode(), "expected one column lon, found 'lon, 经度'"),
        (b"x,y\n1,2\n", "expected the columns lon,lat in the first line, found x, y"),
        (b"", "expected the columns lon,lat in the first line, found nothing"),
        (b'lon,lat\n"1,2\n3,4\n', "row 2: expected a quotation mark around each cell"),
        (b"lon,lat\n1," + b"9" * (TABLE_CELL.most + 1) + b"\n", "row 2: expected cells of at most 131,072 characters"),
        (b"lon,lat\n" + b" " * TABLE_BYTES.most, "expected at most 20 MB"),
        (b"PK\x03\x04 is no zip", "expected a plain workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 is no book", "expected an Excel workbook that can be opened"),
        (("列" * 5000 + "\n").encode(), "in the first line, found " + "列" * 80 + "…"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_in_one_sentence(content: bytes, sentence: str) -> None:
    assert sentence in refused(content)


def test_a_row_may_end_early_and_end_in_empty_cells() -> None:
    table = read_table(b"lon,lat,name\n1,2\n3,4,,,\n", "t.csv", POINTS)
    assert [row.cells.get("name", "") for row in table.rows] == ["", ""]


def test_more_rows_than_allowed_are_refused_without_reading_them_all() -> None:
    with pytest.raises(TableError, match="expected at most 3 rows, found more"):
        read_table(b"lon,lat\n" + b"1,2\n" * 4, "t.csv", POINTS, limit=replace(TABLE_ROWS, most=3))
    assert len(read_table(b"lon,lat\n" + b"1,2\n" * 3, "t.csv", POINTS, limit=replace(TABLE_ROWS, most=3)).rows) == 3


def test_a_cell_of_the_longest_length_is_read() -> None:
    rows = list(read_rows(b"a," + b"9" * TABLE_CELL.most, "t.csv"))
    assert len(rows[0][1][1]) == TABLE_CELL.most


def packed(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "members",
    [
        # WORKBOOK_RATIO: packed more than a hundred times smaller; WORKBOOK_UNPACKED: more than its bytes in all.
        {"xl/worksheets/sheet1.xml": b"\0" * 30_000_000},
        {f"part{place}": NOISE * 4_200 for place in range(WORKBOOK_UNPACKED.most // 4_200_000 + 1)},
        {f"part{place}": b"x" for place in range(WORKBOOK_MEMBERS.most + 1)},
        {"../outside.xml": b"x"},
        {"xl/embeddings/inner.xlsx": b"x"},
    ],
    ids=["grows", "large", "many", "leaves", "nested"],
)
def test_a_workbook_that_grows_leaves_its_folder_or_holds_another_is_not_opened(members: dict[str, bytes]) -> None:
    assert "expected a plain workbook" in refused(packed(members), name="bomb.xlsx")


def test_a_workbook_with_one_cell_at_the_far_end_is_refused_and_the_reader_lives() -> None:
    assert WORKBOOK_CELLS.most < 1_048_576 * 16_384
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "lon")
        sheet.write(1_048_575, 16_383, 1)
    assert "expected an Excel workbook that can be opened" in refused(out.getvalue(), name="far.xlsx")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="expected a file that can be read, No such file"):
        read_file(tmp_path / "no.csv")
    with pytest.raises(TableError, match="expected a file that can be read, Is a directory"):
        read_file(tmp_path)


def test_the_process_that_opens_a_workbook_is_held_to_its_memory_and_its_time() -> None:
    code = (
        "import resource; from data.workbooks_in import _limit_this_process; "
        f"_limit_this_process({WORKBOOK_MEMORY.most}, {WORKBOOK_SECONDS.most}); "
        "print(resource.getrlimit(resource.RLIMIT_AS)[1], resource.getrlimit(resource.RLIMIT_CPU)[1])"
    )
    held = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert held.split() == [str(WORKBOOK_MEMORY.most), str(WORKBOOK_SECONDS.most)]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_one_sentence(content: bytes) -> None:
    try:
        read_table(b"lon,lat\n" + content, "t.csv", POINTS)
    except TableError as error:
        sentence = str(error)
    else:
        sentence = ""
    assert len(sentence.splitlines()) <= 1


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.sampled_from(["utf-8-sig", "utf-16", "gb18030"]))
def test_every_text_that_is_written_comes_back(rows: list[tuple[str, str]], encoding: str) -> None:
    import csv

    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["编号", "名称"])
    writer.writerows(rows)
    if encoding == "gb18030":
        # Without a mark, the first sign beyond ASCII decides; the heading has one.
        assert "编" in out.getvalue()
    found = read_table(out.getvalue().encode(encoding), "t.csv", ("id",))
    kept = [row for row in rows if "".join(row).strip()]
    assert [(row.cells["id"], row.cells["name"]) for row in found.rows] == kept

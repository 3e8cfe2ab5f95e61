"""What is handed out under a table: what the page prints as count and n in one cell, a spreadsheet gets in two."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from streamlit.delta_generator import DeltaGenerator

from data.cells import changed_by_excel
from tests.ui.reader import opened

OFFERED = DeltaGenerator.download_button
# What a page prints -> the file that is offered under it, where counts stand, and their headings in the file.
TABLES = [
    ("coverage", "coverage-parts:口径台账与推演", {}, "ledger", ["推定（共）"]),
    ("coverage", "coverage-parts:口径台账与推演", {"wrong": "protection-centre-foshan"}, "ledger", ["推定（共）"]),
    ("compare", "compare-parts:并列", {}, "side-by-side", ["全省（21）（共）", "全省（21）（已知）"]),
    ("prefecture", "prefecture-parts:排名与同类市", {"id": "440500"}, "standing-440500", ["排名（共）"]),
]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Name of the button, with the ending of its file -> the bytes that a press hands out, of every page since."""
    handed: dict[str, bytes] = {}

    def offered(place: DeltaGenerator, label: str, **given: Any) -> bool:
        ending, name = given["key"].split("-", 1) if "-" in given["key"] else ("", "")
        if callable(given["data"]) and ending in ("csv", "xlsx"):
            handed[f"{name}.{ending}"] = given["data"]()
            assert re.fullmatch(rf"[\u4e00-\u9fff].*_2025-12-31(_设想)?\.{ending}", given["file_name"])
        return bool(OFFERED(place, label, **given))

    monkeypatch.setattr(DeltaGenerator, "download_button", offered)
    return handed


@pytest.mark.parametrize(("page", "tab", "asked", "name", "headings"), TABLES)
def test_a_file_holds_a_count_and_what_it_is_out_of_in_two_columns(
    files: dict[str, bytes], page: str, tab: str, asked: dict[str, str], name: str, headings: list[str]
) -> None:
    assert not opened(page, tab, **asked).exception
    rows = list(csv.reader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"), newline="")))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files[f"{name}.xlsx"])).get_sheet_by_index(0).to_python()
    assert sheet[0] == rows[0]
    assert set(headings) <= set(rows[0])
    assert len(rows) == len(sheet) > 2
    out_of = [place for place, title in enumerate(rows[0]) if title.endswith(("（共）", "（已知）"))]
    for row, cells in zip(rows[1:], sheet[1:], strict=True):
        assert not [cell for cell in row[1:] if re.search(r"[0-9] ?/ ?[0-9]", cell) or changed_by_excel(cell)]
        for place in out_of:
            assert cells[place] == (float(row[place]) if row[place] else "")
    assert {float(row[place]) for row in sheet[1:] for place in out_of if row[place] != ""}


def test_the_count_of_the_ledger_is_a_number_beside_21(files: dict[str, bytes]) -> None:
    opened("coverage", "coverage-parts:口径台账与推演")
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(files["ledger.xlsx"])).get_sheet_by_index(0).to_python()
    place = head.index("推定（共）")
    known = [(row[place - 1], row[place]) for row in rows if row[place] != ""]
    assert known
    assert all(isinstance(count, float) and 0 <= count <= of == 21 for count, of in known)

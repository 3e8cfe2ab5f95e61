"""What a spreadsheet does not keep as it was typed is asked for again, never guessed: the tenth month, long numbers, a
month without a day.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter

from data.intake.check import check
from data.intake.dates import as_partial_date
from data.intake.told import Checked
from data.workbooks_in import workbook_rows
from geo.errors import BadValueError
from tests.data.intake.files import HEAD, bodies, body, csv, facts, geojson

FORM = 'yyyy"年"m"月"'


def workbook(cells: dict[str, Any]) -> bytes:
    """The good body in a workbook, some cells written as Excel keeps them: a number, a day that shows its month."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, month = book.add_worksheet("机构"), book.add_format({"num_format": FORM})
        for column, (head, cell) in enumerate(zip(HEAD, body(), strict=True)):
            sheet.write_string(0, column, head)
            told = cells.get(head, cell)
            if isinstance(told, datetime):
                sheet.write_datetime(1, column, told, month)
            else:
                sheet.write(1, column, told)
    return out.getvalue()


def checked(content: bytes, kind: str = "bodies") -> Checked:
    return check(content, "表", kind, "wgs84", facts())


def told(found: Checked) -> list[tuple[str, str, str]]:
    return [(each.column, each.value, str(each.cure)) for each in found.problems]


BOTH = "write 2023-01 or 2023-10, in a column that is formatted as text"


@pytest.mark.parametrize(
    "content",
    [
        workbook({"获批日期": 2023.10}),
        bodies(body(获批日期="2023.1")),
        bodies(body(获批日期="２０２３．１")),
        geojson((dict(zip(HEAD, body(), strict=True)) | {"获批日期": 2023.10}, None)),
    ],
    ids=["workbook", "csv", "full-width", "map"],
)
def test_a_tenth_month_that_lost_its_nought_is_asked_for(content: bytes) -> None:
    found = checked(content)
    assert [(each[0], each[2]) for each in told(found)] == [("获批日期", BOTH)]
    assert found.good == ()


@pytest.mark.parametrize(
    ("cell", "month"),
    [("2023.10", "2023-10"), ("2023.01", "2023-01"), (2023.2, "2023-02"), (2023.12, "2023-12"), (2023, "2023"),
     ("2023年1月", "2023-01"), ("2023/1", "2023-01"), (202310, "2023-10")],
)  # fmt: skip
def test_a_month_that_is_plain_is_read(cell: str | float, month: str) -> None:
    found = checked(workbook({"获批日期": cell, "运行日期": "2024"}))
    assert [row.cells["approved"] for row in found.good] == [month]


@pytest.mark.parametrize("text", ["2023.20", "2023.0", "2023.13", "2023.1000000001", "23.10"])
def test_what_is_no_month_is_no_date(text: str) -> None:
    with pytest.raises(BadValueError):
        as_partial_date(text)


def test_a_period_of_an_outcome_is_asked_for_too() -> None:
    head = ("编号", "规划目标", "数值", "日期", "来源")
    found = checked(csv(head, ("own-1", "T064", "47.6", "2023.1", "通报")), "outcomes")
    assert [each[2] for each in told(found)] == [BOTH]


def test_a_number_of_more_digits_than_a_workbook_keeps_is_no_text() -> None:
    found = checked(workbook({"名称": 440111199001012000}))  # as Excel keeps 440111199001012345
    assert told(found) == [("名称", "4.40111199001012E+17", "format the column as text, then type the number anew")]
    assert told(checked(bodies(body(名称="4.40111E+17"))))[0][0] == "名称"


@pytest.mark.parametrize("number", [1e15, 1234567890123450, 4e17])
def test_a_number_that_is_not_whole_in_a_workbook_looks_so(number: float) -> None:
    content = workbook({"名称": number})
    assert "E+" in workbook_rows(content, "t.xlsx")[1][1]
    assert workbook_rows(workbook({"名称": 999999999999999}), "t.xlsx")[1][1] == "999999999999999"


def test_a_month_that_became_a_day_is_said() -> None:
    found = checked(workbook({"获批日期": datetime(2023, 4, 1)}))
    assert [row.cells["approved"] for row in found.good] == ["2023-04-01"]
    assert sum("first of a month (rows: 2)" in str(each) for each in found.notes) == 1
    plain = checked(workbook({"获批日期": datetime(2023, 4, 2)}))
    assert not any("first of a month" in str(each) for each in plain.notes)

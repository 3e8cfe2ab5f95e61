"""The comparison side by side as a workbook: what the page prints as a number is one, read back by another program."""

from __future__ import annotations

import io
import math
import re

import pytest
from python_calamine import CalamineWorkbook

from atlas.comparison import as_table, regions_of, side_by_side
from atlas.question.question import default_question
from atlas.reach import reach_of
from atlas.words import say_in
from data.cells import changed_by_excel
from data.export import as_csv, as_xlsx
from data.tables_in import read_rows
from tests.worlds import choices, the_atlas


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_of_the_comparison_is_a_number_in_its_workbook(language: str) -> None:
    question, say = default_question(choices()), say_in(language)
    regions = regions_of(the_atlas(), question)
    lines = side_by_side(the_atlas(), question, reach_of(the_atlas(), question), say)
    table = as_table(the_atlas(), lines, regions, say)
    raw = as_xlsx({"t": table}, {})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()[1:]
    numbers = 0
    for line, row in zip(lines, rows, strict=True):
        for region, cell in zip(regions, row[1:], strict=True):
            value = line.values[region]
            if isinstance(value, float) and not math.isnan(value):
                assert isinstance(cell, float), (line.title, cell)
                shown = re.search(r"[0-9][0-9,.]*", line.cells[region])
                assert shown is not None
                percent = 100 if "%" in line.cells[region] else 1
                assert cell * percent == pytest.approx(float(shown[0].replace(",", "")))
                numbers += 1
    assert numbers > 100


def test_no_cell_of_its_csv_is_one_that_excel_changes() -> None:
    question, say = default_question(choices()), say_in("zh")
    lines = side_by_side(the_atlas(), question, reach_of(the_atlas(), question), say)
    raw = as_csv(as_table(the_atlas(), lines, regions_of(the_atlas(), question), say))
    assert not any(changed_by_excel(cell) for _, row in read_rows(raw, "t.csv") for cell in row)

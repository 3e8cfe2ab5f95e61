"""Tables and answers out: CSV and Excel that a spreadsheet shows as they are and never runs, and JSON.

A cell that begins like a formula is data from strangers, not a formula: CSV puts an apostrophe before it, Excel writes
it as text. Numbers stay numbers, unknown stays an empty cell.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import xlsxwriter

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SHEET_NAME_LENGTH = 31
SHEET_NAME_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDEST = 60
ABOUT = "ⓘ"


def guarded(cell: Any) -> Any:
    """A cell for a CSV file: text that a spreadsheet would run gets an apostrophe in front; numbers are left alone."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return cell


def as_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV for Excel: UTF-8 with its mark, CRLF, headings first, unknown as an empty cell. No index."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(str(name)) for name in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow([guarded(_plain(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_json(answer: Any, *, indent: int | None = 2, ascii_only: bool = False) -> str:
    """An answer of mappings, lists, texts and numbers as JSON, which knows neither NaN nor an endless number: what is
    not finite becomes null, and nothing else than JSON is ever written.
    """
    return json.dumps(_known(answer), ensure_ascii=ascii_only, indent=indent, allow_nan=False)


def as_xlsx(sheets: Mapping[str, pd.DataFrame], about: Mapping[str, str]) -> bytes:
    """Tables as one Excel workbook: a sheet each, then `about` (what was asked, date, data version) on a last sheet.

    sheets  title -> table, at least one; a title is cut to what Excel allows. about  label -> text, heading of the
    last sheet is "ⓘ". Equal input gives equal bytes. Raises ValueError when two titles become the same.
    """
    titles = [ABOUT, *(title.translate(SHEET_NAME_FORBIDDEN)[:SHEET_NAME_LENGTH].strip() or "-" for title in sheets)]
    if len({title.casefold() for title in titles}) < len(titles):
        raise ValueError(f"expected sheets with different titles, got {', '.join(titles)}; shorten them yourself")
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": pd.Timestamp("2000-01-01").to_pydatetime()})
        bold = book.add_format({"bold": True, "bottom": 1})
        for title, table in zip(titles[1:], sheets.values(), strict=True):
            _sheet(book.add_worksheet(title), table, bold)
        _sheet(book.add_worksheet(ABOUT), pd.DataFrame({"": list(about), " ": list(about.values())}), bold)
    return out.getvalue()


def _sheet(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, _as_text(str(name)), bold)
        longest = max([len(str(name)), *(len(str(cell)) for cell in table.iloc[:200, column])])
        sheet.set_column(column, column, min(WIDEST, 2 + 1.6 * longest))
    for row, cells in enumerate(table.itertuples(index=False, name=None), start=1):
        for column, cell in enumerate(map(_plain, cells)):
            if isinstance(cell, bool | str):
                sheet.write_string(row, column, _as_text(str(cell)))
            elif cell is not None and math.isfinite(cell):
                sheet.write_number(row, column, cell)
            elif cell is not None:
                sheet.write_string(row, column, str(cell))
    sheet.freeze_panes(1, 0)


def _as_text(text: str) -> str:
    """Text that xlsxwriter takes as it is: what looks like its own rich-text markup would go into the file as XML."""
    return f"\u2060{text}" if text.startswith("<r>") and text.endswith("</r>") else text


def _known(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _known(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_known(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(cell: Any) -> Any:
    """A cell as text, number or None for unknown."""
    if isinstance(cell, list | tuple):
        return "; ".join(map(str, cell))
    if cell is None or (not isinstance(cell, str) and pd.isna(cell)):
        return None
    if isinstance(cell, str | bool):
        return cell
    number = cell.item() if hasattr(cell, "item") else cell
    return number if isinstance(number, int | float) else str(number)

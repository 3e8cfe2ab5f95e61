"""Tables and answers out: CSV and Excel that a spreadsheet shows as they are and never runs, and JSON.

A cell that begins like a formula is data from strangers, not a formula; a text such as 8/21, 2020-02 or 044300 would
become another value when a spreadsheet opens a CSV. CSV puts an apostrophe before both, which is taken off again where
a table comes in (data.cells.unguarded). A workbook holds numbers as numbers in the format of the page, days as days,
and everything else as text, which such texts stay when their cells are edited; its first column names the row and is
text. Unknown stays an empty cell.
"""

from __future__ import annotations

import csv
import io
import json
import math
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
import xlsxwriter

from data.cells import TEXT_FORMAT, guarded, held_as_text, shown_number

SHEET_NAME_LENGTH = 31
SHEET_NAME_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDEST = 60
ABOUT = "ⓘ"
ABOUT_LABEL, ABOUT_TEXT = 24, 90
# A table of two columns needs none of them in sight for ever.
PINS_FROM = 2


def as_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV for Excel: UTF-8 with its mark, CRLF, headings first, unknown as an empty cell. No index."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(str(name)) for name in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in map(_as_told, row)])
    return out.getvalue().encode("utf-8-sig")


def as_json(answer: Any, *, indent: int | None = 2, ascii_only: bool = False) -> str:
    """An answer of mappings, lists, texts and numbers as JSON, which knows neither NaN nor an endless number: what is
    not finite becomes null, and nothing else than JSON is ever written.
    """
    return json.dumps(_known(answer), ensure_ascii=ascii_only, indent=indent, allow_nan=False)


def as_xlsx(
    sheets: Mapping[str, pd.DataFrame],
    about: Mapping[str, str],
    *,
    formats: Mapping[str, Mapping[str, str]] | None = None,
    about_title: str = ABOUT,
) -> bytes:
    """Tables as one Excel workbook: a sheet each, then `about` (what was asked, date, data version) on a last sheet.

    sheets  title -> table, at least one; a title is cut to what Excel allows. about  label -> text
    formats  title -> column -> how a spreadsheet shows its numbers, such as "0.0%";  about_title  of the last sheet
    Headings stay in sight and filter their columns. Equal input gives equal bytes. Raises ValueError when two titles
    become the same.
    """
    titles = [about_title, *map(_sheet_title, sheets)]
    if len({title.casefold() for title in titles}) < len(titles):
        raise ValueError(f"expected sheets with different titles, got {', '.join(titles)}; shorten them yourself")
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": pd.Timestamp("2000-01-01").to_pydatetime()})
        bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True})
        for (name, table), title in zip(sheets.items(), titles[1:], strict=True):
            _sheet(_Pens(book, bold, (formats or {}).get(name, {})), book.add_worksheet(title), table)
        told = book.add_worksheet(about_title)
        told.write_string(0, 0, about_title, bold)
        _about(told, about, wrapped)
    return out.getvalue()


def _sheet_title(title: str) -> str:
    return title.translate(SHEET_NAME_FORBIDDEN)[:SHEET_NAME_LENGTH].strip() or "-"


class _Pens:
    """The formats of a sheet, each made once. of_column  how its numbers look"""

    def __init__(self, book: Any, bold: Any, of_column: Mapping[str, str]) -> None:
        self._book, self._made = book, dict[str, Any]()
        self.bold, self.of_column = bold, of_column

    def pen(self, form: str) -> Any:
        """How a cell looks; None for a number as it comes."""
        if form and form not in self._made:
            self._made[form] = self._book.add_format({"num_format": form})
        return self._made.get(form)

    def of_text(self, text: str) -> Any:
        """How a text looks: one of several lines with these lines, one that a spreadsheet would change held as text."""
        if held_as_text(text):
            return self.pen(TEXT_FORMAT)
        return self._of_lines if "\n" in text else None

    @cached_property
    def _of_lines(self) -> Any:
        return self._book.add_format({"text_wrap": True, "valign": "top"})


def _sheet(pens: _Pens, sheet: Any, table: pd.DataFrame) -> None:
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, _as_text(str(name)), pens.bold)
        longest = max(map(_width, [name, *table.iloc[:200, column]]))
        sheet.set_column(column, column, min(WIDEST, 2 + longest))
    forms = [pens.of_column.get(str(name), "") for name in table.columns]
    for row, cells in enumerate(table.itertuples(index=False, name=None), start=1):
        for column, cell in enumerate(map(_plain, cells)):
            # The first column names the row: it is a text, whatever it looks like.
            written = _as_written(cell, forms[column]) if column else (cell, forms[column])
            _write(sheet, row, column, *written, pens)
    if len(table) and len(table.columns):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.freeze_panes(1, 1 if len(table.columns) > PINS_FROM else 0)


def _width(cell: object) -> float:
    """How wide a cell is in digits, its longest line: a Chinese sign takes about two."""
    return max(map(_line_width, str(cell).split("\n")))


def _line_width(line: str) -> float:
    return sum(1.9 if unicodedata.east_asian_width(sign) in "WFA" else 1.05 for sign in line)


def _as_written(cell: Any, form: str) -> tuple[Any, str]:
    """A text that shows a number or a day, as that number or day in its format; anything else as it is."""
    shown = shown_number(cell) if isinstance(cell, str) else None
    return (cell, form) if shown is None else (shown.value, shown.form)


def _write(sheet: Any, row: int, column: int, cell: Any, form: str, pens: _Pens) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, pens.pen(form))
    elif isinstance(cell, bool | str) or not math.isfinite(cell):
        text = str(cell)
        sheet.write_string(row, column, _as_text(text), pens.of_text(text))
    else:
        sheet.write_number(row, column, cell, pens.pen(form))


def _about(sheet: Any, about: Mapping[str, str], wrapped: Any) -> None:
    """What the tables stand under, a line each: texts only, whole sentences wrapped."""
    sheet.set_column(0, 0, ABOUT_LABEL)
    sheet.set_column(1, 1, ABOUT_TEXT)
    for row, (label, text) in enumerate(about.items(), start=1):
        sheet.write_string(row, 0, _as_text(label), wrapped)
        sheet.write_string(row, 1, _as_text(text), wrapped)


def _as_text(text: str) -> str:
    """Text that xlsxwriter takes as it is: what looks like its own rich-text markup would go into the file as XML."""
    return f"\u2060{text}" if text.startswith("<r>") and text.endswith("</r>") else text


def _known(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _known(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_known(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _as_told(cell: Any) -> Any:
    """A cell as a CSV has it: true and false are texts."""
    plain = _plain(cell)
    return str(plain) if isinstance(plain, bool) else plain


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

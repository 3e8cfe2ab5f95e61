"""Workbooks for an office: a template filled with what is known, with drop-downs, and its own bad rows marked."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import xlsxwriter

from data.intake.facts import Facts
from data.intake.kinds import BESIDE, Kind, title_of, word_of
from data.intake.sheet import Sheet
from data.intake.told import Checked, Problem
from data.limits import TABLE_CELL
from data.told import Say, Told

# Rows below the known ones that have the drop-downs too.
SPARE_ROWS = 500
WIDE, NARROW = 28, 14
# What a cell of a workbook can hold.
LONGEST = 32_767
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
FILL, CHOICES, ABOUT = Told("sheet to fill in"), Told("sheet of choices"), Told("sheet about the columns")


def template(kind: Kind, facts: Facts, prefecture: str, say: Say) -> bytes:
    """A workbook to fill in. prefecture  whose records are in it already, "" for an empty one"""
    records = _known(kind, facts, prefecture)
    rows = [[_shown(each, column, facts) for column in kind.offered] for each in records]
    return workbook(kind, kind.offered, rows, facts, say)


def workbook(
    kind: Kind, columns: Sequence[str], rows: Sequence[Sequence[str | float | None]], facts: Facts, say: Say
) -> bytes:
    """Rows under the headings of a kind, with drop-downs on a second sheet and the columns explained on a third."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet(FILL.sentence(say))
        bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#e8eef7"})
        text = book.add_format({"num_format": "@"})
        for place, column in enumerate(columns):
            number = kind.columns.get(column, {}).get("type") in ("number", "integer")
            sheet.set_column(place, place, NARROW if number else WIDE, None if number else text)
            sheet.write_string(0, place, title_of(column), bold)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, line, place, cell, text)
        sheet.freeze_panes(1, 0)
        _drop_downs(book, sheet, kind, columns, len(rows), facts, say)
        _explain(book, kind, columns, say)
    return out.getvalue()


def marked(sheet: Sheet, checked: Checked, say: Say) -> bytes:
    """The rows that cannot be taken, as they came, with the bad cells marked and what is wrong beside them."""
    bad: dict[int, list[Problem]] = {}
    for problem in checked.problems:
        bad.setdefault(problem.row, []).append(problem)
    rows, cells = {row.number: row.cells for row in sheet.rows}, _fullest(sheet)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        page = book.add_worksheet(FILL.sentence(say))
        bold = book.add_format({"bold": True, "bottom": 1})
        red = book.add_format({"bg_color": "#ffd9d6", "num_format": "@"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        titles = [*cells, Told("what is wrong and how to mend it").sentence(say), Told("row in the file").sentence(say)]
        for place, title in enumerate(titles):
            page.write_string(0, place, _plain(title), bold)
        page.set_column(0, max(len(cells) - 1, 0), NARROW + 4)
        page.set_column(len(cells), len(cells), 60)
        for line, (number, problems) in enumerate(sorted(bad.items()), start=1):
            hurt = {each.column for each in problems}
            came = rows.get(number, ())[: len(cells)]
            for place, (title, cell) in enumerate(zip_longest(cells, came, fillvalue="")):
                page.write_string(line, place, _plain(cell), red if title.strip() in hurt else text)
            told = "\n".join(_line(each, say) for each in problems)
            page.write_string(line, len(cells), _plain(told), text)
            page.write_number(line, len(cells) + 1, number)
        page.freeze_panes(1, 0)
    return out.getvalue()


def _fullest(sheet: Sheet) -> tuple[str, ...]:
    """The cells of what is most like a heading: the fullest of the first rows; () for a sheet without any."""
    return max((row.cells for row in sheet.rows[:10]), key=lambda cells: sum(map(bool, cells)), default=())


def _line(problem: Problem, say: Say) -> str:
    told = Told(
        "{column}: {problem}. {cure}.",
        {"column": problem.column, "problem": problem.problem, "cure": problem.cure},
    )
    return told.sentence(say)


def _known(kind: Kind, facts: Facts, prefecture: str) -> list[Mapping[str, Any]]:
    """What is known of a prefecture, as rows of a kind."""
    if _one_row_a_county(kind):
        return [{"adcode": code} for code, parent in facts.parent.items() if prefecture in ("", parent)]
    if not prefecture or not kind.set:
        return []
    if kind.id == "outcomes":
        return [{"target": each["id"]} for each in facts.targets if each.get("target") is not None]
    table = facts.frames[kind.set]
    rows: list[Mapping[str, Any]] = table[table["prefecture"] == prefecture].to_dict("records")
    return _newest(rows, facts) if kind.id == "indicators" else rows


def _one_row_a_county(kind: Kind) -> bool:
    """Whether a sheet begins with the codes of the counties, whatever is known of them."""
    return kind.key[-1] == "adcode" or kind.id == "county_indicators"


def _newest(rows: Iterable[Mapping[str, Any]], facts: Facts) -> list[Mapping[str, Any]]:
    """Of each indicator the value of the period that is shown unless another is asked for."""
    newest = {each["id"]: each.get("default_period") for each in facts.indicators}
    return [row for row in rows if row["period"] == newest.get(row["indicator"])]


def _shown(record: Mapping[str, Any], column: str, facts: Facts) -> str | float | None:
    """A cell of a record as a template shows it: names beside codes, words for the codes of few values."""
    if column in BESIDE:
        code = str(record.get(BESIDE[column]) or record.get("adcode") or "")
        return facts.prefectures.get(code) or facts.counties.get(code, "")
    value = record.get(column)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return word_of(column, value) if isinstance(value, str) else float(value)


def _drop_downs(book: Any, sheet: Any, kind: Kind, columns: Sequence[str], rows: int, facts: Facts, say: Say) -> None:
    """Lists of values on a sheet of their own, and the cells that are chosen from them."""
    lists = book.add_worksheet(CHOICES.sentence(say))
    for place, column in enumerate(columns):
        words = list(_choices(kind, column, facts))
        if not words:
            continue
        lists.write_string(0, place, title_of(column))
        for line, word in enumerate(words, start=1):
            lists.write_string(line, place, word)
        letter = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
        source = f"='{CHOICES.sentence(say)}'!{letter}$2:{letter}${len(words) + 1}"
        # A value that is not listed is told, not forbidden: an office may know better.
        choice = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(1, place, rows + SPARE_ROWS, place, choice)


def _choices(kind: Kind, column: str, facts: Facts) -> Iterable[str]:
    said = kind.columns.get(column, {})
    if column == "prefecture_name":
        return facts.prefectures.values()
    if column == "county_name":
        return dict.fromkeys(facts.counties.values())
    if column == "indicator":
        return [each["title_zh"] for each in facts.indicators]
    if column == "target":
        return [each["id"] for each in facts.targets]
    return [word_of(column, str(each)) for each in said.get("allowed", ())]


def _explain(book: Any, kind: Kind, columns: Sequence[str], say: Say) -> None:
    """What each column is, whether it must be filled, and what is taken where nothing is said."""
    sheet = book.add_worksheet(ABOUT.sentence(say))
    sheet.set_column(0, 3, WIDE)
    said = ("heading of a column", "what it holds", "must be filled in", "taken where nothing is said")
    for place, title in enumerate(said):
        sheet.write_string(0, place, say(title), book.add_format({"bold": True}))
    for line, column in enumerate(columns, start=1):
        about = kind.columns.get(column, {})
        usual = kind.usual.get(column, "")
        cells = (
            title_of(column),
            str(about.get("meaning_zh") or title_of(column)),
            say("must") if column in kind.needed and kind.must(column) else "",
            "" if usual.startswith("=") else word_of(column, usual),
        )
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell)


def _write(sheet: Any, line: int, place: int, cell: str | float | None, text: Any) -> None:
    if isinstance(cell, str) and cell:
        sheet.write_string(line, place, _plain(cell), text)
    elif isinstance(cell, float):
        sheet.write_number(line, place, cell)


def _plain(cell: str) -> str:
    """Text that a cell can hold, and xlsxwriter takes as it is."""
    told = cell[: min(LONGEST, TABLE_CELL.most)]
    return f"\u2060{told}" if told.startswith("<r>") and told.endswith("</r>") else told

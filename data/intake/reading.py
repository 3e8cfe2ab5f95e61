"""One cell as what its column holds: a number, a date, one of few values, a list, a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from data.cells import SHORTENED, unguarded
from data.intake.dates import as_partial_date, year_of_lost_month
from data.intake.draft import Draft, Table
from data.intake.facts import nearest
from data.intake.kinds import code_of, declared, word_of
from data.schemas import LIST_SEPARATOR
from data.told import Told
from geo import typed
from geo.errors import BadValueError
from geo.typed import folded

GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
LEADING = re.compile(r"(-?[0-9][0-9,]*(?:\.[0-9]+)?) ?[^0-9.,\s].{0,8}")
# Degrees, minutes, seconds as maps and phones write them.
SEXAGESIMAL = re.compile(r"[NESW]?\s*([0-9]{1,3})[\u00b0\u5ea6]\s*([0-9]{1,2})['\u2032\u5206]\s*([0-9.]{1,9})?.{0,3}")
YEAR_DIGITS = 4
LISTED = 8
NO_DATE = Told("there is no such date")
SHORT = Told("this is a long number that a spreadsheet has shortened")
WRITE_LONG = Told("format the column as text, then type the number anew")
WRITE_DATE = Told("write it in a form such as 2024, 2024-12 or 2024-12-31; leave the cell empty where it is not known")


def read_cells(table: Table, draft: Draft) -> None:
    """Every column of the kind that the table has, into `draft.values`; what cannot be read is refused."""
    for column, said in table.kind.columns.items():
        came = table.came(draft, column).removeprefix("'")
        if column in ("prefecture", "county", "adcode", "indicator", "target"):
            draft.values[column] = folded(came).strip()
        elif not came:
            draft.values[column] = None if said["type"] in ("number", "integer") else ""
        else:
            _read(table, draft, column, said, came)


def _read(table: Table, draft: Draft, column: str, said: Mapping[str, Any], came: str) -> None:
    if said["type"] in ("number", "integer"):
        _number(table, draft, column, said, came)
    elif said["type"] in ("partial_date", "date") or column == "period":
        _date(table, draft, column, came)
    elif "allowed" in said:
        _choice(table, draft, column, list(said["allowed"]), came)
    elif SHORTENED.fullmatch(folded(came)):
        table.refuse(draft, column, SHORT, WRITE_LONG)
    elif said.get("list"):
        draft.values[column] = _list(came)
    elif column == "id":
        draft.values[column] = folded(came)
    else:
        draft.values[column] = unguarded(table.came(draft, column))


def _number(table: Table, draft: Draft, column: str, said: Mapping[str, Any], came: str) -> None:
    told = folded(came).replace(" ", "")
    percent = told.endswith("%")
    told = told.removesuffix("%") if column == "value" else told
    try:
        value = typed.number(told.replace(",", "") if GROUPED.fullmatch(told) else told)
    except BadValueError:
        table.refuse(draft, column, Told("this is no number"), _number_cure(told))
        return
    draft.values[column] = value
    if percent and column == "value":
        draft.values["percent"] = 1.0
    low, high = said.get("minimum"), said.get("maximum")
    if column in ("lon", "lat"):
        return
    if low is not None and value < low:
        table.refuse(draft, column, Told("the number is below {least}", {"least": low}), Told("look it up again"))
    if high is not None and value > high:
        table.refuse(draft, column, Told("the number is above {most}", {"most": high}), Told("look it up again"))


def _number_cure(told: str) -> Told:
    degrees = SEXAGESIMAL.fullmatch(told)
    if degrees is not None:
        try:
            value = float(degrees[1]) + float(degrees[2]) / 60 + float(degrees[3] or 0) / 3600
            return Told("write degrees with decimals: {value}", {"value": f"{value:.6f}"})
        except ValueError:
            pass
    leading = LEADING.fullmatch(told)
    if leading is not None:
        return Told("write the number alone: {value}", {"value": leading[1].replace(",", "")})
    return Told("write a number such as 12.5, or leave the cell empty")


def _date(table: Table, draft: Draft, column: str, came: str) -> None:
    if year := year_of_lost_month(came):
        parts = {"january": f"{year}-01", "october": f"{year}-10"}
        cure = Told("write {january} or {october}, in a column that is formatted as text", parts)
        table.refuse(draft, column, Told("a spreadsheet writes January and October like this"), cure)
        return
    try:
        value, serial = as_partial_date(came)
    except BadValueError:
        if column == "period" and table.kind.id == "outcomes":
            draft.values[column] = came
            return
        table.refuse(draft, column, NO_DATE, WRITE_DATE)
        return
    if column == "period" and table.kind.id == "outcomes":
        value = came
    elif column == "period" and len(value) != YEAR_DIGITS:
        table.refuse(
            draft, column, Told("a year is expected"), Told("write the year alone: {year}", {"year": value[:4]})
        )
        return
    draft.values[column] = value
    if serial and column != "period":
        text = "Row {row}: {came} is a day as Excel counts days, and was read as {day}"
        table.notes.append(Told(text, {"row": draft.row.number, "came": came, "day": value}))


def _choice(table: Table, draft: Draft, column: str, allowed: list[str], came: str) -> None:
    told = folded(came).strip().casefold()
    plain = next((each for each in allowed if each.casefold() == told), "")
    code = plain or code_of(column).get(came.strip().casefold()) or code_of(column).get(told, "")
    if code:
        draft.values[column] = code
        return
    words = [word_of(column, each) for each in allowed]
    like = nearest(came, [*code_of(column), *allowed])
    shown = ", ".join(words[:LISTED]) + (" …" if len(words) > LISTED else "")
    cure = Told("write one of: {words}", {"words": shown})
    if like:
        like = word_of(column, code_of(column).get(like, like))
        cure = Told("did you mean {like}? Write one of: {words}", {"like": like, "words": shown})
    table.refuse(draft, column, Told("this value is not known here"), cure)


def _list(came: str) -> str:
    parts = [came]
    for separator in declared().speech.list_separators:
        parts = [part for each in parts for part in each.split(separator)]
    return LIST_SEPARATOR.join(part.strip() for part in parts if part.strip())

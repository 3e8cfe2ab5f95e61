"""Which line is the heading, and which column is which: by English or Chinese names, in any order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.intake.facts import nearest
from data.intake.kinds import BESIDE, Kind, names_of, title_of
from data.intake.sheet import Sheet, SheetRow
from data.intake.told import Problem
from data.told import Told
from geo.checks import quoted
from geo.typed import folded

# A table of an office has a title above its heading, perhaps a unit and a date.
SEARCHED = 10


@dataclass(frozen=True)
class Matched:
    """heading  its row;  at  column -> place in a row;  problems  columns that are missing or there twice"""

    heading: SheetRow
    at: dict[str, int]
    problems: tuple[Problem, ...]
    notes: tuple[Told, ...]

    def title(self, column: str) -> str:
        """What the file calls a column; what a template would call one that it has not."""
        return self.heading.cells[self.at[column]].strip() if column in self.at else title_of(column)


def match(sheet: Sheet, kind: Kind) -> Matched:
    """The columns of a sheet. One that stands for a code (a prefecture's name) counts as the code's."""
    wanted = [*kind.columns, *(name for name, code in BESIDE.items() if code in kind.columns or _names_own(kind, name))]
    found = [(row, *_places(row, wanted)) for row in sheet.rows[:SEARCHED]]
    empty: tuple[SheetRow, dict[str, int], dict[str, list[int]]] = (SheetRow(1, ()), {}, {})
    heading, at, twice = max(found, key=lambda each: len(each[1]), default=empty)
    problems = [_twice(sheet, heading, column, places) for column, places in twice.items()]
    problems += [_missing(sheet, heading, column) for column in kind.needed if _lacks(sheet, kind, at, column)]
    ignored = [cell.strip() for place, cell in enumerate(heading.cells) if cell.strip() and place not in at.values()]
    notes = (_ignored(ignored),) if ignored and at else ()
    return Matched(heading, at, tuple(problems), notes)


def _lacks(sheet: Sheet, kind: Kind, at: Mapping[str, int], column: str) -> bool:
    """Whether nothing in the sheet says what a column must: the column, a name beside it, or shapes for coordinates."""
    if column in at or f"{column}_name" in at or (column == "adcode" and "county_name" in at):
        return False
    return column not in ("lon", "lat") or not any(row.shape for row in sheet.rows)


def _names_own(kind: Kind, name: str) -> bool:
    """Whether a kind whose key is a unit's code has the unit's name beside it."""
    return name == "county_name" and "adcode" in kind.columns


def _places(row: SheetRow, wanted: list[str]) -> tuple[dict[str, int], dict[str, list[int]]]:
    told = [folded(cell).strip().strip("*").strip().casefold() for cell in row.cells]
    at: dict[str, int] = {}
    twice: dict[str, list[int]] = {}
    for column in wanted:
        # The most usual name first, so that one column is not taken for two.
        names = [folded(name) for name in names_of(column)]
        places = [place for name in names for place, cell in enumerate(told) if cell == name]
        free = [place for place in places if place not in at.values()]
        if free:
            at[column] = free[0]
        if len(free) > 1 and told[free[0]] == told[free[1]]:
            twice[column] = free
    return at, twice


def _twice(sheet: Sheet, heading: SheetRow, column: str, places: list[int]) -> Problem:
    return Problem(
        sheet.name,
        heading.number,
        heading.cells[places[0]].strip(),
        quoted(heading.cells[places[0]].strip())[1:-1],
        Told("two columns have this heading"),
        Told("keep one of them, or give the other another heading"),
    )


def _missing(sheet: Sheet, heading: SheetRow, column: str) -> Problem:
    like = nearest(title_of(column), [folded(cell).strip() for cell in heading.cells if cell.strip()])
    cure = Told("add a column with the heading {title} ({column})", {"title": title_of(column), "column": column})
    if like and folded(like).casefold() not in names_of(column):
        parts = {"like": quoted(like)[1:-1], "title": title_of(column), "column": column}
        cure = Told(
            "add a column with the heading {title} ({column}); if it is the one headed {like}, rename that", parts
        )
    parts = {"title": title_of(column), "column": column}
    return Problem(sheet.name, heading.number, title_of(column), "", Told("this column is missing", parts), cure)


def _ignored(titles: list[str]) -> Told:
    shown = ", ".join(quoted(each)[1:-1] for each in titles[:8])
    return Told("Columns that are not known and were not read: {titles}", {"titles": shown})

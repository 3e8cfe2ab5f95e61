"""A person's table held against what is known: which rows can be taken, and for every other cell what is wrong with it
and how it is mended. Nothing is read but what is handed in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator

from data.errors import TableError
from data.intake.checks import CHECKS
from data.intake.checks.outlines import turned
from data.intake.columns import match
from data.intake.draft import Draft, Table, Value
from data.intake.facts import Facts
from data.intake.kinds import BESIDE, Kind, declared, kind_of, title_of, word_of
from data.intake.reading import read_cells
from data.intake.sheet import Sheet, SheetRow
from data.intake.sheets_in import read_sheet
from data.intake.told import Checked, Good, Problem
from data.limits import INTAKE_PROBLEMS, INTAKE_ROWS
from data.told import Told
from geo.datums import DATUMS

NOTES = 30
DECIMALS = 6
# Rows that are read between two looks at whether anybody still waits.
OFTEN = 200
GoOn = Callable[[int, int], bool]


def check(content: bytes, name: str, kind_id: str, datum: str, facts: Facts) -> Checked:
    """A file checked. datum  one of wgs84, cgcs2000, gcj02, bd09; anything else is not known, and asked for

    Raises TableError for a file that cannot be read at all, LookupError for an unknown kind.
    """
    return check_sheet(read_sheet(content, name), kind_of(kind_id), datum, facts)


class StoppedError(Exception):
    """Nobody wants the result of a check any more."""


def _always(_done: int, _of: int) -> bool:
    return True


def check_sheet(sheet: Sheet, kind: Kind, datum: str, facts: Facts, go_on: GoOn = _always) -> Checked:
    """`check` of rows that are read. go_on  is told how many of how many steps are done, and says whether to go on

    Raises StoppedError when it says no.
    """
    if len(sheet.rows) - 1 > INTAKE_ROWS.most:
        raise TableError(INTAKE_ROWS.sentence, file=sheet.file, most=INTAKE_ROWS.told)
    matched = match(sheet, kind)
    notes = [*matched.notes, *_others(sheet), *_unshifted(sheet)]
    rows = [row for row in sheet.rows if row.number > matched.heading.number]
    if matched.problems or not rows:
        empty = () if rows else (_empty(sheet, matched.heading),)
        return Checked(kind.id, sheet.file, len(rows), (), (*matched.problems, *empty), tuple(notes))
    drafts = [Draft(_in_wgs84(row, kind, datum)) for row in rows]
    table = Table(sheet, kind, matched, facts, datum, drafts, notes)
    _look_at(table, go_on)
    return _result(table)


def _in_wgs84(row: SheetRow, kind: Kind, datum: str) -> SheetRow:
    """A row with its outline turned; points are turned where they are checked."""
    if kind.id != "boundaries" or datum not in DATUMS or not row.shape:
        return row
    return SheetRow(row.number, row.cells, turned(row.shape, datum))


def _look_at(table: Table, go_on: GoOn) -> None:
    """Read every row, then hold the whole against what is known, a look after the other."""
    for at, draft in enumerate(table.drafts):
        if at % OFTEN == 0:
            _need_wanted(go_on, 0)
        read_cells(table, draft)
    for at, look in enumerate(CHECKS, start=1):
        _need_wanted(go_on, at)
        look(table)


def _need_wanted(go_on: GoOn, done: int) -> None:
    if not go_on(done, len(CHECKS) + 1):
        raise StoppedError


def _result(table: Table) -> Checked:
    taken = dict[str, int](Counter(column for draft in table.drafts for column in _usual(table, draft)))
    for column, n in taken.items():
        usual = table.kind.usual[column]
        if column == "position_km":
            text = "Where nothing is said of {title}, it follows from what the point is, in km: {widths} (rows: {n})."
            table.notes.append(Told(text, {"title": title_of(column), "widths": _widths(), "n": n}))
        elif not usual.startswith("="):
            text = "Where nothing is said of {title}, it is taken as {usual} (rows: {n})."
            parts = {"title": title_of(column), "usual": word_of(column, usual), "n": n}
            table.notes.append(Told(text, parts))
    problems = sorted(
        [*table.problems, *(each for draft in table.drafts for each in draft.problems)], key=lambda each: each.row
    )
    # A fault of the whole table leaves no row that could be taken.
    good = () if table.problems else tuple(_good(table, draft) for draft in table.drafts if not draft.problems)
    return Checked(
        table.kind.id,
        table.sheet.file,
        len(table.drafts),
        good,
        tuple(_first(problems, table)),
        tuple(_few(table.notes)),
    )


def _widths() -> str:
    return ", ".join(f"{word_of('position', each)} ±{width:g}" for each, width in declared().precision.items())


def _usual(table: Table, draft: Draft) -> Iterator[str]:
    """Fill in what is usual where a row says nothing; the columns that were."""
    values = draft.values
    for column, usual in table.kind.usual.items():
        if values.get(column) not in (None, "") or column in draft.refused:
            continue
        if column == "position_km":
            # What the point is says how well it is known; a point that nothing is said of is no street number.
            width = declared().precision.get(draft.text(usual[1:]))
            if width is not None and values.get("lon") is not None:
                values[column] = width
                yield column
            continue
        if usual.startswith("="):
            values[column] = values.get(usual[1:], "")
            continue
        if column in ("approved_bound", "operating_bound") and not values.get(column.removesuffix("_bound")):
            values[column] = "unknown"
            continue
        if column == "position" and values.get("lon") is None:
            values[column] = "none"
            continue
        values[column] = usual
        yield column


def _good(table: Table, draft: Draft) -> Good:
    cells: dict[str, Value] = {}
    for column, said in table.kind.columns.items():
        value = draft.values.get(column)
        number = said["type"] in ("number", "integer")
        if number and isinstance(value, float):
            value = round(value, DECIMALS) if column in ("lon", "lat") and math.isfinite(value) else value
        cells[column] = value if number else str(value or "")
    shape = draft.row.shape if table.kind.id == "boundaries" else b""
    return Good(draft.row.number, cells, shape, _said(table, draft))


def _said(table: Table, draft: Draft) -> frozenset[str]:
    """The columns that the table speaks of, if only by a name beside a code or by a shape."""
    named = {BESIDE.get(column, column) for column in table.matched.at}
    return frozenset(named | ({"lon", "lat"} if draft.row.shape else set()))


def _others(sheet: Sheet) -> list[Told]:
    if not sheet.others:
        return []
    text = "Only the sheet {name} was read; these were not: {others}"
    return [Told(text, {"name": sheet.name, "others": ", ".join(sheet.others)})]


def _unshifted(sheet: Sheet) -> list[Told]:
    if not sheet.unshifted:
        return []
    text = (
        "The map says that it is in {datum}. No way from there to WGS-84 is known here: its coordinates were taken as "
        "they are, and may be off by a hundred metres or more."
    )
    return [Told(text, {"datum": sheet.unshifted})]


def _empty(sheet: Sheet, heading: SheetRow) -> Problem:
    problem, cure = Told("there is no row below the heading"), Told("fill in at least one row")
    return Problem(sheet.name, heading.number, "", "", problem, cure)


def _first(problems: list[Problem], table: Table) -> list[Problem]:
    if len(problems) > INTAKE_PROBLEMS.most:
        table.notes.append(Told(INTAKE_PROBLEMS.sentence, {"most": INTAKE_PROBLEMS.told}))
    return problems[: INTAKE_PROBLEMS.most]


def _few(notes: list[Told]) -> list[Told]:
    """The first of many notes, and how many there are besides."""
    if len(notes) <= NOTES:
        return notes
    return [*notes[:NOTES], Told("and {n} more notes", {"n": len(notes) - NOTES})]

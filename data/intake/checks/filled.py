"""Cells that must be filled, and cells that were merged: whoever reads the file finds only the first of those."""

from __future__ import annotations

from data.intake.draft import Draft, Table
from data.intake.kinds import BESIDE
from data.told import Told

MERGED = Told("cells are merged here; only the first row of them has the value")
UNMERGE = Told("undo the merging and fill every row")
EMPTY = Told("this cell is empty")


def check_merged(table: Table) -> None:
    """Rows under merged cells, which therefore lack what the first of them says."""
    by_row = {draft.row.number: draft for draft in table.drafts}
    title_of = {place: column for column, place in table.matched.at.items()}
    for first, left, last, right in table.sheet.merged:
        for number in range(first, last + 1):
            draft = by_row.get(number)
            columns = [title_of[place - 1] for place in range(left, right + 1) if place - 1 in title_of]
            if draft is None or not columns or (first, left) == (last, right):
                continue
            # The first row has its value, unless cells beside it lost theirs.
            hurt = columns[1:] if number == first else columns
            for column in hurt:
                table.refuse(draft, column, MERGED, UNMERGE)


def check_filled(table: Table) -> None:
    """Cells without which a row says nothing."""
    for draft in table.drafts:
        for column in table.kind.columns:
            if column in table.matched.at and table.kind.must(column) and _empty(draft, column):
                if column in ("lon", "lat") and draft.row.shape:
                    continue
                cure = Told("fill in {title}", {"title": table.matched.title(column)})
                beside = next((name for name, code in BESIDE.items() if code == column), "")
                table.refuse(draft, column if column in table.matched.at else beside, EMPTY, cure)


def _empty(draft: Draft, column: str) -> bool:
    return draft.values.get(column) in (None, "")

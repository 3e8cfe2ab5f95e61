"""Days that a spreadsheet may have made of a month: it keeps what is typed as 2024-10 as the first of October, shows
the month alone, and hands out a day.
"""

from __future__ import annotations

from data.intake.draft import Table
from data.intake.kinds import title_of
from data.told import Told

# YYYY-MM-DD, not YYYY-MM.
FIRST, DAY_LENGTH = "-01", 10
NAMED = 8


def check_first_days(table: Table) -> None:
    """Say which rows of a workbook have the first of a month, column by column: nobody knows it was not typed."""
    if not table.sheet.name:
        return
    for column, said in table.kind.columns.items():
        if said["type"] not in ("partial_date", "date") or column not in table.matched.at:
            continue
        days = {each.row.number: each.text(column) for each in table.understood(column)}
        rows = [number for number, day in days.items() if len(day) == DAY_LENGTH and day.endswith(FIRST)]
        if rows:
            text = (
                "{title} is read as the first of a month (rows: {rows}). A spreadsheet makes that of a month which is "
                "typed alone; where the day is not known, format the column as text and write such as 2024-10."
            )
            shown = ", ".join(map(str, rows[:NAMED])) + (" …" if len(rows) > NAMED else "")
            table.notes.append(Told(text, {"title": title_of(column), "rows": shown}))

"""Dates of a body that contradict one another."""

from __future__ import annotations

from data.intake.draft import Table
from data.told import Told
from geo.partial_dates import first_day, last_day


def check_order(table: Table) -> None:
    """A body does not operate before it is approved: not even by the last day that its date may mean, on the first that
    the approval's may. An approval "not later than" a day has no first.
    """
    if not {"approved", "operating"} <= set(table.kind.columns):
        return
    for draft in table.drafts:
        approved, operating = draft.text("approved"), draft.text("operating")
        if not approved or not operating or {"approved", "operating"} & draft.refused:
            continue
        if draft.text("approved_bound") == "not_later_than":
            continue
        if last_day(operating) < first_day(approved):
            problem = Told("this is before the approval, {day}", {"day": approved})
            table.refuse(draft, "operating", problem, Told("look up both dates; one of them is another year or month"))

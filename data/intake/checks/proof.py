"""Evidence: a grade above belief needs the source that it rests on."""

from __future__ import annotations

from data.intake.draft import Table
from data.told import Told

PROVEN = ("A1", "A2")


def check_proof(table: Table) -> None:
    """A1 and A2 without a source."""
    if not {"evidence", "sources"} <= set(table.kind.columns):
        return
    for draft in table.understood("evidence"):
        if draft.text("evidence") in PROVEN and not draft.text("sources"):
            column = "sources" if "sources" in table.matched.at else "evidence"
            problem = Told("evidence {grade} without a source", {"grade": draft.text("evidence")})
            cure = Told("name the document (title, publisher, date, or its address), or write B")
            table.refuse(draft, column, problem, cure)

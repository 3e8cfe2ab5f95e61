"""Weights by county: none below zero, not all zero; how many are zero or missing is said aloud."""

from __future__ import annotations

from collections.abc import Sequence

from data.intake.draft import Table
from data.intake.told import Problem
from data.told import Told


def check_weights(table: Table) -> None:
    """Nothing is silent about a weight that does not weigh."""
    if table.kind.id != "weights":
        return
    for draft in table.understood("weight"):
        if (draft.number("weight") or 0.0) < 0:
            table.refuse(draft, "weight", Told("a weight is 0 or more"), Told("look it up again"))
    weights = [draft.number("weight") for draft in table.understood("weight")]
    _none_weighs(table, weights)
    _say_light(table, sum(each == 0 for each in weights))


def _none_weighs(table: Table, weights: Sequence[float | None]) -> None:
    """Refuse a table of which nothing weighs anything."""
    if table.drafts and not any(weights):
        column = table.matched.title("weight")
        problem = Told("all weights are 0, or none could be read")
        cure = Told("give at least one unit a weight above 0")
        table.problems.append(Problem(table.sheet.name, table.matched.heading.number, column, "", problem, cure))


def _say_light(table: Table, zero: int) -> None:
    """How many units have the weight 0, and how many none at all."""
    weighed = {draft.text("adcode") for draft in table.drafts if draft.number("weight")}
    if zero:
        table.notes.append(Told("{n} units have the weight 0.", {"n": zero}))
    if weighed and len(weighed) < len(table.facts.counties):
        text = "{n} of {of} county-level units have a weight; the others count as 0."
        table.notes.append(Told(text, {"n": len(weighed), "of": len(table.facts.counties)}))

"""Amounts held against what is known: a fraction where per cent are meant, a decimal point that was lost."""

from __future__ import annotations

import math
from collections.abc import Iterable

from data.intake.draft import Draft, Table
from data.told import Told

PERCENT = "%"
# A share of all that is told in per cent is more than this; a fraction is not.
FRACTION = 1.0
# Nothing becomes so many times what it was, or such a part of it, in so few years.
YEARS = 3
SIXFOLD = 6.0


def check_amounts(table: Table) -> None:
    """Values of indicators and of targets."""
    if table.kind.id in ("indicators", "county_indicators"):
        _percent(table, "indicator", {each["id"]: each.get("unit_zh", "") for each in table.facts.indicators})
    if table.kind.id == "indicators":
        _lost_points(table)
    elif table.kind.id == "outcomes":
        _percent(table, "target", {each["id"]: each.get("unit_zh") or "" for each in table.facts.targets})


def _percent(table: Table, column: str, units: dict[str, str]) -> None:
    """A value of a quantity in per cent that is a fraction, and a percentage of one that is not told in per cent."""
    for draft in table.understood("value"):
        value, unit = draft.number("value"), units.get(draft.text(column), "")
        if value is None or not draft.text(column):
            continue
        percent = draft.values.pop("percent", None)
        if unit == PERCENT and percent is None and 0 < abs(value) <= FRACTION and _told_as_fraction(table, draft):
            cure = Told("write {value} (per cent)", {"value": f"{value * 100:g}"})
            table.refuse(draft, "value", Told("this is a fraction, per cent are expected"), cure)
        elif unit != PERCENT and percent is not None:
            problem = Told("this quantity is told in {unit}, not in per cent", {"unit": unit})
            table.refuse(draft, "value", problem, Told("write the number in {unit}", {"unit": unit}))


def _told_as_fraction(table: Table, draft: Draft) -> bool:
    """Whether a small value is no small percentage: the same cell is not already so in the data."""
    return not any(value == draft.number("value") for _, value in _known_values(table, draft))


def _known_values(table: Table, draft: Draft) -> Iterable[tuple[int, float]]:
    """Year and value of all that is known of the same indicator and prefecture."""
    if table.kind.id != "indicators":
        return []
    return table.facts.indicator_values.get((draft.text("indicator"), draft.text("prefecture")), [])


def _lost_points(table: Table) -> None:
    """Values ten, a hundred … times what the same prefecture had in a year nearby."""
    for draft in table.understood("value"):
        value, period = draft.number("value"), draft.text("period")
        if not value or not period or draft.text("evidence") == "C":
            continue
        years = [(abs(int(period[:4]) - year), number) for year, number in _known_values(table, draft) if number > 0]
        apart, near = min(years, default=(YEARS + 1, 0.0))
        if apart > YEARS or value <= 0 or 1 / SIXFOLD < value / near < SIXFOLD:
            continue
        power = round(math.log10(value / near))
        parts = {"near": f"{near:g}", "times": f"{value / near:.3g}"}
        problem = Told(
            "{times} times what is known of a year nearby, {near}: a lost decimal point, or another unit?", parts
        )
        cure = Told("{value}? Otherwise check the unit", {"value": f"{value / 10**power:g}"})
        table.refuse(draft, "value", problem, cure)

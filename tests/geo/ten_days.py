"""A plan of ten days, one step a day, and what may be said of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from geo.progress import Observation, Target, conclude

BEFORE, FIRST, LAST, LATER = date(2020, 12, 31), date(2021, 1, 1), date(2021, 1, 10), date(2021, 12, 31)


def day(number: int) -> date:
    """The first day of the plan is 1, its last 10."""
    return BEFORE + timedelta(days=number)


def ten(**words: Any) -> Target:
    """From 0 to at least 10 in ten days."""
    return Target(
        **{"id": "ten", "measure": "level", "target": 10, "comparison": ">=", "start": FIRST, "end": LAST, "base": 0}
        | words
    )


def seen(value: float | None, on: int, **words: Any) -> Observation:
    return Observation(**{"value": value, "day": day(on), "evidence": "A1"} | words)


def said(target: Target, *observations: Observation, as_of: date = LATER) -> tuple[str, str]:
    found = conclude(target, observations, as_of=as_of)
    return found.conclusion, found.method

"""The scoreboard of a plan as JSON, on three days."""

from __future__ import annotations

from datetime import date
from typing import Any

from atlas.scoreboard import plan_answer
from tests.worlds import the_atlas

DAYS = [date(2021, 12, 31), date(2023, 12, 31), date(2025, 12, 31)]
JUDGED = ("met", "on-schedule", "behind")


def entries(plan: str, day: date = DAYS[-1]) -> dict[str, dict[str, Any]]:
    """The board as JSON, by id."""
    return {entry["id"]: entry for entry in plan_answer(the_atlas(), plan, day)["indicators"]}

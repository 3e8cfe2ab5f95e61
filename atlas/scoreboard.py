"""The scoreboard (规划指标): every quantity of a plan with base, target, latest known value and a dated conclusion, its
inputs and method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.words import Say
from data.plan import Plan
from geo.partial_dates import first_day, last_day
from geo.progress import AT_LEAST, USABLE, Observation, Progress, Target, conclude
from layers.base import World, derived

PUBLISHED = "outcome-in-plan"
# In the order in which readers ask for them.
CONCLUSIONS = ("met", "on-schedule", "behind", "no-data", "undefined", "no-target")
SIGNS = {"met": "●", "on-schedule": "◐", "behind": "▲", "no-data": "○", "undefined": "◇", "no-target": "–"}


@dataclass(frozen=True, eq=False)
class Entry:
    """One quantity: as the plan states it, what is known of it, and what can be concluded at the date.

    outcome  the row of the value that is shown, {} for none;  bound  that of a lower bound that proves nothing
    context  rows that are no result of it (of the nation, of a part, of another day), to be read beside it
    """

    declared: Mapping[str, Any]
    clause: Mapping[str, Any]
    progress: Progress
    outcome: Mapping[str, Any]
    bound: Mapping[str, Any]
    context: tuple[Mapping[str, Any], ...]

    @property
    def id(self) -> str:
        """The id of the target."""
        return str(self.declared["id"])

    @property
    def chapter(self) -> str:
        """The chapter of the plan it stands in."""
        return str(self.clause.get("chapter_zh", ""))

    @property
    def box(self) -> int | None:
        """The number of its box (专栏), if it stands in one."""
        return self.declared.get("box")

    @property
    def latest(self) -> float | None:
        """The latest known value by the date, in the unit of the target."""
        return self.progress.latest.value if self.progress.latest is not None else None


def sources_of(row: Mapping[str, Any]) -> list[str]:
    """The ids of the sources of a row of outcomes."""
    return [each for each in str(row.get("sources", "")).split("; ") if each]


def scoreboard(atlas: Atlas, plan: Plan, as_of: date) -> list[Entry]:
    """All quantities of `plan` in its order, judged on what is known by `as_of`."""
    return [_entry(atlas, plan, declared, as_of) for declared in plan.targets]


def main_table(every: Sequence[Entry]) -> list[Entry]:
    """The quantities of the plan's own table of indicators."""
    return [entry for entry in every if entry.declared.get("table") == "main-table"]


def plan_of(atlas: Atlas, plan_id: str) -> Plan:
    """The plan shown on the board: the application's own, or an earlier one."""
    return atlas.plan if plan_id in ("", atlas.plan.about["id"]) else atlas.other_plan(plan_id)


def plan_name(atlas: Atlas, plan_id: str = "") -> str:
    """How a plan is called, shortly where it has a short name."""
    about = plan_of(atlas, plan_id).about
    return atlas.world.title(about, "short" if "short_zh" in about else "title")


def plan_answer(atlas: Atlas, plan_id: str, as_of: date) -> dict[str, Any]:
    """`cli.py plan --json`: every quantity with inputs and method of its conclusion."""
    plan = plan_of(atlas, plan_id)
    return {
        "plan": plan.about["id"],
        "as_of": as_of.isoformat(),
        "indicators": [as_json(atlas, entry) for entry in scoreboard(atlas, plan, as_of)],
        "data_version": atlas.version,
    }


def as_json(atlas: Atlas, entry: Entry) -> dict[str, Any]:
    """One entry; what is unknown is null."""
    declared, progress = entry.declared, entry.progress
    latest = progress.latest
    return {
        "id": entry.id,
        "title": atlas.world.title(declared, "item"),
        "unit": declared.get("unit_zh"),
        "base": declared.get("base"),
        "base_year": declared.get("base_year"),
        "target": declared.get("target"),
        "target_text": declared.get("target_text"),
        "target_year": declared.get("target_year"),
        "measure": declared["measure"],
        "latest": entry.latest,
        "latest_text": entry.outcome.get("value_text") or None,
        "latest_date": latest.day.isoformat() if latest is not None else None,
        "latest_is": (AT_LEAST if latest.at_least else "value") if latest is not None else None,
        "source": sources_of(entry.outcome),
        "evidence": latest.evidence if latest is not None else None,
        "has_base": progress.has_base,
        "conclusion": progress.conclusion,
        "conclusion_date": progress.day.isoformat() if progress.day is not None else None,
        "method": progress.method,
        "inputs": progress.inputs,
        "lower_bound": _row_as_json(entry.bound) if entry.bound else None,
        "context": [_row_as_json(row) for row in entry.context],
        "conflict": declared.get("conflict_zh"),
        "table": declared.get("table"),
        "number": declared.get("indicator_number"),
        "box": entry.box,
        "chapter": entry.chapter,
        "layers": list(declared.get("layers", ())),
        "clause": entry.clause.get("text_zh"),
    }


def target_text(atlas: Atlas, declared: Mapping[str, Any]) -> str:
    """The target as the plan prints it, in the language of the page when it is translated; "" for none."""
    return str(declared.get(f"target_text_{atlas.world.language}") or declared.get("target_text") or "")


def conclusion_text(entry: Entry, say: Say) -> str:
    """The conclusion with its sign: ● 已达标（截至2024年）."""
    return f"{SIGNS[entry.progress.conclusion]} {conclusion_words(entry, say)}"


def conclusion_words(entry: Entry, say: Say) -> str:
    """The conclusion in its fixed words, with its year: 已达标（截至2024年）."""
    progress = entry.progress
    if progress.day is None:
        return say(f"conclusion {progress.conclusion}")
    dated = {
        "met": say("reached by {year}"),
        "on-schedule": say("on schedule by {year}"),
        "behind": say("below the target at the end of {year}")
        if progress.method == "final"
        else say("behind by {year}"),
    }[progress.conclusion]
    return dated.format(year=progress.day.year)


def target_of(declared: Mapping[str, Any], plan: Plan) -> Target:
    """A declared quantity as the science room takes it; its period is the plan's, or ends with its own year."""
    year = str(declared.get("target_year", ""))
    base_year = str(declared.get("base_year", ""))
    return Target(
        id=declared["id"],
        measure=declared["measure"],
        target=declared.get("target"),
        comparison=declared.get("comparison", ">="),
        start=date.fromisoformat(plan.about["start"]),
        end=last_day(year[-4:]) if year else date.fromisoformat(plan.about["end"]),
        base=declared.get("base"),
        base_day=last_day(base_year[-4:]) if base_year else None,
        undefined=bool(declared.get("undefined", False)),
    )


def observations_of(
    atlas: Atlas, plan: Plan, declared: Mapping[str, Any]
) -> list[tuple[Observation, Mapping[str, Any]]]:
    """What is known of a quantity, each with the row it comes from: the table of outcomes, and what the plan prints."""
    rows_of = derived(_outcomes, atlas.world)
    wanted = dict.fromkeys([declared["id"], declared.get("same_as", declared["id"])])
    rows = [row for each in wanted for row in rows_of.get(each, ())]
    found = [(_observation(row), row) for row in rows if row["date"]]
    if "outcome" in declared:
        row = {
            "id": PUBLISHED,
            "value": declared["outcome"],
            "value_text": "",
            "sources": plan.about["source"],
            "evidence": "A2",
        }
        found.append((Observation(declared["outcome"], date.fromisoformat(plan.about["end"]), "A2", id=PUBLISHED), row))
    return found


def _outcomes(world: World) -> Mapping[str, list[Mapping[str, Any]]]:
    """The outcomes by the target they speak of, in the order of their table."""
    return _by(world, "target")


def _beside(world: World) -> Mapping[str, list[Mapping[str, Any]]]:
    """What is read beside a target and is no result of it, by the target."""
    return _by(world, "context")


def _by(world: World, column: str) -> Mapping[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in world["outcomes"].to_dict("records"):
        found.setdefault(str(row[column]), []).append({str(name): value for name, value in row.items()})
    return found


def _entry(atlas: Atlas, plan: Plan, declared: Mapping[str, Any], as_of: date) -> Entry:
    found = observations_of(atlas, plan, declared)
    progress = conclude(target_of(declared, plan), [each for each, _ in found], as_of=as_of)
    clause: Mapping[str, Any] = plan.clauses.get(declared.get("clause", ""), {})
    beside = tuple(
        row
        for row in derived(_beside, atlas.world).get(declared["id"], ())
        if row["evidence"] in USABLE and last_day(str(row["date"])) <= as_of
    )
    return Entry(declared, clause, progress, _row_of(progress.latest, found), _row_of(progress.bound, found), beside)


def _row_of(seen: Observation | None, found: Sequence[tuple[Observation, Mapping[str, Any]]]) -> Mapping[str, Any]:
    return next((row for each, row in found if seen is not None and each.id == seen.id), {})


def _row_as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of outcomes that decides nothing; what is unknown is null."""
    return {
        "title": row["title_zh"],
        "value": None if pd.isna(row["value"]) else row["value"],
        "value_text": row["value_text"] or None,
        "date": row["date"],
        "evidence": row["evidence"],
        "source": sources_of(row),
    }


def _observation(row: Mapping[str, Any]) -> Observation:
    period = str(row["period"])
    value = None if pd.isna(row["value"]) else float(row["value"])
    begins = first_day(period[:4]) if period else None
    at_least = row["bound"] == AT_LEAST
    return Observation(value, last_day(str(row["date"])), str(row["evidence"]), begins, str(row["id"]), at_least)

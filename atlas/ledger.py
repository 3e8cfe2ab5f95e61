"""The ledger (口径台账): every definition of the plan side by side, of bodies and of people, never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import pandas as pd

from atlas.question.question import Asked
from atlas.reaching import DETOUR
from atlas.records import asked_of_existence, assumed
from atlas.supposing import DEGREES, states_told
from atlas.world import Known, access_ids, admission_of, definition_of
from geo.access import Access, AccessDefinition, access
from geo.coverage import Coverage, coverage
from geo.distance import straight_m
from geo.standing import STATES


@dataclass(frozen=True, eq=False)
class Row:
    """One definition with its result; `result` is None where nothing is known to count. rule: coverage or access."""

    id: str
    rule: str
    about: Mapping[str, Any]
    result: Coverage | Access | None


def ledger(known: Known, asked: Asked) -> list[Row]:
    """All definitions of the plan at the date, under the question's assumptions, in the plan's order."""
    return [_row(known, asked, about) for about in known.plan.definitions]


def coverage_of(known: Known, asked: Asked, definition_id: str) -> Coverage:
    """Coverage under one definition of bodies."""

    def count() -> Coverage:
        bodies, counts = assumed(known, asked), known.world["body_counts"]
        definition = definition_of(known.plan, definition_id)
        return coverage(bodies, counts, known.plan.about["prefectures"], definition, as_of=asked.as_of)

    result = known.kept.once("coverage", (definition_id, asked_of_existence(known, asked)), count)
    return replace(result, as_of=asked.as_of)


def access_of(known: Known, asked: Asked, definition_id: str) -> Access:
    """Access under one definition of people. Raises LookupError naming the known ones."""
    about = next((each for each in known.plan.definitions if each["id"] == definition_id), None)
    if about is None or about.get("rule") != "access":
        expected = ", ".join(access_ids(known.plan)) or "none"
        raise LookupError(f"access definition {definition_id!r} is not in the plan; expected one of: {expected}")
    definition = AccessDefinition(
        bodies=admission_of(about),
        radius_m=float(straight_m(about["radius_km"], DETOUR)),
        residents_share=Fraction(about["residents_share"]),
        ignore_borders=bool(about.get("ignore_borders", False)),
    )

    def count() -> Access:
        bodies, counts, demand = assumed(known, asked), known.world["body_counts"], known.world["demand_points"]
        return access(bodies, counts, demand, known.plan.about["prefectures"], definition, as_of=asked.as_of)

    result = known.kept.once("access", (definition_id, asked_of_existence(known, asked)), count)
    return replace(result, as_of=asked.as_of)


@dataclass(frozen=True)
class Differences:
    """Where definitions disagree: verdicts by definition, and pairs of prefectures whose order turns round.

    reversals  (definition, other definition, a prefecture, another): under the first it stands better, under the other
               worse; one example a pair of definitions;  reversed_pairs  how many such pairs of prefectures there are
    """

    verdicts: Mapping[str, str]
    reversals: tuple[tuple[str, str, str, str], ...]
    reversed_pairs: int

    @property
    def verdicts_differ(self) -> bool:
        """Whether the definitions lead to more than one verdict."""
        return len(set(self.verdicts.values())) > 1


def differences(rows: list[Row]) -> Differences:
    """Compare the definitions that have a result: their verdicts, and how surely they say each prefecture qualifies."""
    told = [row for row in rows if row.result is not None]
    verdicts = {row.id: row.result.verdict for row in told if row.result is not None}
    standings = {
        row.id: row.result.per_prefecture.map({state: -place for place, state in enumerate(STATES)})
        for row in told
        if row.result is not None
    }
    reversals, pairs = list[tuple[str, str, str, str]](), set[frozenset[str]]()
    for (one, first), (other, second) in combinations(standings.items(), 2):
        turned = _reversed(first, second)
        pairs |= {frozenset(pair) for pair in turned}
        reversals += [(one, other, *pair) for pair in turned[:1]]
    return Differences(verdicts, tuple(reversals), len(pairs))


def ledger_answer(rows: list[Row]) -> list[dict[str, Any]]:
    """The ledger as JSON; what has no result says so."""
    return [
        {
            "id": row.id,
            "rule": row.rule,
            "n": row.result.n,
            "needed": row.result.needed,
            "certain": row.result.certain.count,
            "best": row.result.best.count,
            "possible": row.result.possible.count,
            "verdict": row.result.verdict,
            "pivotal": list(row.result.pivotal),
        }
        if row.result is not None
        else {"id": row.id, "rule": row.rule, "verdict": None}
        for row in rows
    ]


def states_of(known: Known, asked: Asked, definition_id: str) -> pd.Series:
    """The states of the prefectures under a definition as they are told, see supposing.states_told."""
    count = access_of if definition_id in access_ids(known.plan) else coverage_of
    real = count(known, asked.without_suppositions(), definition_id)
    return states_told(known, asked, real, count(known, asked, definition_id))


def ledger_beside(known: Known, asked: Asked) -> list[dict[str, Any]]:
    """The ledger of the records as JSON, each definition with what it would count under the suppositions asked about
    in `supposed`; None when nothing is supposed.
    """
    real = ledger_answer(ledger(known, asked.without_suppositions()))
    if not asked.supposes:
        return [row | {"supposed": None} for row in real]
    return [
        row | {"supposed": None if there["verdict"] is None else supposed_counts(there)}
        for row, there in zip(real, ledger_answer(ledger(known, asked)), strict=True)
    ]


def supposed_counts(told: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `ledger_answer` as a supposition tells it: nothing supposed is certain, or a pivotal record."""
    return {DEGREES[name]: told[name] for name in DEGREES} | {"needed": told["needed"], "verdict": told["verdict"]}


def _reversed(first: pd.Series, second: pd.Series) -> list[tuple[str, str]]:
    names, here, there = list(first.index), first.to_list(), second.reindex(first.index).to_list()
    return [
        (names[one], names[other]) if here[one] > here[other] else (names[other], names[one])
        for one, other in combinations(range(len(names)), 2)
        if (here[one] - here[other]) * (there[one] - there[other]) < 0
    ]


def _row(known: Known, asked: Asked, about: Mapping[str, Any]) -> Row:
    rule = about.get("rule", "coverage")
    if about.get("data") == "none":
        return Row(about["id"], rule, about, None)
    if rule == "access":
        return Row(about["id"], rule, about, access_of(known, asked, about["id"]))
    return Row(about["id"], rule, about, coverage_of(known, asked, about["id"]))

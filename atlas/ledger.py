"""The ledger (口径台账): every definition of the plan side by side, of bodies and of people, never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.plan import access_ids, admission_of, definition_of
from atlas.question.question import Question
from atlas.records import asked_of_existence, assumed
from atlas.supposing import DEGREES, answered, states_told
from atlas.ways import way_of, way_of_km
from atlas.words import Say, say_in
from geo.access import Access, AccessDefinition, access
from geo.coverage import Coverage, coverage
from geo.standing import STATES


@dataclass(frozen=True, eq=False)
class Row:
    """One definition with its result; `result` is None where nothing is known to count. rule: coverage or access."""

    id: str
    rule: str
    about: Mapping[str, Any]
    result: Coverage | Access | None


def ledger(atlas: Atlas, question: Question) -> list[Row]:
    """All definitions of the plan at the date, under the question's assumptions, in the plan's order."""
    return [_row(atlas, question, about) for about in atlas.plan.definitions]


def coverage_of(atlas: Atlas, question: Question, definition_id: str) -> Coverage:
    """Coverage under one definition of bodies."""

    def count() -> Coverage:
        bodies, counts = assumed(atlas, question), atlas.world["body_counts"]
        definition = definition_of(atlas.plan, definition_id)
        return coverage(bodies, counts, atlas.plan.about["prefectures"], definition, as_of=question.as_of)

    admits = definition_of(atlas.plan, definition_id)
    result = atlas.memo.once("coverage", (definition_id, asked_of_existence(atlas, question, admits.kinds)), count)
    return replace(result, as_of=question.as_of)


def access_of(atlas: Atlas, question: Question, definition_id: str) -> Access:
    """Access under one definition of people. Raises LookupError naming the known ones."""
    about = next((each for each in atlas.plan.definitions if each["id"] == definition_id), None)
    if about is None or about.get("rule") != "access":
        expected = ", ".join(access_ids(atlas.plan)) or "none"
        raise LookupError(f"access definition {definition_id!r} is not in the plan; expected one of: {expected}")
    way = way_of_km(question)
    definition = AccessDefinition(
        bodies=admission_of(about),
        radius_m=way.limit(about["radius_km"]),
        residents_share=Fraction(about["residents_share"]),
        ignore_borders=bool(about.get("ignore_borders", False)),
    )

    def count() -> Access:
        bodies, counts, demand = assumed(atlas, question), atlas.world["body_counts"], atlas.world["demand_points"]
        prefectures, measure = atlas.plan.about["prefectures"], way.measure
        return access(bodies, counts, demand, prefectures, definition, as_of=question.as_of, measure=measure)

    asked = asked_of_existence(atlas, question, definition.bodies.kinds)
    result = atlas.memo.once("access", (definition_id, question.distance, asked), count)
    return replace(result, as_of=question.as_of)


def result_of(atlas: Atlas, question: Question, definition_id: str) -> Coverage | Access:
    """What is counted under one definition, of bodies or of people, as the plan declares it."""
    count = access_of if definition_id in access_ids(atlas.plan) else coverage_of
    return count(atlas, question, definition_id)


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


def about_told(question: Question, about: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a definition says of itself, with how its kilometres are counted: `distance`, and under a loaded matrix as
    a part of its title.
    """
    if about.get("rule") != "access":
        return about
    told = {**about, "distance": way_of_km(question).id}
    if way_of(question).travel is None:
        return told
    mark = "(estimated)" if told["distance"] != question.distance else "(road network)"
    titles = {f"title_{each}": about.get(f"title_{each}") for each in ("zh", "en")}
    spaces = {"title_zh": "", "title_en": " "}
    return told | {name: f"{text}{spaces[name]}{say_in(name[-2:])(mark)}" for name, text in titles.items() if text}


def access_note(question: Question, say: Say) -> str:
    """By what the definitions of people are counted under a loaded matrix, in a sentence; "" without one."""
    way, own = way_of_km(question), way_of(question)
    if own.travel is None:
        return ""
    if way.travel is not None:
        text = say("Definitions of people count by the {origin}; how far positions may be off is not counted.")
        return text.format(origin=way.in_full(say))
    text = say("Definitions of people have limits in kilometres, the matrix has minutes: they are estimated, {way}.")
    return text.format(way=way.label(say))


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
        | ({"distance": row.about["distance"]} if row.rule == "access" else {})
        if row.result is not None
        else {"id": row.id, "rule": row.rule, "verdict": None}
        for row in rows
    ]


def states_of(atlas: Atlas, question: Question, definition_id: str) -> pd.Series:
    """The states of the prefectures under a definition as they are told, see supposing.states_told."""
    real = result_of(atlas, question.without_suppositions(), definition_id)
    return states_told(atlas, question, real, result_of(atlas, question, definition_id))


def ledger_beside(atlas: Atlas, question: Question) -> list[dict[str, Any]]:
    """The ledger of the records as JSON, each definition with what it would count under the suppositions asked about
    in `supposed`; None when nothing is supposed.
    """
    real = ledger_answer(ledger(atlas, question.without_suppositions()))
    if not question.supposes:
        return [row | {"supposed": None} for row in real]
    return [
        row | {"supposed": None if there["verdict"] is None else supposed_counts(there)}
        for row, there in zip(real, ledger_answer(ledger(atlas, question)), strict=True)
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


def _row(atlas: Atlas, question: Question, about: Mapping[str, Any]) -> Row:
    rule = about.get("rule", "coverage")
    about = about_told(question, about)
    if about.get("data") == "none":
        return Row(about["id"], rule, about, None)
    if rule == "access":
        return Row(about["id"], rule, about, access_of(atlas, question, about["id"]))
    return Row(about["id"], rule, about, coverage_of(atlas, question, about["id"]))


def coverage_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    """`cli.py coverage --json`: one JSON object; what is supposed stands apart (supposing.answered)."""
    return answered(atlas, question, _coverage_answer)


def _coverage_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    result = coverage_of(atlas, question, question.definition)
    tallies = {
        DEGREES[name] if question.supposes else name: asdict(getattr(result, name))
        | {"share": float(getattr(result, name).share)}
        for name in DEGREES
    }
    told = {
        "plan": atlas.plan.about["id"],
        "definition": question.definition,
        "as_of": question.as_of.isoformat(),
        "n": result.n,
        "needed": result.needed,
        **tallies,
        "verdict": result.verdict,
    }
    if question.supposes:
        return told
    # Records can be pivotal, and a verdict turned by more of them; suppositions cannot.
    return told | {
        "short_by": asdict(result.short_by),
        "pivotal": list(result.pivotal),
        "flip_set": asdict(result.flip_set) if result.flip_set else None,
        "data_version": atlas.version,
    }


def plain_question(atlas: Atlas, definition_id: str, as_of: date) -> Question:
    """A question about nothing but a definition at a date."""
    definition_of(atlas.plan, definition_id)
    return Question(as_of=as_of, definition=definition_id, layers=(), indicator="", period="")

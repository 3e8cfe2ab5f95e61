"""The headline cards: what the plan promised against what is known, each with the records it stands on. Unknown is
said, never zero.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from atlas.atlas import Atlas
from atlas.conditions import thinning_told
from atlas.ledger import access_note, result_of
from atlas.plan import access_ids, definition_of
from atlas.question.question import Question
from atlas.records import asked_of_records, assumed, records_for
from atlas.scoreboard import target_text
from atlas.supposing import beside, supposed_rows
from atlas.verdicts import verdict_text
from atlas.words import Say, known_date, listed, whole
from geo.access import Access
from geo.coverage import Coverage, admitted
from geo.definitions import matches
from geo.existence import existence
from geo.partial_dates import last_day


@dataclass(frozen=True)
class Card:
    """One headline: figure and lines as text, and the evidence behind them.

    figure   of the records, with the supposed one behind it where the question supposes something that changes it
    tone     met | open | below | unknown: the verdict on the records, or unknown when no figure is known
    records  the bodies (or areas) counted, as rows of their table;  counts  the published counts used
    supposed  the bodies that count only by a supposition, or no longer, see supposing.supposed_rows; no records
    supposes  whether figure or lines say anything that is only supposed
    result   of the records, where the card counts by a definition
    """

    id: str
    title: str
    figure: str
    lines: tuple[str, ...]
    tone: str
    target: Mapping[str, Any]
    clause: Mapping[str, Any]
    explain: str = ""
    records: pd.DataFrame = field(default_factory=pd.DataFrame)
    counts: pd.DataFrame = field(default_factory=pd.DataFrame)
    supposed: pd.DataFrame = field(default_factory=pd.DataFrame)
    supposes: bool = False
    result: Coverage | Access | None = None


@dataclass(frozen=True)
class _Basis:
    """What a card is made of: the bodies drawn, of the records or under the suppositions of a question."""

    question: Question
    drawn: pd.DataFrame

    @staticmethod
    def of(atlas: Atlas, question: Question) -> _Basis:
        return _Basis(question, records_for(atlas, question))


def cards(atlas: Atlas, question: Question, say: Say) -> list[Card]:
    """The plan's cards in its own order."""
    return [
        card(atlas, question, say, declared) for declared in sorted(atlas.plan.cards, key=lambda each: each["order"])
    ]


def card(atlas: Atlas, question: Question, say: Say, declared: Mapping[str, Any]) -> Card:
    """One card: what the records say, and beside it what is only supposed. Its kind says how its figure is made:
    coverage, bodies, count, areas.
    """
    if "definition" in declared and not _without_data(atlas, declared):
        question = question.with_changes(definition=declared["definition"])
    real = _once(atlas, question.without_suppositions(), say, declared)
    if not question.supposes or declared["kind"] not in ("coverage", "bodies") or _without_data(atlas, declared):
        return real
    there = _once(atlas, question, say, declared)
    rows = supposed_rows(atlas, question, lambda drawn: _counted_by(drawn, declared, question, atlas))
    if rows.empty and (real.figure, real.lines) == (there.figure, there.lines):
        return real
    figure = beside(real.figure, there.figure, say, always=True)
    more = _supposed_lines(atlas, question, say, declared, there)
    return replace(real, figure=figure, lines=(*real.lines, *more), supposed=rows, supposes=True)


def _once(atlas: Atlas, question: Question, say: Say, declared: Mapping[str, Any]) -> Card:
    key = (declared["id"], atlas.world.language, _hangs_on(atlas, question, declared))
    return atlas.memo.once("cards", key, lambda: _card(atlas, question, say, declared))


def _hangs_on(atlas: Atlas, question: Question, declared: Mapping[str, Any]) -> Hashable:
    """What a card hangs on beside its declaration: two questions with the same have the same card."""
    if declared["kind"] == "coverage":
        kinds = definition_of(atlas.plan, question.definition).kinds
        # By how far is counted only where people are.
        distance = question.distance if question.definition in access_ids(atlas.plan) else ""
        return question.definition, distance, asked_of_records(atlas, question, kinds)
    kinds = frozenset(declared.get("kinds", ()))
    if not kinds:
        # Areas, or bodies of every kind: counts and areas change with the epoch too.
        return asked_of_records(atlas, question)
    return asked_of_records(atlas, question, kinds), len(published(atlas, declared, question.as_of))


def _card(atlas: Atlas, question: Question, say: Say, declared: Mapping[str, Any]) -> Card:
    make = {"coverage": _coverage, "bodies": _bodies, "count": _count, "areas": _areas}
    if declared["kind"] not in make:
        raise LookupError(
            f"card {declared['id']!r} has the kind {declared['kind']!r}; expected one of: {', '.join(make)}"
        )
    target: Mapping[str, Any] = next((each for each in atlas.plan.targets if each["id"] == declared.get("target")), {})
    clause: Mapping[str, Any] = atlas.plan.clauses.get(declared.get("clause", ""), {})
    made = make[declared["kind"]](atlas, _Basis.of(atlas, question), say, declared, target)
    note = atlas.world.title(declared, "note") if "note_zh" in declared else ""
    explain = "\n\n".join(text for text in (made.pop("explain", ""), note) if text)
    return Card(
        id=declared["id"], title=atlas.world.title(declared), target=target, clause=clause, explain=explain, **made
    )


def _counted_by(drawn: pd.DataFrame, declared: Mapping[str, Any], question: Question, atlas: Atlas) -> pd.DataFrame:
    """The bodies of a table that a card counts."""
    if declared["kind"] == "bodies":
        return chosen(drawn, declared)
    # Residents are also served by a body of the whole province, which covers no prefecture.
    counts = matches if question.definition in access_ids(atlas.plan) else admitted
    return drawn[counts(drawn, definition_of(atlas.plan, question.definition))]


def _supposed_lines(
    atlas: Atlas, question: Question, say: Say, declared: Mapping[str, Any], there: Card
) -> tuple[str, ...]:
    """What a card says of suppositions, each line with the word itself."""
    if declared["kind"] == "bodies":
        return (say("supposed: {text}").format(text=there.lines[0] if there.lines else there.figure),)
    result = result_of(atlas, question, question.definition)
    return supposed_degrees(result, say), verdict_text(result, "supposed", say)


def supposed_degrees(result: Coverage | Access, say: Say) -> str:
    """How many prefectures would qualify if what is supposed were so; never called certain."""
    text = say("supposed: at least {least} · by the best reading {best} · at most {most}; needed {needed}")
    counts = {"least": result.certain.count, "best": result.best.count, "most": result.possible.count}
    return text.format(needed=result.needed, **counts)


def _without_data(atlas: Atlas, declared: Mapping[str, Any]) -> bool:
    """Whether a card names a definition for which no list is known."""
    named = declared.get("definition")
    return any(each["id"] == named and each.get("data") == "none" for each in atlas.plan.definitions)


def _coverage(
    atlas: Atlas, basis: _Basis, say: Say, declared: Mapping[str, Any], _target: Mapping[str, Any]
) -> dict[str, Any]:
    if _without_data(atlas, declared):
        return _undefined_coverage(atlas, say, declared)
    question = basis.question
    result = result_of(atlas, question, question.definition)
    about = next(each for each in atlas.plan.definitions if each["id"] == question.definition)
    note = access_note(question, say) if isinstance(result, Access) else ""
    second = say("certain {certain} · needed {needed}").format(certain=result.certain.count, needed=result.needed)
    if result.possible.count > result.best.count:
        second += " · " + say("possible {possible}").format(possible=result.possible.count)
    lines = [second, verdict_text(result, "sentence", say)]
    if thinning_told(atlas, question, say):
        lines.append(say("filters do not thin coverage: all records are counted"))
    return {
        "figure": f"{result.best.count}/{result.n}",
        "lines": tuple(lines),
        "tone": result.verdict,
        "records": _supporting(assumed(atlas, question), result),
        "explain": "\n\n".join(filter(None, (atlas.world.title(about, "explain"), note))),
        "result": result,
    }


def _supporting(bodies: pd.DataFrame, result: Coverage | Access) -> pd.DataFrame:
    """The bodies that a result may rest on: of coverage those of its prefectures, of access all that may serve."""
    if isinstance(result, Coverage):
        ids = {each for found in result.records_by_prefecture.values() for each in found}
        return bodies[bodies["id"].isin(ids)]
    definition = result.definition.bodies
    chosen = bodies[matches(bodies, definition)]
    return chosen[existence(chosen, result.as_of, stage=definition.stage)["possible"]]


def _undefined_coverage(atlas: Atlas, say: Say, declared: Mapping[str, Any]) -> dict[str, Any]:
    """A rule of the plan for which no record is known at all: only what is needed can be said."""
    from geo.coverage import needed  # noqa: PLC0415

    about = next(each for each in atlas.plan.definitions if each["id"] == declared["definition"])
    n = len(atlas.plan.about["prefectures"])
    line = say("needed {needed} of {n}").format(needed=needed(about["share"], n), n=n)
    return {
        "figure": say("no data yet"),
        "lines": (line,),
        "tone": "unknown",
        "explain": atlas.world.title(about, "explain"),
    }


def _bodies(
    atlas: Atlas, basis: _Basis, say: Say, declared: Mapping[str, Any], target: Mapping[str, Any]
) -> dict[str, Any]:
    found = chosen(basis.drawn, declared)
    states = found["state"].value_counts()
    texts = {
        "operating": say("operating {n}"),
        "unclear": say("operation not documented {n}"),
        "approved": say("approved, not operating {n}"),
    }
    line = " · ".join(text.format(n=states[state]) for state, text in texts.items() if states.get(state))
    counts = published(atlas, declared, basis.question.as_of)
    lines = [line] if line else []
    lines += _filtered(atlas, basis.question, say)
    lines += [
        say("published: {title} {n} ({date})").format(
            title=atlas.world.title(row), n=whole(row["n"], say), date=known_date(row["as_of"], say)
        )
        for row in counts.to_dict("records")
    ]
    if declared.get("partial"):
        lines.append(say("known by name only; the full number is not published"))
    if target_text(atlas, target):
        lines.append(say("plan: {target}").format(target=target_text(atlas, target)))
    figure = say("{n} known").format(n=len(found)) if declared.get("partial") else str(len(found))
    nothing = say("no data yet") if declared.get("partial") else say("none known at this date")
    return {
        "figure": figure if len(found) else nothing,
        "lines": tuple(lines),
        "tone": "unknown" if declared.get("partial") or found.empty else "plain",
        "records": found,
        "counts": counts,
    }


def _filtered(atlas: Atlas, question: Question, say: Say) -> list[str]:
    """A line that says by what a figure is thinned; [] when by nothing."""
    filters = thinning_told(atlas, question, say)
    return [say("filtered: {filters}").format(filters=say("; ").join(filters))] if filters else []


def _count(
    atlas: Atlas, basis: _Basis, say: Say, declared: Mapping[str, Any], target: Mapping[str, Any]
) -> dict[str, Any]:
    counts = published(atlas, declared, basis.question.as_of)
    found = chosen(basis.drawn, declared) if declared.get("subkinds") else pd.DataFrame()
    promised = target_text(atlas, target)
    plan_line = (say("plan: {target}").format(target=promised),) if promised else ()
    if counts.empty:
        return {"figure": say("no data yet"), "lines": plan_line, "tone": "unknown", "records": found, "counts": counts}
    latest = counts.iloc[-1]
    return {
        "figure": whole(latest["n"], say),
        "lines": (say("at {date}").format(date=known_date(latest["as_of"], say)), *plan_line),
        "tone": "plain",
        "records": found,
        "counts": counts,
    }


def _areas(
    atlas: Atlas, basis: _Basis, say: Say, _declared: Mapping[str, Any], _target: Mapping[str, Any]
) -> dict[str, Any]:
    areas = atlas.world["demonstration_areas"]
    there = [last_day(text) <= basis.question.as_of for text in areas["established"]]
    found = areas.drop(columns="geometry")[there]
    names = listed([atlas.world.title(area, "name") for area in found.to_dict("records")], say)
    return {
        "figure": str(len(found)),
        "lines": (names, say("outlines approximate; not prefectures, in no denominator")),
        "tone": "plain",
        "records": found,
    }


def chosen(bodies: pd.DataFrame, declared: Mapping[str, Any]) -> pd.DataFrame:
    """The bodies that a card or definition names by kinds, subkinds and levels; a part left out admits all."""
    named = [(column, declared[f"{column}s"]) for column in ("kind", "subkind", "level") if declared.get(f"{column}s")]
    kept = np.ones(len(bodies), dtype=bool)
    for column, wanted in named:
        kept &= bodies[column].isin(wanted).to_numpy()
    return bodies[kept]


def published(atlas: Atlas, declared: Mapping[str, Any], as_of: date) -> pd.DataFrame:
    """The published counts a card names that were made by the date, oldest first."""
    counts: pd.DataFrame = atlas.world["body_counts"]
    ids = tuple(declared.get("count_ids", ()))

    def dated() -> tuple[pd.DataFrame, list[date]]:
        mine = counts[counts["id"].isin(ids)].sort_values("as_of", kind="stable")
        return mine, [last_day(text) for text in mine["as_of"]]

    mine, days = atlas.memo.once("published counts", ids, dated)
    return mine if all(day <= as_of for day in days) else mine[[day <= as_of for day in days]]

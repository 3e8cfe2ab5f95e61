"""The headline cards: what the plan promised against what is known, each with the records it stands on. Unknown is
said, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from atlas.answers import Counted, counted
from atlas.board import target_text
from atlas.conditions import thinning_told
from atlas.ledger import coverage_of
from atlas.question.question import Asked
from atlas.records import asked_of_records, records_for
from atlas.supposing import beside, supposed_rows
from atlas.words import Say, known_date, listed, whole
from atlas.world import Known, definition_of
from geo.access import Access
from geo.coverage import Coverage, admitted
from geo.partial_dates import last_day


@dataclass(frozen=True)
class Card:
    """One headline: figure and lines as text, and the evidence behind them.

    figure   of the records, with the supposed one behind it where the question supposes something that changes it
    tone     met | open | below | unknown: the verdict on the records, or unknown when no figure is known
    records  the bodies (or areas) counted, as rows of their table;  counts  the published counts used
    supposed  the bodies that count only by a supposition, or no longer, see supposing.supposed_rows; no records
    supposes  whether figure or lines say anything that is only supposed
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


@dataclass(frozen=True)
class _Basis:
    """What a card is made of: coverage and the bodies drawn, of the records or under the suppositions of a question."""

    asked: Asked
    counted: Counted
    drawn: pd.DataFrame

    @staticmethod
    def of(known: Known, asked: Asked) -> _Basis:
        return _Basis(asked, counted(known, asked), records_for(known, asked))


def cards(known: Known, asked: Asked, say: Say) -> list[Card]:
    """The plan's cards in its own order."""
    return [card(known, asked, say, declared) for declared in sorted(known.plan.cards, key=lambda each: each["order"])]


def card(known: Known, asked: Asked, say: Say, declared: Mapping[str, Any]) -> Card:
    """One card: what the records say, and beside it what is only supposed. Its kind says how its figure is made:
    coverage, bodies, count, areas.
    """
    real = _once(known, asked.without_suppositions(), say, declared)
    if not asked.supposes or declared["kind"] not in ("coverage", "bodies") or "definition" in declared:
        return real
    there = _once(known, asked, say, declared)
    rows = supposed_rows(known, asked, lambda drawn: _counted_by(drawn, declared, asked, known))
    if rows.empty and (real.figure, real.lines) == (there.figure, there.lines):
        return real
    figure = beside(real.figure, there.figure, say, always=True)
    more = _supposed_lines(known, asked, say, declared, there)
    return replace(real, figure=figure, lines=(*real.lines, *more), supposed=rows, supposes=True)


def _once(known: Known, asked: Asked, say: Say, declared: Mapping[str, Any]) -> Card:
    if declared["kind"] == "coverage":
        return _card(known, asked, say, declared)
    # Every other card hangs on the records drawn, and on counts and areas, which change with the epoch too.
    key = (declared["id"], known.world.language, asked_of_records(known, asked))
    return known.kept.once("cards", key, lambda: _card(known, asked, say, declared))


def _card(known: Known, asked: Asked, say: Say, declared: Mapping[str, Any]) -> Card:
    make = {"coverage": _coverage, "bodies": _bodies, "count": _count, "areas": _areas}
    if declared["kind"] not in make:
        raise LookupError(
            f"card {declared['id']!r} has the kind {declared['kind']!r}; expected one of: {', '.join(make)}"
        )
    target = next((each for each in known.plan.targets if each["id"] == declared.get("target")), {})
    clause = known.plan.clauses.get(declared.get("clause", ""), {})
    made = make[declared["kind"]](known, _Basis.of(known, asked), say, declared, target)
    note = known.world.title(declared, "note") if "note_zh" in declared else ""
    explain = "\n\n".join(text for text in (made.pop("explain", ""), note) if text)
    return Card(
        id=declared["id"], title=known.world.title(declared), target=target, clause=clause, explain=explain, **made
    )


def _counted_by(drawn: pd.DataFrame, declared: Mapping[str, Any], asked: Asked, known: Known) -> pd.DataFrame:
    """The bodies of a table that a card counts."""
    if declared["kind"] == "bodies":
        return chosen(drawn, declared)
    return drawn[admitted(drawn, definition_of(known.plan, asked.definition))]


def _supposed_lines(known: Known, asked: Asked, say: Say, declared: Mapping[str, Any], there: Card) -> tuple[str, ...]:
    """What a card says of suppositions, each line with the word itself."""
    if declared["kind"] == "bodies":
        return (say("supposed: {text}").format(text=there.lines[0] if there.lines else there.figure),)
    result = coverage_of(known, asked, asked.definition)
    return supposed_degrees(result, say), supposed_verdict(result, say)


def supposed_degrees(result: Coverage | Access, say: Say) -> str:
    """How many prefectures would qualify if what is supposed were so; never called certain."""
    text = say("supposed: at least {least} · by the best reading {best} · at most {most}; needed {needed}")
    counts = {"least": result.certain.count, "best": result.best.count, "most": result.possible.count}
    return text.format(needed=result.needed, **counts)


def supposed_verdict(result: Coverage | Access, say: Say) -> str:
    """The verdict on a supposition, which can never be read as one on the records."""
    texts = {
        "met": say("supposed: {needed} would be reached, if all that is supposed were so"),
        "open": say("supposed: whether {needed} would be reached stays open"),
        "below": say("supposed: {short} short of {needed} would remain"),
    }
    return texts[result.verdict].format(needed=result.needed, short=result.short_by.best)


def verdict_sentence(result: Coverage, say: Say) -> str:
    """The verdict on the records in fixed words: "below" is never called a miss, because no official result is
    known.
    """
    texts = {
        "met": say("met under this definition"),
        "open": say("open: what is known neither proves nor excludes {needed}"),
        "below": say("by this definition and the known records {short} short of {needed}; no official result seen"),
    }
    return texts[result.verdict].format(needed=result.needed, short=result.short_by.best)


def _coverage(
    known: Known, basis: _Basis, say: Say, declared: Mapping[str, Any], _target: Mapping[str, Any]
) -> dict[str, Any]:
    if declared.get("definition"):
        return _undefined_coverage(known, say, declared)
    result = basis.counted.result
    ids = {each for found in result.records_by_prefecture.values() for each in found}
    bodies = known.world["bodies"]
    second = say("certain {certain} · needed {needed}").format(certain=result.certain.count, needed=result.needed)
    if result.possible.count > result.best.count:
        second += " · " + say("possible {possible}").format(possible=result.possible.count)
    lines = [second, verdict_sentence(result, say)]
    if thinning_told(known, basis.asked, say):
        lines.append(say("filters do not thin coverage: all records are counted"))
    return {
        "figure": f"{result.best.count}/{result.n}",
        "lines": tuple(lines),
        "tone": result.verdict,
        "records": bodies[bodies["id"].isin(ids)],
        "explain": known.world.title(basis.counted.about, "explain"),
    }


def _undefined_coverage(known: Known, say: Say, declared: Mapping[str, Any]) -> dict[str, Any]:
    """A rule of the plan for which no record is known at all: only what is needed can be said."""
    from geo.coverage import needed  # noqa: PLC0415

    about = next(each for each in known.plan.definitions if each["id"] == declared["definition"])
    n = len(known.plan.about["prefectures"])
    line = say("needed {needed} of {n}").format(needed=needed(about["share"], n), n=n)
    return {
        "figure": say("no data yet"),
        "lines": (line,),
        "tone": "unknown",
        "explain": known.world.title(about, "explain"),
    }


def _bodies(
    known: Known, basis: _Basis, say: Say, declared: Mapping[str, Any], target: Mapping[str, Any]
) -> dict[str, Any]:
    found = chosen(basis.drawn, declared)
    states = found["state"].value_counts()
    texts = {
        "operating": say("operating {n}"),
        "unclear": say("operation not documented {n}"),
        "approved": say("approved, not operating {n}"),
    }
    line = " · ".join(text.format(n=states[state]) for state, text in texts.items() if states.get(state))
    counts = published(known, declared, basis.asked.as_of)
    lines = [line] if line else []
    lines += _filtered(known, basis.asked, say)
    lines += [
        say("published: {title} {n} ({date})").format(
            title=known.world.title(row), n=whole(row["n"], say), date=known_date(row["as_of"], say)
        )
        for row in counts.to_dict("records")
    ]
    if declared.get("partial"):
        lines.append(say("known by name only; the full number is not published"))
    if target_text(known, target):
        lines.append(say("plan: {target}").format(target=target_text(known, target)))
    figure = say("{n} known").format(n=len(found)) if declared.get("partial") else str(len(found))
    nothing = say("no data yet") if declared.get("partial") else say("none known at this date")
    return {
        "figure": figure if len(found) else nothing,
        "lines": tuple(lines),
        "tone": "unknown" if declared.get("partial") or found.empty else "plain",
        "records": found,
        "counts": counts,
    }


def _filtered(known: Known, asked: Asked, say: Say) -> list[str]:
    """A line that says by what a figure is thinned; [] when by nothing."""
    filters = thinning_told(known, asked, say)
    return [say("filtered: {filters}").format(filters=say("; ").join(filters))] if filters else []


def _count(
    known: Known, basis: _Basis, say: Say, declared: Mapping[str, Any], target: Mapping[str, Any]
) -> dict[str, Any]:
    counts = published(known, declared, basis.asked.as_of)
    found = chosen(basis.drawn, declared) if declared.get("subkinds") else pd.DataFrame()
    promised = target_text(known, target)
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
    known: Known, basis: _Basis, say: Say, _declared: Mapping[str, Any], _target: Mapping[str, Any]
) -> dict[str, Any]:
    areas = known.world["demonstration_areas"]
    found = areas[areas["established"].map(lambda text: last_day(text) <= basis.asked.as_of)].drop(columns="geometry")
    names = listed([known.world.title(area, "name") for area in found.to_dict("records")], say)
    return {
        "figure": str(len(found)),
        "lines": (names, say("outlines approximate; not prefectures, in no denominator")),
        "tone": "plain",
        "records": found,
    }


def chosen(bodies: pd.DataFrame, declared: Mapping[str, Any]) -> pd.DataFrame:
    """The bodies that a card or definition names by kinds, subkinds and levels; a part left out admits all."""
    keep = pd.Series(True, index=bodies.index)
    for column, part in (("kind", "kinds"), ("subkind", "subkinds"), ("level", "levels")):
        if declared.get(part):
            keep &= bodies[column].isin(declared[part])
    return bodies[keep]


def published(known: Known, declared: Mapping[str, Any], as_of: date) -> pd.DataFrame:
    """The published counts a card names that were made by the date, oldest first."""
    counts = known.world["body_counts"]
    mine = counts[counts["id"].isin(declared.get("count_ids", ()))]
    return mine[mine["as_of"].map(lambda text: last_day(text) <= as_of).astype(bool)].sort_values(
        "as_of", kind="stable"
    )

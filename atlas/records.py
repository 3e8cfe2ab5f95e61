"""Which bodies a question speaks of: the table under its assumptions and filters. Map, cards and desks ask here."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from atlas.atlas import Atlas, reach_level
from atlas.question.question import Question
from atlas.scenario.reading import county_locator, scenario_of
from atlas.words import say_in
from geo.assume import assume
from geo.checks import quoted
from geo.existence import drawn
from geo.scenario import WORDS, Close, apply
from layers.base import World, derived


def assumed(atlas: Atlas, question: Question) -> pd.DataFrame:
    """The bodies under the question's scenario and assumptions; the table itself when there are none.

    The scenario comes first: a record that it closes can no longer be wrong, one that it moves still can. A change that
    cannot be made is left out, see `scenario_of`.
    """
    bodies: pd.DataFrame = atlas.world["bodies"]
    if not question.supposes:
        return bodies
    return atlas.memo.once("assumed", asked_of_existence(atlas, question), lambda: _assumed(atlas, question))


def _assumed(atlas: Atlas, question: Question) -> pd.DataFrame:
    bodies: pd.DataFrame = atlas.world["bodies"]
    closed = frozenset[str]()
    if question.scenario:
        usable = scenario_of(atlas, question).found.usable
        closed = frozenset(change.id for change in usable.changes if isinstance(change, Close))
        here = county_locator(atlas.world)
        level = reach_level(atlas.plan)
        bodies = apply(bodies, usable, here, as_of=question.as_of, pattern=level, words=_words())
    wrong, confirmed = ([each for each in ids if each not in closed] for ids in (question.wrong, question.confirmed))
    return assume(bodies, wrong=wrong, confirmed=confirmed, as_of=question.as_of)


def _words() -> dict[str, str]:
    """What changed bodies say of themselves, in Chinese as all notes of records are, whatever the page speaks."""
    say = say_in("zh")
    return {what: say(text) for what, text in WORDS.items()}


def records(bodies: pd.DataFrame, *, kind: str = "", as_of: date | None = None, literal: bool = False) -> pd.DataFrame:
    """Bodies of a kind ("" for all); with a date only those drawn at it, with their `state` and `basis` then. Columns
    as the table's.
    """
    chosen = bodies[bodies["kind"] == kind] if kind else bodies
    if as_of is None:
        return chosen.reset_index(drop=True)
    found = drawn(chosen, as_of, literal=literal)
    return chosen.assign(state=found["state"], basis=found["basis"])[found["drawn"]].reset_index(drop=True)


def industries_of(body: Mapping[Any, Any], language: str) -> dict[str, str]:
    """The approved industries of a body: as the table names them -> in the language of the page."""
    names = [each for each in str(body["industries"]).split("; ") if each]
    translated = [each for each in str(body.get(f"industries_{language}", "")).split("; ") if each]
    return dict(zip(names, translated if len(translated) == len(names) else names, strict=True))


def industry_names(atlas: Atlas) -> dict[str, str]:
    """Every approved industry, as the table names it -> in the language of the page."""
    return derived(_industry_names, atlas.world)


def _industry_names(world: World) -> dict[str, str]:
    bodies = world["bodies"].to_dict("records")
    return {name: told for body in bodies for name, told in industries_of(body, world.language).items()}


def asked_of_existence(atlas: Atlas, question: Question, kinds: frozenset[str] = frozenset()) -> tuple[Hashable, ...]:
    """What existence hangs on: two questions with the same parts have the same bodies, of these kinds (all when none is
    named).
    """
    # Under an assumption the table itself carries the day.
    if kinds and not question.supposes:
        return (atlas.epoch_of(kinds, question.as_of),)
    assumed_on = question.as_of if question.supposes else None
    return atlas.epoch(question.as_of), question.wrong, question.confirmed, question.scenario, assumed_on


def asked_of_records(atlas: Atlas, question: Question, kinds: frozenset[str] = frozenset()) -> tuple[Hashable, ...]:
    """What `records_for` hangs on, of these kinds (all when none is named)."""
    existence = asked_of_existence(atlas, question, kinds)
    return *existence, question.industry, question.confirmed_only, question.literal


def records_for(atlas: Atlas, question: Question) -> pd.DataFrame:
    """The bodies a question draws, filters included, with or without a point: what the map and the cards count."""
    return atlas.memo.once("records", asked_of_records(atlas, question), lambda: _records_for(atlas, question))


def _records_for(atlas: Atlas, question: Question) -> pd.DataFrame:
    found = records(assumed(atlas, question), as_of=question.as_of, literal=question.literal)
    if question.confirmed_only:
        found = found[found["evidence"].isin(["A1", "A2"])]
    if question.industry:
        found = found[found["industries"].map(lambda cell: question.industry in cell.split("; ")).astype(bool)]
    return found


def records_answer(atlas: Atlas, kind: str, as_of: date | None, *, literal: bool = False) -> dict[str, Any]:
    """`cli.py records --json`: records as the table holds them, at a date with state and basis then. Raises ValueError
    for an unknown kind.
    """
    kinds = atlas.declared("bodies").columns["kind"]["allowed"]
    if kind and kind not in kinds:
        raise ValueError(f"kind {quoted(kind)} is not known; expected one of: {', '.join(kinds)}")
    found = records(atlas.world["bodies"], kind=kind, as_of=as_of, literal=literal)
    return {
        "kind": kind or "all",
        "as_of": str(as_of or ""),
        "count": len(found),
        "records": found.to_dict("records"),
        "data_version": atlas.version,
    }

"""Which bodies a question speaks of: the table under its assumptions and filters. Map, cards and desks ask here."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from atlas.question.question import Asked
from atlas.words import say_in
from atlas.world import Known, county_locator, reach_level, sifted
from geo.assume import assume
from geo.existence import drawn
from geo.scenario import WORDS, Close, Sifted, apply
from geo.scenario_text import read_text
from layers.base import World, made


def assumed(known: Known, asked: Asked) -> pd.DataFrame:
    """The bodies under the question's scenario and assumptions; the table itself when there are none.

    The scenario comes first: a record that it closes can no longer be wrong, one that it moves still can. A change that
    cannot be made is left out, see `scenario_of`.
    """
    bodies: pd.DataFrame = known.world["bodies"]
    if not asked.supposes:
        return bodies
    return known.kept.once("assumed", asked_of_existence(known, asked), lambda: _assumed(known, asked))


def _assumed(known: Known, asked: Asked) -> pd.DataFrame:
    bodies: pd.DataFrame = known.world["bodies"]
    closed = frozenset[str]()
    if asked.scenario:
        usable = scenario_of(known, asked).found.usable
        closed = frozenset(change.id for change in usable.changes if isinstance(change, Close))
        here = county_locator(known.world)
        level = reach_level(known.plan)
        bodies = apply(bodies, usable, here, as_of=asked.as_of, pattern=level, words=_words())
    wrong, confirmed = ([each for each in ids if each not in closed] for ids in (asked.wrong, asked.confirmed))
    return assume(bodies, wrong=wrong, confirmed=confirmed, as_of=asked.as_of)


def _words() -> dict[str, str]:
    """What changed bodies say of themselves, in Chinese as all notes of records are, whatever the page speaks."""
    say = say_in("zh")
    return {what: say(text) for what, text in WORDS.items()}


@dataclass(frozen=True)
class ReadScenario:
    """The scenario of a question: what can be made of it, and a sentence for each change that cannot."""

    found: Sifted
    not_applied: tuple[str, ...] = ()


def scenario_of(known: Known, asked: Asked) -> ReadScenario:
    """The scenario of a question on these data. A link is cleaned when it is read; a question made by hand, or kept
    while the data changed, may hold changes that cannot be made.
    """
    return known.kept.once("scenario", asked.scenario, lambda: _scenario_of(known, asked.scenario))


def _scenario_of(known: Known, text: str) -> ReadScenario:
    read, broken = read_text(text)
    found = sifted(known.world, read)
    told = [f"{part}: {why}" for part, why in broken] + [each.fault.sentence for each in found.refused]
    return ReadScenario(found, tuple(told))


def records(bodies: pd.DataFrame, *, kind: str = "", as_of: date | None = None, literal: bool = False) -> pd.DataFrame:
    """Bodies of a kind ("" for all); with a date only those drawn at it, with their `state` and `basis` then. Columns
    as the table's.
    """
    chosen = bodies[bodies["kind"] == kind] if kind else bodies
    if as_of is None:
        return chosen.reset_index(drop=True)
    found = drawn(chosen, as_of, literal=literal)
    return chosen.assign(state=found["state"], basis=found["basis"])[found["drawn"]].reset_index(drop=True)


def industries_of(body: Mapping[str, Any], language: str) -> dict[str, str]:
    """The approved industries of a body: as the table names them -> in the language of the page."""
    names = [each for each in str(body["industries"]).split("; ") if each]
    translated = [each for each in str(body.get(f"industries_{language}", "")).split("; ") if each]
    return dict(zip(names, translated if len(translated) == len(names) else names, strict=True))


def industry_names(known: Known) -> dict[str, str]:
    """Every approved industry, as the table names it -> in the language of the page."""
    return made(_industry_names, known.world)


def _industry_names(world: World) -> dict[str, str]:
    bodies = world["bodies"].to_dict("records")
    return {name: told for body in bodies for name, told in industries_of(body, world.language).items()}


def asked_of_existence(known: Known, asked: Asked) -> tuple[Hashable, ...]:
    """What existence hangs on: two questions with the same parts have the same bodies."""
    # Under an assumption the table itself carries the day.
    assumed_on = asked.as_of if asked.supposes else None
    return known.epoch(asked.as_of), asked.wrong, asked.confirmed, asked.scenario, assumed_on


def asked_of_records(known: Known, asked: Asked) -> tuple[Hashable, ...]:
    """What `records_for` hangs on."""
    return *asked_of_existence(known, asked), asked.industry, asked.confirmed_only, asked.literal


def records_for(known: Known, asked: Asked) -> pd.DataFrame:
    """The bodies a question draws, filters included, with or without a point: what the map and the cards count."""
    return known.kept.once("records", asked_of_records(known, asked), lambda: _records_for(known, asked))


def _records_for(known: Known, asked: Asked) -> pd.DataFrame:
    found = records(assumed(known, asked), as_of=asked.as_of, literal=asked.literal)
    if asked.confirmed_only:
        found = found[found["evidence"].isin(["A1", "A2"])]
    if asked.industry:
        found = found[found["industries"].map(lambda cell: asked.industry in cell.split("; ")).astype(bool)]
    return found

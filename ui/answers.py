"""The questions that the page and the command line both ask: one function each, so their numbers are the same by
construction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from geo.coverage import Coverage, Definition, coverage
from geo.existence import drawn
from layers import decide
from layers.base import Moment
from layers.bodies import body_classes
from ui.settings import Settings
from ui.state import Asked
from ui.words import Say
from ui.world import Known, definition_of

TILES = "https://t0.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk="


@dataclass(frozen=True)
class Counted:
    """Coverage with the definition it was counted under."""

    definition: Definition
    about: Mapping[str, Any]
    result: Coverage


@dataclass(frozen=True)
class View:
    """Everything a moment shows: coverage, the decision for every layer, captions, and the same decision as the
    browser gets it.
    """

    counted: Counted
    moment: Moment
    decision: decide.Decision
    captions: Mapping[str, Mapping[str, str]]
    message: Mapping[str, Mapping[str, Sequence[str]]]


def page_options(settings: Settings, say: Say) -> dict[str, Any]:
    """What the settings change on the map page: the base map, and the stamp when this product's map has been given a
    number.
    """
    tiles = (
        {"url": TILES + settings.tianditu_key, "title": say("Tianditu base map"), "attribution": say("Tianditu")}
        if settings.tianditu_key
        else {}
    )
    return {"tiles": tiles, "stamp": settings.map_number}


def counted(known: Known, definition_id: str, as_of: date) -> Counted:
    """Coverage of the 21 prefectures under a definition of the plan's ledger at a date."""
    definition = definition_of(known.plan, definition_id)
    about = next(each for each in known.plan.definitions if each["id"] == definition_id)
    prefectures = known.plan.about["prefectures"]
    return Counted(
        definition,
        about,
        coverage(known.world["bodies"], known.world["body_counts"], prefectures, definition, as_of=as_of),
    )


def view(known: Known, asked: Asked) -> View:
    """What the map shows for a question. Filters thin the body layers; coverage is always counted on all records."""
    found = counted(known, asked.definition, asked.as_of)
    evidence = "confirmed" if asked.confirmed_only else ""
    classes = body_classes(
        known.world["bodies"], asked.as_of, literal=asked.literal, evidence=evidence, industry=asked.industry
    )
    moment = Moment(
        as_of=asked.as_of,
        body_classes=classes,
        coverage=found.result.per_prefecture,
        indicator=asked.indicator,
        period=asked.period,
    )
    decision = decide.decide(known.world, moment)
    return View(found, moment, decision, decide.captions(known.world, moment), decide.as_message(decision))


def map_state(asked: Asked, found: View) -> dict[str, Any]:
    """What the map page is told (atlas.js, setState): layers on, ids by class, legend texts, selection."""
    return {
        "on": list(asked.layers),
        "classes": found.message,
        "captions": found.captions,
        "selected": asked.selected or None,
    }


def coverage_answer(known: Known, definition_id: str, as_of: date) -> dict[str, Any]:
    """`cli.py coverage --json`: one JSON object."""
    found = counted(known, definition_id, as_of)
    result = found.result
    tallies = {
        name: {**asdict(getattr(result, name)), "share": float(getattr(result, name).share)}
        for name in ("certain", "best", "possible")
    }
    return {
        "plan": known.plan.about["id"],
        "definition": definition_id,
        "as_of": as_of.isoformat(),
        "n": result.n,
        "needed": result.needed,
        **tallies,
        "verdict": result.verdict,
        "short_by": asdict(result.short_by),
        "pivotal": list(result.pivotal),
        "flip_set": asdict(result.flip_set) if result.flip_set else None,
        "data_version": known.version,
    }


def records_for(known: Known, asked: Asked) -> pd.DataFrame:
    """The bodies a question draws, filters included, with or without a point: what the map and the cards count."""
    found = records(known, as_of=asked.as_of, literal=asked.literal)
    if asked.confirmed_only:
        found = found[found["evidence"].isin(["A1", "A2"])]
    if asked.industry:
        found = found[found["industries"].map(lambda cell: asked.industry in cell.split("; ")).astype(bool)]
    return found


def records(known: Known, *, kind: str = "", as_of: date | None = None, literal: bool = False) -> pd.DataFrame:
    """Bodies of a kind ("" for all); with a date only those drawn at it, with their `state` and `basis` then. Columns
    as the table's.
    """
    bodies = known.world["bodies"]
    chosen = bodies[bodies["kind"] == kind] if kind else bodies
    if as_of is None:
        return chosen.reset_index(drop=True)
    found = drawn(chosen, as_of, literal=literal)
    return chosen.assign(state=found["state"], basis=found["basis"])[found["drawn"]].reset_index(drop=True)

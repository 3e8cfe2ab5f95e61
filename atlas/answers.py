"""The questions that the page and the command line both ask: one function each, so their numbers are the same by
construction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from atlas.ledger import coverage_of, states_of
from atlas.measures import measure
from atlas.question.question import Asked
from atlas.reaching import DETOUR, Reaching, reaching
from atlas.scenario_marks import extras_of
from atlas.supposing import DEGREES, answered, restated
from atlas.words import Say, say_in
from atlas.world import COMPUTED_MEASURES, Known, definition_of
from geo.coverage import Coverage, Definition
from layers import decide, extras
from layers.base import Measured, Moment
from layers.bodies import body_classes

PROPOSED = "proposed-sites"


@dataclass(frozen=True)
class Counted:
    """Coverage with the definition it was counted under."""

    definition: Definition
    about: Mapping[str, Any]
    result: Coverage


@dataclass(frozen=True)
class Proposed:
    """What a session's search of siting puts on the map.

    classes  seat of a county-level unit, as the map's file calls it -> class;  marks  candidates that no file holds, as
    layers.extras.as_message writes them
    """

    classes: Mapping[str, str] = field(default_factory=dict)
    marks: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class View:
    """Everything a moment shows: coverage, reach, the decision for every layer, captions, and the same decision as the
    browser gets it: signs for what its files hold, marks for the bodies of a scenario.

    counted, reached  under the suppositions of the question;  states  as they are told, see supposing.states_told
    """

    counted: Counted
    reached: Reaching
    moment: Moment
    decision: decide.Decision
    captions: Mapping[str, Mapping[str, str]]
    message: Mapping[str, str]
    states: pd.Series
    extra: Sequence[Mapping[str, Any]] = ()


def counted(known: Known, asked: Asked) -> Counted:
    """Coverage of the prefectures under the definition, at the date and under the assumptions of a question."""
    about = next(each for each in known.plan.definitions if each["id"] == asked.definition)
    return Counted(definition_of(known.plan, asked.definition), about, coverage_of(known, asked, asked.definition))


def view(known: Known, asked: Asked) -> View:
    """What the map shows for a question. Filters thin the body layers and what reach counts; coverage is always counted
    on all records.
    """
    found, reached, say = counted(known, asked), reaching(known, asked), say_in(known.world.language)
    states = states_of(known, asked, asked.definition)
    km, straight = asked.radius_km, f"{reached.found.radius_m / 1000:.1f}"
    borders = say("ignoring borders") if asked.ignore_borders else say("by jurisdiction")
    reach_title = say("residents within {km} km, {borders}").format(km=km, borders=borders)
    ring_title = say("{straight} km straight, for {km} km by road (× {detour})").format(
        straight=straight, km=km, detour=DETOUR
    )
    moment = Moment(
        as_of=asked.as_of,
        body_classes=body_classes(reached.records, restated(known, asked)),
        coverage=states,
        indicator=asked.indicator,
        period=asked.period,
        reach=reached.counties["share"],
        reach_title=_supposed(reach_title, asked, say),
        reaching=tuple(reached.bodies["id"]),
        ring_title=_supposed(ring_title, asked, say),
        access=states_of(known, asked, asked.access) if asked.access else None,
        access_title=_title(known, asked.access) if asked.access else "",
        measured=_measured(known, asked, reached, say),
        extras=extras_of(known, asked, frozenset(reached.bodies["id"])),
    )
    decision = decide.decide(known.world, moment)
    message, extra = decide.as_message(known.world, decision, moment), extras.as_message(moment.extras, say)
    return View(found, reached, moment, decision, decide.captions(known.world, moment), message, states, extra)


def _measured(known: Known, asked: Asked, reached: Reaching, say: Say) -> Measured | None:
    """The measure of the comparison as the map shades it; computed ones are supposed where bodies are."""
    if not asked.measure:
        return None
    shading = measure(known, asked, reached, asked.measure, say).shading()
    return (
        replace(shading, title=_supposed(shading.title, asked, say)) if asked.measure in COMPUTED_MEASURES else shading
    )


def _supposed(title: str, asked: Asked, say: Say) -> str:
    return say("{title} (supposed)").format(title=title) if asked.supposes else title


def map_state(asked: Asked, found: View) -> dict[str, Any]:
    """What the map page is told (atlas.js, setState): layers on, ids by class, legend texts, selection, ring radius,
    bodies of a scenario.
    """
    return {
        "on": list(asked.layers),
        "classes": found.message,
        "captions": found.captions,
        "selected": asked.selected or None,
        "ring_m": found.reached.found.radius_m,
        "extra": list(found.extra),
    }


def with_proposed(known: Known, found: View, sites: Proposed) -> dict[str, Any]:
    """What changes in that state when a session's search proposes candidates."""
    message = dict(found.message)
    if sites.classes:
        decision = decide.decide(known.world, replace(found.moment, sites=sites.classes), [PROPOSED])
        message |= decide.as_message(known.world, decision, found.moment)
    return {"classes": message, "extra": [*found.extra, *sites.marks]}


def coverage_answer(known: Known, asked: Asked) -> dict[str, Any]:
    """`cli.py coverage --json`: one JSON object; what is supposed stands apart (supposing.answered)."""
    return answered(known, asked, _coverage_answer)


def _coverage_answer(known: Known, asked: Asked) -> dict[str, Any]:
    result = coverage_of(known, asked, asked.definition)
    tallies = {
        DEGREES[name] if asked.supposes else name: asdict(getattr(result, name))
        | {"share": float(getattr(result, name).share)}
        for name in DEGREES
    }
    told = {
        "plan": known.plan.about["id"],
        "definition": asked.definition,
        "as_of": asked.as_of.isoformat(),
        "n": result.n,
        "needed": result.needed,
        **tallies,
        "verdict": result.verdict,
    }
    if asked.supposes:
        return told
    # Records can be pivotal, and a verdict turned by more of them; suppositions cannot.
    return told | {
        "short_by": asdict(result.short_by),
        "pivotal": list(result.pivotal),
        "flip_set": asdict(result.flip_set) if result.flip_set else None,
        "data_version": known.version,
    }


def question(known: Known, definition_id: str, as_of: date) -> Asked:
    """A question about nothing but a definition at a date."""
    definition_of(known.plan, definition_id)
    return Asked(as_of=as_of, definition=definition_id, layers=(), indicator="", period="")


def _title(known: Known, definition_id: str) -> str:
    return known.world.title(next(each for each in known.plan.definitions if each["id"] == definition_id))

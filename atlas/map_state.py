"""What the map shows for a question, and what it is told: one decision for page, file and command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from atlas.atlas import COMPUTED_MEASURES, Atlas
from atlas.clusters import clusters_of
from atlas.difference import difference, told_as_text
from atlas.ledger import about_told, coverage_of, states_of
from atlas.measures import measure
from atlas.plan import definition_of, reach_kinds
from atlas.question.question import Question
from atlas.reach import Reached, reach_of
from atlas.scenario.marks import extras_of
from atlas.supposing import restated
from atlas.travelled import travelled_of
from atlas.ways import way_of_km
from atlas.words import Say, either, labelled, say_in
from geo.coverage import Coverage, Definition
from layers import decide, extras
from layers.base import Measured, Moment, Travelled
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
    reached: Reached
    moment: Moment
    decision: decide.Decision
    captions: Mapping[str, Mapping[str, str]]
    message: Mapping[str, str]
    states: pd.Series
    extra: Sequence[Mapping[str, Any]] = ()


def count_coverage(atlas: Atlas, question: Question) -> Counted:
    """Coverage of the prefectures under the definition, at the date and under the assumptions of a question."""
    about = next(each for each in atlas.plan.definitions if each["id"] == question.definition)
    return Counted(
        definition_of(atlas.plan, question.definition), about, coverage_of(atlas, question, question.definition)
    )


def view_of(atlas: Atlas, question: Question) -> View:
    """What the map shows for a question. Filters thin the body layers and what reach counts; coverage is always counted
    on all records.
    """
    found, reached, say = count_coverage(atlas, question), reach_of(atlas, question), say_in(atlas.world.language)
    states = states_of(atlas, question, question.definition)
    km, straight = question.radius_km, f"{reached.found.radius_m / 1000:.1f}"
    borders = say("ignoring borders") if question.ignore_borders else say("by jurisdiction")
    within = reached.way.in_unit(say("{what} within {km} km, {borders}"), say)
    reach_title = within.format(what=reached.weight.what(say), km=km, borders=borders)
    if {*question.kinds} != {*reach_kinds(atlas.plan)}:
        # In the order in which they are offered, in whatever order they were chosen.
        asked = [each for each in dict.fromkeys(atlas.world["bodies"]["kind"]) if each in question.kinds]
        kinds = either(map(say, asked), say) or say("a body: no kind is chosen")
        reach_title = f"{reach_title} · {kinds}"
    if reached.way.travel:
        reach_title = f"{reach_title} · {reached.way.in_full(say)}"
    ring_title = say("{straight} km straight, for {km} km by road ({way})").format(
        straight=straight, km=km, way=reached.way.label(say)
    )
    # A ring is a straight line, and no way of a matrix is: places in classes stand for it.
    reaching = () if reached.way.travel else tuple(reached.bodies["id"])
    moment = Moment(
        as_of=question.as_of,
        body_classes=body_classes(reached.records, restated(atlas, question)),
        coverage=states,
        coverage_title=labelled(say("fast-protection coverage"), atlas.world.title(found.about), say),
        indicator=question.indicator,
        period=question.period,
        reach=reached.counties["share"],
        reach_title=_supposed(reach_title, question, say),
        reaching=reaching,
        ring_title=_supposed(ring_title, question, say),
        travelled=_travelled(atlas, question, reached, say),
        access=states_of(atlas, question, question.access) if question.access else None,
        access_title=_access_title(atlas, question, say) if question.access else "",
        measured=_measured(atlas, question, question.measure, reached, say),
        second=_measured(atlas, question, question.other_measure, reached, say),
        **_clusters(atlas, question, reached, say),
        **_difference(atlas, question, say),
        industry=question.industry,
        extras=extras_of(atlas, question, frozenset(reaching)),
    )
    decision = decide.decide(atlas.world, moment)
    message, extra = decide.as_message(atlas.world, decision, moment), extras.as_message(moment.extras, say)
    return View(found, reached, moment, decision, decide.captions(atlas.world, moment), message, states, extra)


def _travelled(atlas: Atlas, question: Question, reached: Reached, say: Say) -> Travelled | None:
    """Where places have their nearest body by a loaded matrix; supposed where bodies are."""
    found = travelled_of(atlas, reached, question, say)
    return None if found is None else replace(found, title=_supposed(found.title, question, say))


def _measured(atlas: Atlas, question: Question, wanted: str, reached: Reached, say: Say) -> Measured | None:
    """A measure of the comparison as the map shades it; computed ones are supposed where bodies are."""
    if not wanted:
        return None
    shading = measure(atlas, question, reached, wanted, say).shading()
    if reached.way.travel and wanted in ("reach", "median-distance"):
        shading = replace(shading, title=f"{shading.title} · {reached.way.in_full(say)}")
    if wanted not in COMPUTED_MEASURES:
        return shading
    return replace(shading, title=_supposed(shading.title, question, say))


def _clusters(atlas: Atlas, question: Question, reached: Reached, say: Say) -> dict[str, Any]:
    """Where neighbours are alike in the measure; nothing, and nothing worked out, while it is not asked for."""
    if not question.clusters or not question.measure:
        return {}
    chosen = measure(atlas, question, reached, question.measure, say)
    title = say("clusters of {measure} (local Moran, corrected p)").format(measure=chosen.label)
    title = _supposed(title, question, say) if chosen.id in COMPUTED_MEASURES else title
    return {"clusters": clusters_of(atlas, chosen).classes, "clusters_title": title}


def _difference(atlas: Atlas, question: Question, say: Say) -> dict[str, Any]:
    """What the map shades of the comparison with a pinned question; nothing while none is pinned."""
    found = difference(atlas, question)
    if found is None:
        return {}
    title = say("share in reach of each county, B less A ({what})").format(
        what=told_as_text(atlas, found.before, found.after, say) or say("nothing differs")
    )
    supposes = found.before.supposes or found.after.supposes
    title = say("{title} (supposed)").format(title=title) if supposes else title
    unit = say("{n} percentage points").format(n="{}")
    return {"difference": found.county_shares, "difference_title": title, "difference_unit": unit}


def _supposed(title: str, question: Question, say: Say) -> str:
    return say("{title} (supposed)").format(title=title) if question.supposes else title


def map_state(question: Question, found: View, *, alone: bool = False) -> dict[str, Any]:
    """What the map page is told (atlas.js, setState): layers on, ids by class, legend texts, selection, ring radius,
    bodies of a scenario.

    alone  for a file, where layers are switched on with nobody to ask: with the numbers of all layers, not only of
           those that are on
    """
    captions = found.captions if alone else decide.with_numbers_of(question.layers, found.captions)
    return {
        "on": list(question.layers),
        "classes": found.message,
        "captions": captions,
        "selected": question.selected or None,
        "ring_m": None if found.reached.way.travel else found.reached.found.radius_m,
        "extra": list(found.extra),
    }


def with_proposed(atlas: Atlas, found: View, sites: Proposed) -> dict[str, Any]:
    """What changes in that state when a session's search proposes candidates."""
    message = dict(found.message)
    if sites.classes:
        decision = decide.decide(atlas.world, replace(found.moment, sites=sites.classes), [PROPOSED])
        message |= decide.as_message(atlas.world, decision, found.moment)
    return {"classes": message, "extra": [*found.extra, *sites.marks]}


def _access_title(atlas: Atlas, question: Question, say: Say) -> str:
    """The definition's own title; under a loaded matrix with where that is from."""
    about = next(each for each in atlas.plan.definitions if each["id"] == question.access)
    title, way = atlas.world.title(about_told(question, about)), way_of_km(question)
    return title if way.travel is None else f"{title} · {way.in_full(say)}"


def layers_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    """`cli.py layers --json`: every layer with its number of features, whether it is on or not."""
    decision = view_of(atlas, question).decision
    return {
        "as_of": question.as_of.isoformat(),
        "layers": {layer: len(shown) for layer, shown in decision.items()},
        "data_version": atlas.version,
    }

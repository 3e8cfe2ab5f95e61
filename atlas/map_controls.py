"""The controls that change the map, as a browser knows them: by the words that stand on them.

A browser sees what a control shows, never its value. So it is told which value which words stand for; where a control
shows anything else (a table or a matrix of the reader's own) it waits for the run of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from atlas.atlas import COMPUTED_MEASURES, Atlas
from atlas.measures import measure
from atlas.question.choices import Choices
from atlas.question.parameters import Flag
from atlas.question.question import PARAMETERS, Question, as_params, default_question
from atlas.reach import Reached, reach_of
from atlas.records import industry_names
from atlas.ways import way_called
from atlas.weights import weight_called
from atlas.words import Say, say_in

# What a control shows is its value: a day, a number, a year.
PLAIN = ("as_of", "radius_km", "period")
NO_INDUSTRY, NO_MEASURE = "all industries", "no second measure"


def map_controls(atlas: Atlas, choices: Choices) -> dict[str, dict[str, Any]]:
    """By the field of a question: its name in an address, what it is when nothing is said (None where that hangs on
    another part), and the words with their values; of a switch the words that say yes and no.
    """
    question, say = default_question(choices), say_in(atlas.world.language)
    usual, words = as_params(question), _words(atlas, choices, question, say)
    found = dict[str, dict[str, Any]]()
    for each in PARAMETERS:
        told: dict[str, Any] = {"name": each.name, "usual": None if each.field == "period" else usual[each.name]}
        if each.field in words:
            found[each.field] = {**told, "words": words[each.field]}
        elif each.field in PLAIN:
            found[each.field] = told
        elif isinstance(each.kind, Flag):
            found[each.field] = {**told, "switch": ["", each.kind.word]}
    return found


def _words(atlas: Atlas, choices: Choices, question: Question, say: Say) -> dict[str, dict[str, str]]:
    titles = {each["id"]: atlas.world.title(each) for each in [*atlas.plan.definitions, *atlas.world.indicators]}
    measures, industries = measure_titles(atlas, question, reach_of(atlas, question), say), industry_names(atlas)
    return {
        "definition": _once(choices.definitions, titles),
        "indicator": _once(list(choices.indicators), titles),
        "industry": _once(["", *choices.industries], {"": say(NO_INDUSTRY), **industries}),
        "distance": _once(choices.ways, {each: way_called(each).label(say) for each in choices.ways}),
        "kinds": _once(choices.kinds, {each: say(each) for each in choices.kinds}),
        "weight": _once(choices.weights, {each: weight_called(atlas, each).what(say) for each in choices.weights}),
        "measure": _once(choices.measures, measures),
        "other_measure": _once(["", *choices.measures], {"": say(NO_MEASURE), **measures}),
    }


def measure_titles(atlas: Atlas, question: Question, reached: Reached, say: Say) -> dict[str, str]:
    """What every measure is called on the control that chooses it."""
    titles = {each["id"]: atlas.world.title(each) for each in atlas.world.indicators}
    return titles | {each: measure(atlas, question, reached, each, say).title for each in COMPUTED_MEASURES}


def _once(values: Sequence[str], words: Mapping[str, str]) -> dict[str, str]:
    """Words -> value; without those that two values have."""
    said = [words[each] for each in values]
    return {words[each]: each for each in values if said.count(words[each]) == 1}

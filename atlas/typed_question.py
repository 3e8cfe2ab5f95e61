"""The question that a person types on the command line; an unknown value is refused, not replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from atlas.atlas import Atlas
from atlas.question.choices import WAYS, Choices
from atlas.question.offered import FIRST_DAY, choices_of, clock_end
from atlas.question.parameters import Parameter, Problem
from atlas.question.question import PARAMETERS, Question, from_params
from atlas.travel import Travel, known, travel_file
from data.catalog import meta
from geo.checks import quoted

MOST_NAMED = 5
# A program of one verb holds its matrix to its end.
_HELD: list[Travel] = []
NAME = re.compile(r"[a-z-]{1,20}")


def typed_question(atlas: Atlas, given: Mapping[str, Any]) -> Question:
    """The question of a verb's options. given  field of the question -> what was typed, None for nothing

    Raises ValueError naming what cannot be used.
    """
    return typed_among(atlas, given)[0]


def typed_among(atlas: Atlas, given: Mapping[str, Any]) -> tuple[Question, Choices]:
    """The same, with what may be asked."""
    told = {each.name: _written(given.get(each.field), each) for each in PARAMETERS}
    told["date"] = day_or_last(given.get("as_of")).isoformat()
    choices = with_matrix(choices_of(atlas, meta("bodies").as_of), given.get("matrix"))
    if len(choices.ways) > len(WAYS):
        told["distance"] = told["distance"] or choices.ways[-1]
    question, problems = from_params(told, choices)
    refuse(problems)
    return question, choices


def with_matrix(choices: Choices, matrix: Path | None) -> Choices:
    """What may be asked with the matrix of a file among the ways, the last. Raises FaultError for what is none."""
    if matrix is None:
        return choices
    _HELD.append(known(travel_file(matrix)))
    return replace(choices, ways=(*choices.ways, _HELD[-1].id))


def day_or_last(typed: date | None) -> date:
    """The day that was typed, else that of the data. Raises ValueError for one outside the clock."""
    last = clock_end(meta("bodies").as_of)
    chosen = typed or last
    if not FIRST_DAY <= chosen <= last:
        raise ValueError(f"{chosen} is outside the data; expected a date from {FIRST_DAY} to {last}")
    return chosen


def refuse(problems: Sequence[Problem]) -> None:
    """Raise ValueError for what cannot be used: the first few of many by name, the others by their number."""
    told = [
        f"{each.name} is said more than once" if each.repeated else f"{_name(each)} {quoted(each.given)} cannot be used"
        for each in problems
    ]
    if told:
        more = [f"and {len(told) - MOST_NAMED} more"] if len(told) > MOST_NAMED else []
        raise ValueError("; ".join([*told[:MOST_NAMED], *more]))


def _name(problem: Problem) -> str:
    """A name as it is where it is one of a parameter's kind; else it may be anything, of any length."""
    return problem.name if NAME.fullmatch(problem.name) else quoted(problem.name)


def _written(value: Any, parameter: Parameter) -> str:
    """An option as the address would say it; "" where it was not given."""
    if isinstance(value, list):
        return " ".join(value) or "none"
    return "" if value is None else parameter.kind.write(value)

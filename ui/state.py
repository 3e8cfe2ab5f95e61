"""What the URL remembers, typed. An unknown or broken parameter degrades only itself, with a sentence."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True)
class Choices:
    """What may be chosen, in the order in which it is offered; the first is the default unless said otherwise."""

    first_day: date
    last_day: date
    definitions: Sequence[str]
    default_definition: str
    layers: Sequence[str]
    layers_at_start: Sequence[str]
    indicators: Mapping[str, Sequence[str]]
    default_indicator: str
    default_period: str
    industries: Sequence[str] = ()
    exclusive: Sequence[str] = ()
    features: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Asked:
    """One complete question to the atlas; the same for page, link and command line."""

    as_of: date
    definition: str
    layers: tuple[str, ...]
    indicator: str
    period: str
    selected: str = ""
    industry: str = ""
    confirmed_only: bool = False
    literal: bool = False
    card: str = ""

    def with_changes(self, **changes: object) -> Asked:
        """The same question with some parts replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Problem:
    """A parameter that could not be used: its name, what came, and what is shown instead."""

    name: str
    given: str
    used: str


def default_question(choices: Choices) -> Asked:
    """What is shown to somebody who brings no link."""
    return Asked(
        as_of=choices.last_day,
        definition=choices.default_definition,
        layers=tuple(choices.layers_at_start),
        indicator=choices.default_indicator,
        period=choices.default_period,
    )


def from_params(params: Mapping[str, str], choices: Choices) -> tuple[Asked, list[Problem]]:
    """The question a link asks, and a problem for each parameter that could not be used."""
    asked, problems = default_question(choices), list[Problem]()

    def take(name: str, allowed: Sequence[str] | frozenset[str], used: str) -> str:
        given = params.get(name, "")
        if not given or given in allowed:
            return given or used
        problems.append(Problem(name, given, used))
        return used

    indicator = take("indicator", tuple(choices.indicators), asked.indicator)
    periods = choices.indicators[indicator] if choices.indicators else ()
    default_period = asked.period if asked.period in periods else (periods[-1] if periods else "")
    return replace(
        asked,
        as_of=_day(params, choices, problems),
        definition=take("definition", choices.definitions, asked.definition),
        layers=_layers(params, choices, problems),
        indicator=indicator,
        period=take("period", periods, default_period),
        selected=take("selected", choices.features, ""),
        industry=take("industry", choices.industries, ""),
        confirmed_only=take("evidence", ("confirmed", "all"), "all") == "confirmed",
        literal=take("dates", ("literal", "plan"), "plan") == "literal",
        card=params.get("card", ""),
    ), problems


def to_params(asked: Asked, choices: Choices) -> dict[str, str]:
    """The shortest parameters that give the same question back; whatever is at its default is left out."""
    usual = default_question(choices)
    found = {
        "date": asked.as_of.isoformat(),
        "definition": asked.definition,
        "layers": " ".join(asked.layers),
        "indicator": asked.indicator,
        "period": asked.period,
        "selected": asked.selected,
        "industry": asked.industry,
        "evidence": "confirmed" if asked.confirmed_only else "",
        "dates": "literal" if asked.literal else "",
        "card": asked.card,
    }
    usual_values = {
        "date": usual.as_of.isoformat(),
        "definition": usual.definition,
        "layers": " ".join(usual.layers),
        "indicator": usual.indicator,
        "period": usual.period,
    }
    if not asked.layers:
        found["layers"] = "none"
    return {name: value for name, value in found.items() if value and value != usual_values.get(name)}


def month_ends(first: date, last: date) -> list[date]:
    """The last day of every month from `first` to `last`, both included when they are month ends."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [date(month // 12, month % 12 + 1, calendar.monthrange(month // 12, month % 12 + 1)[1]) for month in months]
    return [day for day in days if first <= day <= last]


def _day(params: Mapping[str, str], choices: Choices, problems: list[Problem]) -> date:
    given = params.get("date", "")
    if not given:
        return choices.last_day
    try:
        day = date.fromisoformat(given)
    except ValueError:
        problems.append(Problem("date", given, choices.last_day.isoformat()))
        return choices.last_day
    inside = min(max(day, choices.first_day), choices.last_day)
    if inside != day:
        problems.append(Problem("date", given, inside.isoformat()))
    return inside


def _layers(params: Mapping[str, str], choices: Choices, problems: list[Problem]) -> tuple[str, ...]:
    given = params.get("layers", "").replace(",", " ").split()
    if not given:
        return tuple(choices.layers_at_start)
    unknown = [layer for layer in given if layer not in choices.layers and layer != "none"]
    known = tuple(layer for layer in choices.layers if layer in given)
    if unknown and not known and "none" not in given:
        known = tuple(choices.layers_at_start)
    if unknown:
        problems.append(Problem("layers", " ".join(unknown), " ".join(known) or "none"))
    shadings = [layer for layer in known if layer in choices.exclusive]
    if len(shadings) > 1:
        known = tuple(layer for layer in known if layer not in shadings[:-1])
        problems.append(Problem("layers", " ".join(shadings), shadings[-1]))
    return known

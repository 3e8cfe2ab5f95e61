"""What may be chosen of an atlas: the lists that a question is read against, by page, link, file and command line."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from atlas.siting.question import SitingChoices
from geo.scenario import Scenario, Sifted

# How road distances are counted, see atlas.ways; the first is the usual way.
DETOUR, BY_DISTANCE = WAYS = "detour", "by-distance"
# What reach is weighed by when nothing is said, see atlas.weights.
RESIDENTS = "residents"
# Which brief: of the province, of an adcode, of the question of siting, or all in one archive.
PROVINCE, SITING, ALL = "province", "siting", "all"


def as_at_start(choices: Choices, _asked: Mapping[str, Any]) -> tuple[str, ...]:
    """The same layers whatever is asked."""
    return tuple(choices.layers_at_start)


@dataclass(frozen=True)
class Choices:
    """What may be chosen, in the order in which it is offered; the first is the default unless said otherwise.

    begin  the layers of a question that names none, by its other parts (field -> value): see atlas.page_layers
    sift   parts a scenario in what can be made on the bodies and what cannot
    """

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
    access: Sequence[str] = ()
    kinds: Sequence[str] = ()
    usual_kinds: Sequence[str] = ()
    bodies: frozenset[str] = field(default_factory=frozenset)
    zones: Sequence[str] = ()
    prefectures: Sequence[str] = ()
    measures: Sequence[str] = ("",)
    boards: Sequence[str] = ("",)
    ways: Sequence[str] = WAYS
    weights: Sequence[str] = (RESIDENTS,)
    cards: frozenset[str] = field(default_factory=frozenset)
    siting: SitingChoices = field(default_factory=SitingChoices)
    begin: Callable[[Choices, Mapping[str, Any]], tuple[str, ...]] = as_at_start
    sift: Callable[[Scenario], Sifted] = Sifted

    @property
    def regions(self) -> tuple[str, ...]:
        """Zones of the plan, then the prefectures."""
        return (*self.zones, *self.prefectures)


def month_ends(first: date, last: date) -> list[date]:
    """The last day of every month from `first` to `last`, both included when they are month ends."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [date(month // 12, month % 12 + 1, calendar.monthrange(month // 12, month % 12 + 1)[1]) for month in months]
    return [day for day in days if first <= day <= last]

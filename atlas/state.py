"""What the URL remembers, typed. An unknown or broken parameter degrades only itself, with a sentence."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from atlas.site_form import SiteForm, from_text
from atlas.site_form import to_text as form_text
from geo.scenario import LONGEST_NAME, Add, Scenario, Sifted
from geo.scenario_text import change_text, read_text, to_text

SMALLEST_RADIUS_KM, USUAL_RADIUS_KM, LARGEST_RADIUS_KM = 5, 50, 150


# Every name a question has in an address.
PARAMETERS = frozenset(
    {
        *("date", "definition", "layers", "indicator", "period", "selected", "industry", "evidence", "dates", "card"),
        *("access", "radius", "kinds", "borders", "wrong", "confirmed", "zone", "measure", "regions", "id", "board"),
        "siting",
        *("scenario", "scenario-name"),
    }
)


@dataclass(frozen=True)
class Choices:
    """What may be chosen, in the order in which it is offered; the first is the default unless said otherwise.

    sift  parts a scenario in what can be made on the bodies and what cannot
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
    cards: frozenset[str] = field(default_factory=frozenset)
    site_form: SiteForm = field(default_factory=SiteForm)
    sift: Callable[[Scenario], Sifted] = Sifted


@dataclass(frozen=True)
class Asked:
    """One complete question to the atlas; the same for page, link and command line.

    access      the access definition that shades the map;  radius_km, kinds, ignore_borders  what counts as in reach
    wrong, confirmed  records assumed wrong, or confirmed: a what-if, never data
    zone, measure, regions, place, board, siting   what the desks look at: gap list, comparison, own prefecture, plan,
                and the form of the siting page as text (atlas.site_form)
    scenario    bodies added, moved, closed or at another stage, as the line of geo.scenario_text: a what-if, never data
    """

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
    access: str = ""
    radius_km: int = USUAL_RADIUS_KM
    kinds: tuple[str, ...] = ()
    ignore_borders: bool = False
    wrong: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    zone: str = ""
    measure: str = ""
    regions: tuple[str, ...] = ()
    place: str = ""
    board: str = ""
    siting: str = ""
    scenario: str = ""
    scenario_name: str = ""

    def with_changes(self, **changes: object) -> Asked:
        """The same question with some parts replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def for_answers(self) -> Asked:
        """The part of the question that changes what is known and drawn; selection, what a desk looks at and the name
        of a scenario do not.
        """
        nowhere = replace(self, selected="", card="", layers=(), zone="", regions=(), place="", board="", siting="")
        return replace(nowhere, scenario_name="")


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
        access=next(iter(choices.access), ""),
        kinds=tuple(choices.usual_kinds),
        measure=next(iter(choices.measures), ""),
        place=next(iter(choices.prefectures), ""),
        board=next(iter(choices.boards), ""),
    )


def from_params(params: Mapping[str, str], choices: Choices) -> tuple[Asked, list[Problem]]:
    """The question a link asks, and a problem for each parameter that could not be used."""
    usual, problems = default_question(choices), list[Problem]()

    def take(name: str, allowed: Collection[str], used: str) -> str:
        given = params.get(name, "")
        if not given or given in allowed:
            return given or used
        problems.append(Problem(name, given, used))
        return used

    def take_many(name: str, allowed: Collection[str], used: tuple[str, ...] = ()) -> tuple[str, ...]:
        given = list(dict.fromkeys(params.get(name, "").replace(",", " ").split()))
        if given == ["none"]:
            return ()
        known = tuple(each for each in given if each in allowed)
        if len(known) < len(given):
            unknown = " ".join(each for each in given if each not in allowed)
            problems.append(Problem(name, unknown, " ".join(known or used)))
        return known or used

    indicator = take("indicator", tuple(choices.indicators), usual.indicator)
    periods = choices.indicators[indicator] if choices.indicators else ()
    default_period = usual.period if usual.period in periods else (periods[-1] if periods else "")
    regions = (*choices.zones, *choices.prefectures)
    wrong = take_many("wrong", choices.bodies)
    # What is wrong cannot be confirmed at once.
    confirmed = [each for each in take_many("confirmed", choices.bodies) if each not in wrong]
    return replace(
        usual,
        as_of=_day(params, choices, problems),
        definition=take("definition", choices.definitions, usual.definition),
        layers=_layers(params, choices, problems),
        indicator=indicator,
        period=take("period", periods, default_period),
        selected=take("selected", choices.features | added_ids(params.get("scenario", "")), ""),
        industry=take("industry", choices.industries, ""),
        confirmed_only=take("evidence", ("confirmed", "all"), "all") == "confirmed",
        literal=take("dates", ("literal", "plan"), "plan") == "literal",
        card=take("card", choices.cards, ""),
        access=take("access", choices.access, usual.access),
        radius_km=_radius(params, problems),
        kinds=_ordered(take_many("kinds", choices.kinds, usual.kinds), choices.kinds),
        ignore_borders=take("borders", ("ignore", "keep"), "keep") == "ignore",
        wrong=tuple(sorted(wrong)),
        confirmed=tuple(sorted(confirmed)),
        zone=take("zone", choices.zones, ""),
        measure=take("measure", choices.measures, usual.measure),
        regions=_ordered(take_many("regions", regions), regions),
        place=take("id", choices.prefectures, usual.place),
        board=take("board", choices.boards, usual.board),
        siting=_siting(params, choices, problems),
        scenario=_scenario(params, choices, problems),
        scenario_name=_scenario_name(params, problems),
    ), problems


def to_params(asked: Asked, choices: Choices) -> dict[str, str]:
    """The shortest parameters that give the same question back; whatever is at its default is left out."""
    usual = as_params(default_question(choices))
    found = as_params(asked)
    return {name: value for name, value in found.items() if value and value != usual[name]}


def as_params(asked: Asked) -> dict[str, str]:
    """Every part of a question by its name in an address; "" where it asks nothing special."""
    return {
        "date": asked.as_of.isoformat(),
        "definition": asked.definition,
        "layers": " ".join(asked.layers) or "none",
        "indicator": asked.indicator,
        "period": asked.period,
        "selected": asked.selected,
        "industry": asked.industry,
        "evidence": "confirmed" if asked.confirmed_only else "",
        "dates": "literal" if asked.literal else "",
        "card": asked.card,
        "access": asked.access,
        "radius": str(asked.radius_km),
        "kinds": " ".join(asked.kinds) or "none",
        "borders": "ignore" if asked.ignore_borders else "",
        "wrong": " ".join(asked.wrong),
        "confirmed": " ".join(asked.confirmed),
        "zone": asked.zone,
        "measure": asked.measure,
        "regions": " ".join(asked.regions),
        "id": asked.place,
        "board": asked.board,
        "siting": asked.siting,
        "scenario": asked.scenario,
        "scenario-name": asked.scenario_name,
    }


def month_ends(first: date, last: date) -> list[date]:
    """The last day of every month from `first` to `last`, both included when they are month ends."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [date(month // 12, month % 12 + 1, calendar.monthrange(month // 12, month % 12 + 1)[1]) for month in months]
    return [day for day in days if first <= day <= last]


def site_form(asked: Asked, choices: Choices) -> SiteForm:
    """The form of the siting page as the question holds it."""
    return from_text(asked.siting, choices.site_form, (*choices.zones, *choices.prefectures))[0]


def _siting(params: Mapping[str, str], choices: Choices, problems: list[Problem]) -> str:
    given = params.get("siting", "")
    form, unusable = from_text(given, choices.site_form, (*choices.zones, *choices.prefectures))
    used = form_text(form, choices.site_form)
    if unusable:
        problems.append(Problem("siting", " ".join(unusable), used))
    return used


def _ordered(chosen: Collection[str], offered: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in offered if each in chosen)


def _scenario(params: Mapping[str, str], choices: Choices, problems: list[Problem]) -> str:
    """The changes that can be read and made, as their canonical line; a problem for each of the others."""
    read, broken = read_text(params.get("scenario", ""))
    found = choices.sift(read)
    problems += [Problem("scenario", part, "") for part, _ in broken]
    problems += [Problem("scenario", change_text(each.change), "") for each in found.refused]
    return to_text(found.usable)


def added_ids(scenario: str) -> frozenset[str]:
    """Ids of the bodies that a scenario adds: the map can select them, though no file holds them."""
    return frozenset(each.id for each in read_text(scenario)[0].changes if isinstance(each, Add))


def _scenario_name(params: Mapping[str, str], problems: list[Problem]) -> str:
    given = params.get("scenario-name", "")
    name = given[:LONGEST_NAME]
    if name != given:
        problems.append(Problem("scenario-name", given, name))
    return name


def _radius(params: Mapping[str, str], problems: list[Problem]) -> int:
    given = params.get("radius", "")
    if not given:
        return USUAL_RADIUS_KM
    try:
        number = round(float(given))
    except (ValueError, OverflowError):
        problems.append(Problem("radius", given, str(USUAL_RADIUS_KM)))
        return USUAL_RADIUS_KM
    inside = min(max(number, SMALLEST_RADIUS_KM), LARGEST_RADIUS_KM)
    if inside != number:
        problems.append(Problem("radius", given, str(inside)))
    return inside


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

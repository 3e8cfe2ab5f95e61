"""The scenario of a question on the data: what can be made of it, and a sentence for what cannot."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.atlas import Atlas
from atlas.question.question import Question
from geo.locate import Locator
from geo.scenario import Scenario, Sifted, sift
from geo.scenario_text import read_text
from layers.base import World, derived


def sifted(world: World, scenario: Scenario) -> Sifted:
    """What of a scenario can be made on the bodies of a world; one without changes asks for no counties."""
    return sift(world["bodies"], scenario, county_locator(world)) if scenario.changes else Sifted(scenario)


def county_locator(world: World) -> Locator:
    """Which county a point is in; built once for a world, and only when somebody asks."""
    return derived(_county_locator, world)


def _county_locator(world: World) -> Locator:
    return Locator(world["counties"])


@dataclass(frozen=True)
class ReadScenario:
    """The scenario of a question: what can be made of it, and a sentence for each change that cannot."""

    found: Sifted
    not_applied: tuple[str, ...] = ()


def scenario_of(atlas: Atlas, question: Question) -> ReadScenario:
    """The scenario of a question on these data. A link is cleaned when it is read; a question made by hand, or kept
    while the data changed, may hold changes that cannot be made.
    """
    return atlas.memo.once("scenario", question.scenario, lambda: _scenario_of(atlas, question.scenario))


def _scenario_of(atlas: Atlas, text: str) -> ReadScenario:
    read, broken = read_text(text)
    found = sifted(atlas.world, read)
    told = [f"{part}: {why}" for part, why in broken] + [each.fault.sentence for each in found.refused]
    return ReadScenario(found, tuple(told))

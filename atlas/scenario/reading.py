"""The scenario of a question on the data: what can be made of it, and a sentence for what cannot."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.atlas import Atlas
from atlas.faults import told_of
from atlas.question.question import Question
from data.told import Told
from geo.locate import Locator
from geo.scenario import Scenario, Sifted, sift
from geo.scenario_text import read_parts
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
    left_out: tuple[Told, ...] = ()

    @property
    def not_applied(self) -> tuple[str, ...]:
        """The sentences in English, as files and programs are told."""
        return tuple(map(str, self.left_out))


def scenario_of(atlas: Atlas, question: Question) -> ReadScenario:
    """The scenario of a question on these data. A link is cleaned when it is read; a question made by hand, or kept
    while the data changed, may hold changes that cannot be made.
    """
    return atlas.memo.once("scenario", question.scenario, lambda: _scenario_of(atlas, question.scenario))


def _scenario_of(atlas: Atlas, text: str) -> ReadScenario:
    read, broken = read_parts(text)
    found = sifted(atlas.world, read)
    told = [Told("{part}: {why}", {"part": part, "why": told_of(why)}) for part, why in broken]
    told += [told_of(each.fault) for each in found.refused]
    return ReadScenario(found, tuple(told))

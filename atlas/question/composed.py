"""Parameters that are a small language of their own: layers, the changes of a scenario, the form of the siting page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from atlas.question.choices import Choices
from atlas.question.parameters import NONE, Reading, SoFar, known_as, one_of, parts_of
from geo.scenario import Add
from geo.scenario_text import change_text, read_text, to_text


@dataclass(frozen=True)
class Layers:
    """Layers in the order in which they are drawn; of those that colour the land only the last."""

    several: ClassVar[bool] = True

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """The known ones; the usual ones when none is, unless no layer at all was asked for."""
        drawn, unknown = _told_apart(parts_of(given), choices)
        if unknown and not drawn and NONE not in parts_of(given):
            drawn = list(usual)
        shown = one_shading(drawn, choices)
        both = [each for each in drawn if each in choices.exclusive] if len(shown) < len(drawn) else []
        return Reading(tuple(shown), tuple(filter(None, (" ".join(unknown), " ".join(both)))))

    def write(self, value: Any) -> str:
        """The ids with spaces between."""
        return " ".join(value) or NONE

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """The layers there are."""
        return one_of(choices.layers)


def one_shading(on: Sequence[str], choices: Choices, before: Sequence[str] = ()) -> list[str]:
    """The layers that are on, of those that colour the land one: the last that was not on before, else the last."""
    shadings = [each for each in on if each in choices.exclusive]
    kept = ([each for each in shadings if each not in before] or shadings)[-1:]
    return [each for each in on if each not in shadings or each in kept]


def _told_apart(asked: Sequence[str], choices: Choices) -> tuple[list[str], list[str]]:
    """The known layers in the order in which they are drawn, and what names none; "none" by itself is no fault."""
    found = {each: known_as(each, choices.layers) for each in asked}
    drawn = [each for each in choices.layers if each in found.values()]
    return drawn, [each for each in asked if found[each] is None and (each != NONE or drawn)]


@dataclass(frozen=True)
class Changes:
    """The changes of a scenario as the line of geo.scenario_text."""

    several: ClassVar[bool] = False

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """The changes that can be read and made, as their canonical line."""
        scenario, broken = read_text(given)
        found = choices.sift(scenario)
        refused = (change_text(each.change) for each in found.refused)
        return Reading(to_text(found.usable), (*(part for part, _ in broken), *refused))

    def write(self, value: Any) -> str:
        """The line itself."""
        return str(value)

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """Where its grammar stands."""
        return "changes that can be made: add, move, close or status"


@dataclass(frozen=True)
class Form:
    """The question of the siting page as the text of atlas.siting.question."""

    several: ClassVar[bool] = False

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """The parts that can be used, as their canonical text."""
        question, unusable = choices.siting.read(given)
        return Reading(choices.siting.write(question), (" ".join(unusable),) if unusable else ())

    def write(self, value: Any) -> str:
        """The text itself."""
        return str(value)

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """Its shape."""
        return "parts such as question:most p:3"


def added_ids(scenario: str) -> frozenset[str]:
    """Ids of the bodies that a scenario adds: the map can select them, though no file holds them."""
    return frozenset(each.id for each in read_text(scenario)[0].changes if isinstance(each, Add))

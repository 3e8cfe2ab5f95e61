"""What a part of a question is when nothing is said, where that takes a function."""

from __future__ import annotations

from atlas.question.choices import ALL, PROVINCE, SITING, Choices
from atlas.question.parameters import SoFar


def periods_of(choices: Choices, so_far: SoFar) -> list[str]:
    """The years of the indicator asked about."""
    return list(choices.indicators.get(so_far["indicator"], ()))


def usual_period(choices: Choices, so_far: SoFar) -> str:
    """The usual year of an indicator: the plan's, or its latest."""
    periods = periods_of(choices, so_far)
    usual = choices.default_period
    return usual if usual in periods or not choices.indicators else (periods[-1] if periods else "")


def nothing(_choices: Choices, _so_far: SoFar) -> str:
    """No choice."""
    return ""


def none(_choices: Choices, _so_far: SoFar) -> tuple[str, ...]:
    """None of several."""
    return ()


def nobody(_choices: Choices, _so_far: SoFar) -> None:
    """No other question."""
    return


def no(_choices: Choices, _so_far: SoFar) -> bool:
    """Not said."""
    return False


def briefs_of(choices: Choices, _so_far: SoFar) -> list[str]:
    """The briefs that can be asked for."""
    return [PROVINCE, *choices.prefectures, SITING, ALL]


def province(_choices: Choices, _so_far: SoFar) -> str:
    """The whole province."""
    return PROVINCE

"""The defaults of the application (data/atlas.toml): what is used where neither plan nor reader says otherwise.

They are read once, at start, because the questions themselves are declared with them; a running atlas refuses data that
come with other ones until it is started again, so that one data version never stands for two sets of numbers.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from data.errors import DataError
from data.rule_types import Day, Id, Number, Share, Table, Text, read_whole
from geo.detours import Detours
from geo.errors import BadValueError

ROOT = Path(__file__).parent
FILE = "atlas.toml"


class Compared(Table):
    """What the detour was found to be off, beside every road figure."""

    note_zh: Text
    note_en: Text


class ByDistance(Compared):
    """Factors from straight line to road by straight distance, and where they are from."""

    straight_km: Annotated[list[Number], Field(min_length=1)]
    factors: list[Number]

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        try:
            _ = self.detours
        except BadValueError as error:
            raise ValueError(str(error)) from error
        return self

    @property
    def detours(self) -> Detours:
        """As geo reckons with them."""
        return Detours(tuple(map(float, self.straight_km)), tuple(map(float, self.factors)))


class Defaults(Table):
    """data/atlas.toml. detour: estimated road over straight line, by_distance another way to estimate; radii in
    kilometres of estimated road.
    """

    plan: Id
    first_day: Day
    detour: Annotated[float, Field(ge=1, le=3)]
    detour_compared: Compared
    by_distance: ByDistance
    usual_radius_km: Annotated[int, Field(gt=0)]
    smallest_radius_km: Annotated[int, Field(gt=0)]
    largest_radius_km: Annotated[int, Field(gt=0)]
    first_sites: Annotated[int, Field(gt=0, le=60)]
    residents_share: Share

    @model_validator(mode="after")
    def _radii_in_order(self) -> Self:
        if not self.smallest_radius_km <= self.usual_radius_km <= self.largest_radius_km:
            raise ValueError("usual_radius_km: expected a radius from the smallest to the largest")
        return self


def read_defaults(root: Path = ROOT) -> Defaults:
    """The defaults as the file has them now. Raises MissingSetError, and one DataError with a sentence a fault."""
    return read_whole(Defaults, root / FILE)


@cache
def defaults() -> Defaults:
    """The defaults this process started with. Errors as in `read_defaults`."""
    return read_defaults()


def need_same_defaults(root: Path = ROOT) -> None:
    """Raise DataError when the file has other defaults than this process started with."""
    if read_defaults(root) != defaults():
        raise DataError(f"{root / FILE}: changed since the start; other defaults need a new start")

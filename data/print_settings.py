"""What an office says of its paper, in one small file of its own (TOML): the number of its reviewed map, its fonts.

    fonts = "/srv/fonts"

    [map_number]
    number = "…"
    granted = "2026-03-01"
    until = "2027-02-28"
    plans = ["14-5"]
    pages = ["overview"]
    layers = ["neighbours", "prefectures", "coverage"]

A number belongs to one reviewed map. So it says for which plans, pages and layers it was granted, and from which day to
which it holds; on every other map the usual words stand. Without a file there is no number.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from data.errors import DataError
from data.rule_types import Day, Id, Table, Text, read_whole

LONGEST_NUMBER = 60


def _number(text: str) -> str:
    if len(text) > LONGEST_NUMBER or not text.isprintable() or set(text) & set("<>"):
        raise ValueError(f"expected a number of at most {LONGEST_NUMBER} characters without < and >")
    return text


class MapNumber(Table):
    """[map_number]: the number granted to a map of ours, and all it was granted for."""

    number: Annotated[Text, AfterValidator(_number)]
    granted: Day
    until: Day
    plans: Annotated[list[Id], Field(min_length=1)]
    pages: Annotated[list[Id], Field(min_length=1)]
    layers: Annotated[list[Id], Field(min_length=1)]

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.granted > self.until:
            raise ValueError("until: expected a day after the one it was granted on")
        return self

    def holds(self, *, plan: str, page: str, layers: Collection[str], today: date) -> bool:
        """Whether a map was reviewed: its plan, its page, every layer it draws, at this day."""
        named = plan in self.plans and page in self.pages and set(layers) <= set(self.layers)
        return named and self.granted <= today.isoformat() <= self.until


class PrintSettings(Table):
    """The whole file."""

    fonts: Text | None = None
    map_number: MapNumber | None = None

    @property
    def font_folder(self) -> Path | None:
        """The folder of the office's fonts, None for ours alone."""
        return None if self.fonts is None else Path(self.fonts)


def read_print_settings(path: Path | None) -> PrintSettings:
    """What a file says; without one, nothing. Raises MissingSetError, and one DataError with a sentence a fault."""
    if path is None:
        return PrintSettings()
    found = read_whole(PrintSettings, path)
    if found.font_folder is not None and not found.font_folder.is_dir():
        raise DataError(f"{path}: fonts: expected a folder, found none at {found.font_folder}")
    return found

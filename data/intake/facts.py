"""What a person's table is held against: units and their outlines, former codes, records, indicators, targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Protocol

from data.intake.kinds import declared
from geo.typed import folded

LIKE = 0.5


class Datasets(Protocol):
    """Frames by the id of their dataset."""

    def __getitem__(self, dataset: str, /) -> Any:
        """A frame."""


@dataclass(frozen=True, eq=False)
class Facts:
    """frames  datasets by id;  indicators, targets  as their catalogues declare them;  sources  by id"""

    frames: Datasets
    indicators: Sequence[Mapping[str, Any]] = ()
    targets: Sequence[Mapping[str, Any]] = ()
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @cached_property
    def prefectures(self) -> dict[str, str]:
        """Adcode -> Chinese name."""
        return _pairs(self.frames["prefectures"], "name_zh")

    @cached_property
    def counties(self) -> dict[str, str]:
        """Adcode -> Chinese name."""
        return _pairs(self.frames["counties"], "name_zh")

    @cached_property
    def parent(self) -> dict[str, str]:
        """Adcode of a county -> that of its prefecture."""
        return _pairs(self.frames["counties"], "prefecture")

    @cached_property
    def prefecture_names(self) -> dict[str, list[str]]:
        """Every way to write a prefecture -> its adcode, in a list."""
        table = self.frames["prefectures"]
        return _spoken(table, ("name_zh", "short_zh", "name_en"))

    @cached_property
    def county_names(self) -> dict[str, list[str]]:
        """Every way to write a county -> adcodes of all that are called so."""
        return _spoken(self.frames["counties"], ("name_zh", "name_en"))

    @cached_property
    def indicator_regions(self) -> dict[str, str]:
        """Prefectures, and the code under which the indicators hold their sum -> name, "" for that."""
        return dict.fromkeys(self.frames["prefecture_indicators"]["prefecture"], "") | self.prefectures

    @cached_property
    def indicator_values(self) -> dict[tuple[str, str], list[tuple[int, float]]]:
        """Indicator and prefecture -> year and value of all that is known and believed of it."""
        known = self.frames["prefecture_indicators"]
        found: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for row in known[(known["evidence"] != "C") & known["value"].notna()].to_dict("records"):
            value = int(row["period"]), float(row["value"])
            found.setdefault((row["indicator"], row["prefecture"]), []).append(value)
        return found

    @cached_property
    def former(self) -> dict[str, dict[str, Any]]:
        """Code out of use, and its name -> the row of it."""
        rows = self.frames["former_codes"].to_dict("records")
        return {key: row for row in rows for key in (row["adcode"], row["name_zh"])}

    @cached_property
    def indicator_names(self) -> dict[str, str]:
        """Id and Chinese title of every indicator -> its id."""
        return {name: each["id"] for each in self.indicators for name in (each["id"], each["title_zh"])}

    @cached_property
    def target_names(self) -> dict[str, str]:
        """Id and item of every target -> its id; the first where an item comes twice."""
        names = {each["id"]: each["id"] for each in self.targets}
        for each in self.targets:
            names.setdefault(each["item_zh"], each["id"])
        return names

    def name_of(self, adcode: str) -> str:
        """A unit as a sentence names it."""
        return f"{self.prefectures.get(adcode) or self.counties.get(adcode, '')} {adcode}".strip()


def nearest(word: str, known: Mapping[str, Any] | Sequence[str]) -> str:
    """The known word that is most like one that is not known; "" when none is."""
    return next(iter(get_close_matches(folded(word), list(known), n=1, cutoff=LIKE)), "")


def _pairs(table: Any, column: str) -> dict[str, str]:
    return dict(zip(table["adcode"], table[column], strict=True))


def _spoken(table: Any, columns: Sequence[str]) -> dict[str, list[str]]:
    """Names, and names without their endings, in small letters -> adcodes."""
    found: dict[str, list[str]] = {}
    endings = sorted(declared().speech.name_endings, key=len, reverse=True)
    for row in table.to_dict("records"):
        names = {str(row[each]).casefold() for each in columns}
        bare = {next((name.removesuffix(end) for end in endings if name.endswith(end)), name) for name in names}
        for each in names | {name for name in bare if len(name) > 1}:
            found.setdefault(each, []).append(row["adcode"])
    return found

"""The question that the siting page asks, as its form holds it and as a link carries it: one short readable text.

Radius, kinds, industry, date and borders are those of the whole question (`atlas.question`). What a reader loaded from
a file (candidates, weights) is in no link; the form only says that it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any

from geo import typed
from geo.typed import folded

QUESTIONS = ("most", "rule", "all", "frontier")
AIMS = ("lscp", "p-median", "p-center")
SETS = ("counties", "places", "own")
LIMITS_S = (10, 30, 60, 180)
MOST_SITES = 60
MOST_IN_REGION = 99
# What parts of the text are told apart by cannot be in an id; nor what a page could mistake for its own.
ID = re.compile(r"[^\s,:=<>&\"']{1,40}")


@dataclass(frozen=True)
class SiteForm:
    """What is asked.

    question  most (p centres, most residents) | rule (fewest by the plan's rule) | all (everybody, least mean or least
              worst distance: `aim`) | frontier (what each further centre buys)
    p, most   new centres; the frontier goes up to `most`;  k, share  prefectures, and per cent of their residents
    floors    zone -> prefectures;  sites  candidates;  lock, ban  ids;  least, up_to  prefecture -> new centres
    fair, fair_share  regions of which so many per cent must be in reach;  own_weights  a loaded table, not residents
    limit_s   seconds
    """

    question: str = "rule"
    aim: str = "lscp"
    p: int = 3
    most: int = 12
    k: int = 1
    share: int = 100
    floors: Mapping[str, int] = field(default_factory=dict)
    sites: str = "counties"
    lock: tuple[str, ...] = ()
    ban: tuple[str, ...] = ()
    least: Mapping[str, int] = field(default_factory=dict)
    up_to: Mapping[str, int] = field(default_factory=dict)
    fair: tuple[str, ...] = ()
    fair_share: int = 50
    own_weights: bool = False
    limit_s: int = 30

    def with_changes(self, **changes: Any) -> SiteForm:
        """The same question with some parts replaced."""
        return replace(self, **changes)

    @property
    def problem(self) -> str:
        """The problem as `atlas.siting.ground` names it."""
        return {"most": "mclp", "rule": "rule", "all": self.aim, "frontier": "mclp"}[self.question]

    @property
    def fraction(self) -> Fraction:
        """The share of residents, exactly."""
        return Fraction(self.share, 100)


def to_text(form: SiteForm, usual: SiteForm) -> str:
    """What differs from the usual form, as `name:value` with spaces between; "" when nothing does."""
    parts = []
    for each in fields(SiteForm):
        value = getattr(form, each.name)
        if value != getattr(usual, each.name):
            parts.append(f"{each.name.replace('_', '-')}:{_written(value)}")
    return " ".join(parts)


def from_text(text: str, usual: SiteForm, regions: Collection[str]) -> tuple[SiteForm, list[str]]:
    """The form that a text asks for, and the parts that could not be used. regions  zones and prefectures there are"""
    form, unusable = usual, list[str]()
    for part in text.split():
        name, _, value = part.partition(":")
        read = _READ.get(name.replace("-", "_"))
        try:
            if read is None:
                raise ValueError(part)
            form = replace(form, **{name.replace("-", "_"): read(value, regions)})
        except ValueError:
            unusable.append(part)
    return form, unusable


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ",".join(f"{name}={number}" for name, number in sorted(value.items())) or "none"
    return ",".join(value) or "none" if isinstance(value, tuple) else str(value)


def _one_of(allowed: Collection[Any]) -> Callable[[str, Collection[str]], Any]:
    told = {str(each): each for each in allowed}

    def read(value: str, _regions: Collection[str]) -> Any:
        if value not in told:
            raise ValueError(value)
        return told[value]

    return read


def _whole(least: int, most: int) -> Callable[[str, Collection[str]], int]:
    def read(value: str, _regions: Collection[str]) -> int:
        return typed.whole(value, least, most)

    return read


def _ids(value: str, _regions: Collection[str]) -> tuple[str, ...]:
    found = () if value == "none" else tuple(dict.fromkeys(folded(value).split(",")))
    if not all(ID.fullmatch(each) for each in found):
        raise ValueError(value)
    return found


def _regions(value: str, regions: Collection[str]) -> tuple[str, ...]:
    found = _ids(value, regions)
    if not set(found) <= set(regions):
        raise ValueError(value)
    return found


def _numbers(value: str, regions: Collection[str]) -> dict[str, int]:
    pairs = [] if value == "none" else [each.partition("=") for each in folded(value).split(",")]
    found = {name: typed.whole(number, most=MOST_IN_REGION) for name, _, number in pairs}
    if not set(found) <= set(regions) or len(found) < len(pairs):
        raise ValueError(value)
    return found


def _yes_or_no(value: str, _regions: Collection[str]) -> bool:
    return bool(_one_of(("yes", "no"))(value, ()) == "yes")


_READ: Mapping[str, Callable[[str, Collection[str]], Any]] = {
    "question": _one_of(QUESTIONS),
    "aim": _one_of(AIMS),
    "p": _whole(1, MOST_SITES),
    "most": _whole(2, MOST_SITES),
    "k": _whole(1, 99),
    "share": _whole(1, 100),
    "floors": _numbers,
    "sites": _one_of(SETS),
    "lock": _ids,
    "ban": _ids,
    "least": _numbers,
    "up_to": _numbers,
    "fair": _regions,
    "fair_share": _whole(1, 100),
    "own_weights": _yes_or_no,
    "limit_s": _one_of(LIMITS_S),
}

"""What an address says beside the question: language, plan, data version, and where the map is."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from atlas.question.parameters import Problem
from atlas.question.question import NAMES_ASKED
from geo.typed import folded

LANGUAGES = ("zh", "en")
# The data as shipped, and perhaps a release of corrections over them.
VERSION = re.compile(r"[0-9a-f]{12}(-r[0-9]{1,9}-[0-9a-f]{8})?")
OWN_MARK = re.compile(r"[0-9a-f]{8}")
WESTMOST, EASTMOST, SOUTHMOST, NORTHMOST = 105.0, 122.0, 15.0, 30.0
FARTHEST, CLOSEST = 4.0, 19.0


@dataclass(frozen=True)
class Address:
    """The surroundings of a question.

    data  the data version a link was made with, "" when it does not say
    view  where the map is, "zoom_lat_lon"; "" is the whole province
    own   the mark of a session's own tables that the answer stood on, "" for none; the tables are in no link
    """

    plan: str
    language: str = LANGUAGES[0]
    data: str = ""
    view: str = ""
    own: str = ""


def said_once(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, str], list[Problem]]:
    """What a link says, each name once, and a problem for each known name that it says in two ways: the last is used.

    pairs  names and values in the order of the link; a name without a value says nothing
    """
    every: dict[str, list[str]] = {}
    for name, value in pairs:
        every.setdefault(name, []).extend([value] if value else [])
    said = {name: (values or [""])[-1] for name, values in every.items()}
    return said, [
        Problem(name, next(each for each in values if each != values[-1]), values[-1], repeated=True)
        for name, values in every.items()
        if len(set(values)) > 1 and name in NAMES_ASKED | NAMES
    ]


def read_address(params: Mapping[str, str], plans: Sequence[str], usual_plan: str) -> tuple[Address, list[Problem]]:
    """What a link says beside its question, and a problem for each part that cannot be used or is not known at all.

    plans  ids of the plans that can be shown
    """
    problems = [Problem(name, params[name], "") for name in params if name not in NAMES_ASKED | NAMES]

    def take(name: str, usable: Callable[[str], object], usual: str) -> str:
        given = params.get(name, "")
        found = next((each for each in (given, folded(given)) if given and usable(each)), None)
        if given and found is None:
            problems.append(Problem(name, given, usual))
        return usual if found is None else found

    address = Address(
        plan=take("plan", plans.__contains__, usual_plan),
        language=take("lang", LANGUAGES.__contains__, LANGUAGES[0]),
        data=take("data", VERSION.fullmatch, ""),
        view=take("view", is_view, ""),
        own=take("own", OWN_MARK.fullmatch, ""),
    )
    return address, problems


def params_of(address: Address, usual_plan: str) -> dict[str, str]:
    """The shortest parameters for language and plan. Data version and view go with every link, see ui.session.link."""
    found = {"plan": address.plan, "lang": address.language}
    usual = {"plan": usual_plan, "lang": LANGUAGES[0]}
    return {name: value for name, value in found.items() if value != usual[name]}


def without_view(params: Mapping[str, str]) -> dict[str, str]:
    """The parameters that ask something: moving the map is no question, and the browser writes it by itself."""
    return {name: value for name, value in params.items() if name != "view"}


def is_view(text: str) -> bool:
    """Whether a text is "zoom_lat_lon" with a place on this map, in plain digits: the browser reads it by itself."""
    try:
        zoom, north, east = map(float, text.split("_"))
    except ValueError:
        return False
    inside = text.isascii() and SOUTHMOST <= north <= NORTHMOST and WESTMOST <= east <= EASTMOST
    return inside and FARTHEST <= zoom <= CLOSEST and not math.isnan(zoom)


NAMES = frozenset({"plan", "lang", "data", "view", "own"})

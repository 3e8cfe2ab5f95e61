"""Bodies that no file of the map holds, of a scenario or of a session's own tables: where they are drawn, and as what.
They travel with the state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Look = Literal["assumed", "moved", "closed", "own"]
DECIMALS = 5


@dataclass(frozen=True)
class Extra:
    """One mark. WGS-84 degrees; `was` is where a moved body stands in the data, if anywhere.

    look   assumed: new, or drawn only under the scenario; moved: stands elsewhere; closed: drawn, but no body any more,
           so in no count and no table; own: a record of a session's own table, new or in place of a released one
    kind   of the body: the layer of the kind draws it;  ring  whether it counts as in reach
    details  as layers.bodies.details gives them
    """

    id: str
    kind: str
    layer: str
    look: Look
    name: str
    prefecture: str
    lon: float
    lat: float
    was: tuple[float, float] | None = None
    ring: bool = False
    details: tuple[tuple[str, str], ...] = ()


def as_message(extras: Mapping[str, Extra], say: Callable[[str], str]) -> list[dict[str, Any]]:
    """The marks as the browser gets them (atlas.js, setState); a handful is a kilobyte or two."""
    return [
        {
            "id": each.id,
            "layer": each.layer,
            "name": each.name,
            "p": each.prefecture,
            "lon": round(each.lon, DECIMALS),
            "lat": round(each.lat, DECIMALS),
            "class": each.look,
            "details": [[say(label), say(text[1:]) if text.startswith("=") else text] for label, text in each.details],
        }
        | ({"was": [round(degrees, DECIMALS) for degrees in each.was]} if each.was else {})
        | ({"ring": True} if each.ring else {})
        for each in extras.values()
    ]


def supposed(extras: Mapping[str, Extra]) -> dict[str, Extra]:
    """Those that are only supposed, so no records."""
    return {body: each for body, each in extras.items() if each.look != "own"}


def standing(extras: Mapping[str, Extra], kind: str = "") -> dict[str, Look]:
    """Id -> look of those that are bodies, of one kind or of all: what layers count."""
    return {
        body: each.look for body, each in extras.items() if each.look != "closed" and (not kind or each.kind == kind)
    }

"""A matrix of travel drawn by chance, as a file and as it is loaded."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from math import inf
from typing import Any

from atlas.question.question import Question
from atlas.travel import Travel, known, travel
from tests.worlds import rows, usual_question

BODIES = [row["id"] for row in rows("bodies") if row["lon"]]
PARKS = [row["id"] for row in rows("candidate_sites")]


@cache
def costs(unit: str, *, parks: bool = False, sites: bool = False) -> Mapping[tuple[str, str], float]:
    """A number of tenths, or no way, from each place to each body; no body knows its last place.

    parks  as places too;  sites  as columns too, and the last place: all that siting among them asks for
    """
    chance = random.Random(f"20261127 {unit}")
    places = [row["id"] for row in rows("demand_points")]
    places = places if sites else places[:-1] + (PARKS if parks else [])
    return {
        (place, body): inf if chance.random() < 0.05 else chance.randint(10, 3000) / 10
        for place in places
        for body in (*BODIES[1:], *(PARKS if sites else ()))
    }


@cache
def text(unit: str, *, parks: bool = False, sites: bool = False) -> str:
    """The file of those numbers."""
    told = costs(unit, parks=parks, sites=sites)
    bodies = [*BODIES[1:], *(PARKS if sites else ())]
    lines = [f"id,{','.join(bodies)}", f"#unit,{unit}", "#source,某测绘院", "#date,2026-10-31", "#licence,内部使用"]
    lines.append("#method,free flow")
    for place in dict.fromkeys(place for place, _ in told):
        cells = (told[place, body] for body in bodies)
        lines.append(f"{place},{','.join('' if cell == inf else f'{cell}' for cell in cells)}")
    return "\n".join(lines)


@cache
def loaded(unit: str, *, parks: bool = False) -> Travel:
    return known(travel(text(unit, parks=parks).encode(), "mine.csv"))


def asked(unit: str, *, parks: bool = False, **changes: Any) -> Question:
    return usual_question(distance=loaded(unit, parks=parks).id, **changes)

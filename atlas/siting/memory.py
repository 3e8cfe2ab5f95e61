"""How much memory a search will take, before it starts: from the numbers of places and candidates alone.

Next to the matrix of costs all else is little: each problem holds it, and what it makes of it, so many times at its
worst moment. Measured by tests/atlas/siting/test_memory.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from atlas.atlas import Atlas
from atlas.siting.ground import Loaded, candidates_of
from atlas.siting.question import PLACES, SitingQuestion
from atlas.words import Say
from data.limits import SEARCH_MEMORY

CELL = 8
# What every search takes, however small: tables, words, the solver.
LEAST = 25_000_000
# How many matrices of costs a problem is worth at its worst moment.
MATRICES: Mapping[str, float] = {"mclp": 6, "rule": 6, "lscp": 6, "p-median": 11, "p-center": 11}


def bytes_of(problem: str, places: int, candidates: int) -> int:
    """About the most memory that a search of this size takes, in bytes, beside the program itself."""
    return int(LEAST + MATRICES[problem] * places * candidates * CELL)


def fitting(problem: str, places: int, most: int) -> int:
    """How many candidates fit into `most` bytes."""
    return max(0, int((most - LEAST) / (MATRICES[problem] * max(places, 1) * CELL)))


def too_large(atlas: Atlas, siting: SitingQuestion, loaded: Loaded, say: Say) -> str:
    """The sentence that refuses a search which would take too much memory, with what would fit; "" where it fits."""
    counties, places = len(atlas.world["county_seats"]), len(atlas.world["demand_points"])
    rows = places if siting.demand == PLACES else counties
    candidates = len(candidates_of(atlas, siting, loaded))
    needed = bytes_of(siting.problem, rows, candidates)
    if needed <= SEARCH_MEMORY.most:
        return ""
    fit = fitting(siting.problem, rows, SEARCH_MEMORY.most)
    by_county = bytes_of(siting.problem, counties, candidates) <= SEARCH_MEMORY.most
    if siting.demand == PLACES and by_county:
        advice = say("take at most {n} candidates, or count residents by county").format(n=fit)
    else:
        advice = say("take at most {n} candidates").format(n=fit)
    text = say(SEARCH_MEMORY.sentence)
    return text.format(needed=f"{needed // 1_000_000:,} MB", most=SEARCH_MEMORY.told, advice=advice)

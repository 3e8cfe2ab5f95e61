"""What a person types for a question of siting, turned into one; every fault in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from atlas.atlas import Atlas, siting_choices
from atlas.siting import tables
from atlas.siting.ground import Loaded
from atlas.siting.question import SETS, SitingQuestion, question_of
from geo import typed
from geo.checks import quoted
from geo.typed import folded

Value = TypeVar("Value")
# The problems that an option says something to, where these are not all of them.
FITS: Mapping[str, tuple[str, ...]] = {
    "p": ("mclp", "p-median", "p-center"),
    "k": ("rule",),
    "theta": ("rule",),
    "zone_floor": ("rule",),
    "equity": ("mclp",),
    "radius": ("mclp", "lscp"),
    # The plan's rule speaks of residents.
    "weight": ("mclp", "lscp", "p-median", "p-center"),
    "demand_file": ("mclp", "lscp", "p-median", "p-center"),
}
# The options of a question on plain numbers.
OF_NUMBERS = ("json", "problem", "matrix", "weights", "p", "radius", "lock", "ban", "time_limit")


def pairs(given: Sequence[str], what: str, read: Callable[[str], Value]) -> dict[str, Value]:
    """`["north=3"]` as {"north": 3}. Raises ValueError naming what could not be read, or a name given twice."""
    found: dict[str, Value] = {}
    for each in given:
        name, equals, text = folded(each).partition("=")
        try:
            if not equals or not name:
                raise ValueError(each)
            value = read(text)
        except ValueError:
            raise ValueError(f"expected {what}, got {quoted(each)}") from None
        if name in found:
            raise ValueError(f"expected {name} once, got it again in {quoted(each)}")
        found[name] = value
    return found


def share(text: str) -> Fraction:
    """`0.8`, `80%` or `4/5`, exactly. Raises ValueError for anything that is no share from 0 to 1."""
    return typed.share(text)


def bounds(text: str) -> tuple[int, int | None]:
    """`0:2`, at least none and at most two; `1:` has no upper limit."""
    least, colon, most = text.partition(":")
    if not colon:
        raise ValueError(text)
    low, high = typed.whole(least or "0"), typed.whole(most) if most else None
    if high is not None and high < low:
        raise ValueError(text)
    return low, high


def question_and_tables(atlas: Atlas, given: Mapping[str, Any]) -> tuple[SitingQuestion, Loaded]:
    """The question of siting that was typed, and the tables that go with it.

    given  by name what the command line takes: problem, p, k, theta, zone_floor, quota, equity, candidates, demand,
    weights, lock, ban, time_limit. Raises ValueError with one sentence.
    """
    own = tables.candidates_file(Path(given["candidates"])) if given["candidates"] not in SETS else None
    weights = tables.weights_file(given["weights"]) if given["weights"] else None
    siting = question_of(
        given["problem"],
        siting_choices(atlas).usual,
        p=given["p"],
        k=given["k"],
        share=share(given["theta"]) if given["theta"] else None,
        floors=pairs(given["zone_floor"], "a floor such as north=3", typed.whole),
        quotas=pairs(given["quota"], "a quota such as 441500=0:1", bounds),
        fair=pairs(given["equity"], "an equity floor such as north=0.5", share),
        sites="own" if own else given["candidates"],
        demand=given["demand"],
        own_weights=bool(given["weights"]),
        lock=tuple(map(folded, given["lock"])),
        ban=tuple(map(folded, given["ban"])),
        limit_s=given["time_limit"],
    )
    loaded = Loaded(
        candidates=own.value if own else None,
        candidates_notes=own.notes if own else (),
        weights=weights.value if weights else {},
        weights_notes=weights.notes if weights else (),
    )
    return siting, loaded


def need_fitting(problem: str, given: Collection[str], *, matrix: bool) -> None:
    """Raise ValueError for what was typed but says nothing to a problem: it would be left out in silence.

    given  names of what was typed;  matrix  whether the question is on plain numbers instead of places
    """
    idle = [each for each in given if problem not in FITS.get(each, (problem,)) or (matrix and each not in OF_NUMBERS)]
    if {"weight", "weights"} <= set(given):
        raise ValueError("expected --weight or --weights, not both: a loaded table takes the place of any weight")
    if idle:
        where = f"{problem} with --matrix" if matrix else problem
        raise ValueError(f"--{min(idle).replace('_', '-')} says nothing to {where}; leave it out")


def need_count(problem: str, p: int | None) -> None:
    """Raise ValueError where a problem needs a number of sites and has none, or fewer than one."""
    if problem in ("mclp", "p-median", "p-center") and p is None:
        raise ValueError(f"expected --p, the number of new sites, for {problem}")
    if p is not None and p < 1:
        raise ValueError(f"expected --p of 1 or more new sites, got {p}")

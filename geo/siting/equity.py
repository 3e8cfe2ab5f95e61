"""Why equity floors cannot be met together, and the smallest way out.

As geo.siting.conflict does for the rule: which floors contradict each other, each needed for the contradiction, how far
each can go by itself, and the floors that give up least in all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from geo.siting.clock import Clock
from geo.siting.cover import cover_most
from geo.siting.task import Floor, ImpossibleError, Task
from geo.siting.units import NEAR

FINEST = 1000


@dataclass(frozen=True)
class FloorConflict:
    """together    names of the floors that contradict each other, none of them to spare
    attainable  the largest share of each by itself;  relaxed  what to lower, and to what: floors not named stay
    """

    together: tuple[str, ...]
    asked: Mapping[str, Fraction]
    attainable: Mapping[str, Fraction]
    relaxed: Mapping[str, Fraction]


def explain_floors(
    task: Task, p: int, radius: float, floors: Sequence[Floor], clock: Clock | None = None
) -> FloorConflict | None:
    """Why no `p` sites meet these floors; None when some do.

    The way out lowers one floor, the one that then gives up least; only where none alone is enough it lowers several.
    Shares are in tenths of a percent, rounded down so that they can be met.
    Raises ImpossibleError when there is no choice even without floors, NoAnswerError when the time runs out.
    """
    clock = clock or Clock()
    cover_most(task, p, radius, clock=clock)
    if _possible(task, p, radius, floors, clock):
        return None
    together = _contradicting(task, p, radius, floors, clock)
    asked = {floor.name: floor.share for floor in together}
    attainable = {floor.name: _largest(task, p, radius, floor, (), clock) for floor in together}
    alone = _enough_alone(task, p, radius, floors, together, clock)
    if not alone:
        return FloorConflict(tuple(asked), asked, attainable, _one_by_one(task, p, radius, floors, clock))
    least = min(alone, key=lambda name: asked[name] - alone[name])
    return FloorConflict(tuple(asked), asked, attainable, {least: alone[least]})


def _contradicting(task: Task, p: int, radius: float, floors: Sequence[Floor], clock: Clock) -> list[Floor]:
    """Floors that cannot be met together, though they can without any one of them."""
    together = list(floors)
    for floor in floors:
        fewer = _without(together, floor)
        if not _possible(task, p, radius, fewer, clock):
            together = fewer
    return together


def _enough_alone(
    task: Task, p: int, radius: float, floors: Sequence[Floor], together: Sequence[Floor], clock: Clock
) -> dict[str, Fraction]:
    """Those of which one need only be lowered for all others to hold as they are, and to what."""
    found = {}
    for floor in together:
        others = _without(floors, floor)
        if _possible(task, p, radius, others, clock):
            found[floor.name] = _largest(task, p, radius, floor, others, clock)
    return found


def _without(floors: Sequence[Floor], floor: Floor) -> list[Floor]:
    return [each for each in floors if each is not floor]


def _one_by_one(task: Task, p: int, radius: float, floors: Sequence[Floor], clock: Clock) -> dict[str, Fraction]:
    """Where lowering one floor is not enough: each as high as those before it allow."""
    kept: list[Floor] = []
    for floor in floors:
        share = min(floor.share, _largest(task, p, radius, floor, kept, clock))
        kept.append(replace(floor, share=share))
    return {each.name: each.share for each, floor in zip(kept, floors, strict=True) if each.share < floor.share}


def _possible(task: Task, p: int, radius: float, floors: Sequence[Floor], clock: Clock) -> bool:
    try:
        cover_most(task, p, radius, floors=floors, worth=np.zeros(task.n), clock=clock)
    except ImpossibleError:
        return False
    return True


def _largest(task: Task, p: int, radius: float, floor: Floor, others: Sequence[Floor], clock: Clock) -> Fraction:
    """The largest share of a floor's weight that `p` sites can reach while the others hold, rounded down."""
    worth = np.zeros(task.n)
    worth[floor.rows] = task.weights[floor.rows]
    if not worth.any():
        return Fraction(1)
    reached = cover_most(task, p, radius, floors=others, worth=worth, clock=clock).objective
    # Eight of ten tenths are 0.8, though adding them up gives 0.7999999999999999.
    return Fraction(math.floor(FINEST * reached / float(worth.sum()) * (1 + NEAR)), FINEST)

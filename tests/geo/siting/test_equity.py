"""Why equity floors cannot be met, against every choice."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from geo.siting import Floor, Task
from geo.siting.equity import explain_floors
from tests.geo.siting import oracle
from tests.geo.siting.worlds import plane

RADIUS = 25.0


def meets(task: Task, sites: tuple[int, ...], floors: list[Floor]) -> bool:
    return all(
        sum(Fraction(task.weights[i]) for i in floor.rows if oracle.nearest(task, i, sites) <= RADIUS)
        >= floor.share * Fraction(task.weights[floor.rows].sum())
        for floor in floors
    )


@pytest.mark.parametrize("seed", range(25))
def test_the_way_out_works_and_the_floors_named_contradict_each_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    task = plane(40, 9, seed)
    groups = np.array_split(rng.permutation(40), 3)
    floors = [
        Floor(name, rows, Fraction(int(rng.integers(3, 10)), 10)) for name, rows in zip("abc", groups, strict=True)
    ]
    choices = oracle.choices(task, 3)
    found = explain_floors(task, 3, RADIUS, floors)
    if found is None:
        assert any(meets(task, sites, floors) for sites in choices)
        return
    conflict = [floor for floor in floors if floor.name in found.together]
    assert not any(meets(task, sites, conflict) for sites in choices)
    for floor in conflict:
        assert any(meets(task, sites, [each for each in conflict if each is not floor]) for sites in choices)
    out = [replace(floor, share=found.relaxed.get(floor.name, floor.share)) for floor in floors]
    assert any(meets(task, sites, out) for sites in choices)
    if len(found.relaxed) == 1:
        (name,) = found.relaxed
        more = [replace(each, share=each.share + Fraction(1, 1000)) if each.name == name else each for each in out]
        assert not any(meets(task, sites, more) for sites in choices)

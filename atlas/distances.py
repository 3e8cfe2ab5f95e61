"""Distances in words, no finer than their ends are known.

People live around the seats of towns, which are known to 3 km; a body may stand 15 km from its point where only its
city is known, 8 km where its district is, 3 km where its town is. One way of writing serves pages, cards, certificates,
sheets and the command line.
"""

from __future__ import annotations

import math

import numpy as np

from atlas.reach import Reached
from atlas.ways import Way
from atlas.words import Say, whole

STEPS_KM = (1, 5, 10)
# How far residents may be from the seat of the town they are counted at.
DEMAND_OFF_KM = 3.0


def step_km(off_km: float) -> int:
    """To how many kilometres a distance is rounded whose less known end may be `off_km` (0 or more) off its point."""
    return next((step for step in STEPS_KM if off_km <= step), STEPS_KM[-1])


def rounded_km(km: float, step: int) -> int:
    """A distance to the nearest step, halves upwards."""
    return math.floor(km / step + 0.5) * step


def distance_text(km: float, off_km: float, say: Say, way: Way | None = None) -> str:
    """A road distance as it prints everywhere: "469.4" with an end known to 3 km is "about 470 km".

    off_km  how far the less known end may be off its point, straight; a distance below the step is only "< 5 km"
    way     how it was counted, where that may be minutes
    """
    step = step_km(off_km)
    less, about, exact = say("< {km} km"), say("about {km} km"), say("{km} km")
    if way is not None:
        less, about, exact = (way.in_unit(text, say) for text in (less, about, exact))
    if km < step:
        return less.format(km=step)
    return (about if step > 1 else exact).format(km=whole(rounded_km(km, step), say))


def number_text(km: float, off_km: float) -> str:
    """The same under a heading that says of what: "470", "< 5"; "" for unknown."""
    if math.isnan(km):
        return ""
    step = step_km(off_km)
    return f"< {step}" if km < step else f"{rounded_km(km, step):,}"


def ends_off_km(reached: Reached) -> dict[str, float]:
    """How far the ends may be off of the mean, median and worst distance to the nearest body, in straight kilometres.

    mean, median  that of the bodies people have nearest, weighted by people;  worst  that of the one body of the worst
    place. Never less than that of the places people live at.
    """
    found = reached.found
    off = dict(zip(reached.bodies["id"], reached.bodies["width_m"].fillna(0.0) / 1000, strict=True))
    metres, people = found.nearest_m.to_numpy(), found.people.to_numpy()
    has = np.isfinite(metres) & (people > 0)
    if not has.any():
        return dict.fromkeys(("mean", "median", "worst"), DEMAND_OFF_KM)
    offs = np.array([off.get(body, 0.0) for body in found.nearest.to_numpy()[has]])
    usual = max(DEMAND_OFF_KM, float(np.average(offs, weights=people[has])))
    return {"mean": usual, "median": usual, "worst": max(DEMAND_OFF_KM, float(offs[np.argmax(metres[has])]))}

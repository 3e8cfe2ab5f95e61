"""How far each place has its nearest body by a loaded matrix, as the map draws it: what its classes mean, in words."""

from __future__ import annotations

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.reach import Reached
from atlas.travel import OWN
from atlas.words import Say
from layers.base import Travelled

RINGS, PLACES = "reach-rings", "travel-places"
# Where classes end, in limits asked for: the limit itself is one, so that two classes are what is in reach.
STEPS = (0.5, 1.0, 1.5)
TEXTS = {
    "near": "at most {km} km (in reach)",
    "within": "over {least} to {km} km (in reach)",
    "beyond": "over {least} to {km} km",
    "far": "over {km} km",
    "no-way": "no body that may serve them, or no way in the matrix",
}


def how_far(distance: str) -> str:
    """The layer that draws how far a body reaches: rings stand for straight lines, places in classes for a matrix."""
    return PLACES if distance.startswith(OWN) else RINGS


def travelled_of(atlas: Atlas, reached: Reached, question: Question, say: Say) -> Travelled | None:
    """The costs of all places with bounds and texts; None where nothing was loaded."""
    way = reached.way
    if way.travel is None:
        return None
    half, whole, beyond = (f"{question.radius_km * step:g}" for step in STEPS)
    ends = {"near": ("", half), "within": (half, whole), "beyond": (whole, beyond), "far": ("", beyond)}
    texts = {}
    for name, text in TEXTS.items():
        least, km = ends.get(name, ("", ""))
        texts[name] = way.in_unit(say(text), say).format(least=least, km=km)
    borders = say("ignoring borders") if question.ignore_borders else say("by jurisdiction")
    title = say("places by way to the nearest body, {borders} · {origin}")
    low, limit, high = (way.limit(question.radius_km * step) for step in STEPS)
    return Travelled(
        title=title.format(borders=borders, origin=way.in_full(say)),
        costs=reached.found.nearest_m.set_axis(atlas.world["demand_points"]["id"]),
        bounds=(low, limit, high),
        texts=texts,
    )

"""The ways of counting how far a body is by road (`distance` of a question), each with the sentence that goes beside
its figures.

Reach is counted in straight metres, whatever the way: a road grows with its straight line, so a radius by road is one
by straight line, and only what is told is turned into kilometres of road.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from numpy.typing import ArrayLike

from atlas.question.choices import BY_DISTANCE, DETOUR
from atlas.question.question import Question
from atlas.words import Say, listed
from data.defaults import defaults
from geo.detours import Detours
from geo.distance import Floats


@dataclass(frozen=True)
class Way:
    """One way of estimating: its id, and the factors from straight line to road."""

    id: str
    detours: Detours

    def told(self, costs: ArrayLike) -> Floats:
        """Kilometres of road for straight metres, same shape."""
        return self.detours.road_km(costs)

    def limit(self, road_km: float) -> float:
        """Straight metres for a radius by road."""
        return float(self.detours.straight_m(road_km))

    @property
    def detour(self) -> float | None:
        """The one factor, None where there are several."""
        return self.detours.factors[0] if len(self.detours.factors) == 1 else None

    def label(self, say: Say) -> str:
        """The way in two words: "straight × 1.3"."""
        return say("straight × {detour}").format(detour=self.detour) if self.detour else say("straight × by distance")

    def sentence(self, say: Say) -> str:
        """What the way is, and how far it may be off: it stands beside every figure of roads."""
        known = defaults()
        if self.detour:
            text = say("Estimated road distance = straight × {detour}; {compared}")
            return text.format(detour=self.detour, compared=known.detour_compared[f"note_{say.language}"])
        points = zip(self.detours.straight_km, self.detours.factors, strict=True)
        told = listed([say("{km:g} km × {factor:g}").format(km=km, factor=factor) for km, factor in points], say)
        text = say("Estimated road distance = straight × a factor by distance ({points}; linear between); {origin}")
        return text.format(points=told, origin=known.by_distance[f"note_{say.language}"])


def way_of(question: Question) -> Way:
    """The way a question asks for."""
    return way_called(question.distance)


@cache
def way_called(which: str) -> Way:
    """The way of this id."""
    if which == BY_DISTANCE:
        return Way(which, defaults().by_distance.detours)
    return Way(DETOUR, Detours((0.0,), (defaults().detour,)))

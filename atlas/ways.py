"""The ways of counting how far a body is by road (`distance` of a question), each with the sentence that goes beside
its figures.

Reach is counted in straight metres, whatever the way: a road grows with its straight line, so a radius by road is one
by straight line, and only what is told is turned into kilometres of road.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from atlas.question.choices import BY_DISTANCE, DETOUR
from atlas.question.question import Question
from atlas.travel import FREE_FLOW, OWN, WITH_FERRIES, Travel, named
from atlas.words import Say, listed
from data.defaults import defaults
from geo.detours import Detours
from geo.distance import Floats
from geo.reach import Measure

# Costs of a matrix are counted in thousandths, as metres are of a kilometre.
THOUSAND = 1000


@dataclass(frozen=True, eq=False)
class Way:
    """One way of counting: its id, and the factors from straight line to road; or a matrix that a reader loaded, whose
    costs are thousandths of its unit.
    """

    id: str
    detours: Detours
    travel: Travel | None = None

    @property
    def unit(self) -> str:
        """Km or minutes."""
        return "km" if self.travel is None else self.travel.unit

    def told(self, costs: ArrayLike) -> Floats:
        """Kilometres of road (or minutes) for straight metres (or costs of a matrix), same shape."""
        return self.detours.road_km(costs) if self.travel is None else np.asarray(costs, dtype=float) / THOUSAND

    def limit(self, radius: float) -> float:
        """Straight metres (or costs of a matrix) for a radius by road."""
        return float(self.detours.straight_m(radius)) if self.travel is None else float(radius) * THOUSAND

    @property
    def measure(self) -> Measure | None:
        """The costs between places and bodies by their ids, inf for what the matrix does not know; None without one."""
        travel = self.travel
        if travel is None:
            return None
        return lambda places, bodies: travel.between(list(places["id"]), _as_known(bodies)) * THOUSAND

    def matrix(self, places: pd.DataFrame, bodies: pd.DataFrame) -> Floats | None:
        """What `measure` says of these places and bodies; None without a matrix."""
        return None if self.measure is None else self.measure(places, bodies)

    @property
    def named(self) -> Way:
        """The same without the numbers of a matrix, for what is kept long."""
        return self if self.travel is None else replace(self, travel=self.travel.named)

    def in_unit(self, text: str, say: Say) -> str:
        """A text about a radius of {km} km by estimated road, told in the unit of a matrix and as one of its ways."""
        if self.travel is None:
            return text
        if self.unit == "minutes":
            text = text.replace(say("{km} km"), say("{km} minutes"))
        return text.replace(say("(estimated)"), say("(road network)"))

    @property
    def detour(self) -> float | None:
        """The one factor, None where there are several, or a matrix."""
        return self.detours.factors[0] if len(self.detours.factors) == 1 and self.travel is None else None

    def label(self, say: Say) -> str:
        """The way in a few words: "straight × 1.3", or where a matrix is from."""
        if self.travel is not None:
            return say("matrix: {source}, {date}, {licence}").format(**self._origin(self.travel, say))
        return say("straight × {detour}").format(detour=self.detour) if self.detour else say("straight × by distance")

    def in_full(self, say: Say) -> str:
        """The label of a matrix as it stands on maps: with how it was reckoned, and what it is not for."""
        label = self.label(say)
        if self.travel is None:
            return label
        method = self._origin(self.travel, say)["method"]
        return say("{label}; {method}; not for navigation").format(label=label, method=method)

    def sentence(self, say: Say) -> str:
        """What the way is, and how far it may be off: it stands beside every figure of roads."""
        known = defaults()
        if self.travel is not None:
            text = say(
                "By the loaded matrix {name} ({unit}): {source}, {date}, {licence}; {method}; not for navigation. How "
                "far positions may be off is not counted. Siting uses it where it holds all candidates; one more "
                "centre, a point of the map, and of minutes the definitions do not: they count kilometres by straight "
                "× {detour}. It is in no link: whoever opens one loads the same file."
            )
            return text.format(**self._origin(self.travel, say), detour=known.detour)
        if self.detour:
            text = say("Estimated road distance = straight × {detour}; {compared}")
            return text.format(detour=self.detour, compared=known.detour_compared[f"note_{say.language}"])
        points = zip(self.detours.straight_km, self.detours.factors, strict=True)
        told = listed([say("{km:g} km × {factor:g}").format(km=km, factor=factor) for km, factor in points], say)
        text = say("Estimated road distance = straight × a factor by distance ({points}; linear between); {origin}")
        return text.format(points=told, origin=known.by_distance[f"note_{say.language}"])

    def lacking(self, places: pd.DataFrame, bodies: pd.DataFrame, say: Say) -> str:
        """What a matrix does not know of these, in a sentence; "" where it knows all, or there is none."""
        if self.travel is None:
            return ""
        at, to = self.travel.lacking(list(places["id"]), _as_known(bodies))
        text = say("Not in the matrix, and so out of reach: {places} places and {bodies} bodies.")
        return text.format(places=at, bodies=to) if at or to else ""

    @staticmethod
    def _origin(travel: Travel, say: Say) -> dict[str, str]:
        known = {FREE_FLOW: "free flow, without bans of turns", WITH_FERRIES: "free flow with ferries, without waiting"}
        method = say(known[travel.method]) if travel.method in known else travel.method
        return {
            "name": Path(travel.name).name,
            "unit": say(travel.unit),
            "source": travel.source,
            "date": travel.date or say("date not stated"),
            "licence": travel.licence,
            "method": method or say("method not stated"),
        }


def _as_known(bodies: pd.DataFrame) -> list[str]:
    """The ids of bodies, told apart from their own where a scenario has moved them: a matrix knows where they were."""
    ids = bodies["id"].astype(str)
    return list(ids if "position" not in bodies else ids.mask(bodies["position"] == "assumed", "assumed " + ids))


def in_unit(question: Question, text: str, say: Say) -> str:
    """A text about a radius of {km} km, as the way of a question counts it; see `Way.in_unit`."""
    return way_of(question).in_unit(text, say) if question.distance.startswith(OWN) else text


def way_of(question: Question) -> Way:
    """The way a question asks for. Raises LookupError for a matrix that nobody holds."""
    if question.distance.startswith(OWN):
        return replace(way_called(DETOUR), id=question.distance, travel=named(question.distance))
    return way_called(question.distance)


def travels_of(question: Question) -> tuple[Travel, ...]:
    """The matrices that a question and the one that is pinned beside it count by: they go along to another process.

    Raises LookupError for a matrix that nobody holds.
    """
    asked = [question] if question.against is None else [question, question.against]
    found = [way_of(each).travel for each in asked]
    return tuple({each.id: each for each in found if each is not None}.values())


def estimate_of(question: Question) -> Way:
    """The way of what no matrix knows, such as sites nobody has chosen: the estimate asked for, else the usual one."""
    return way_called(DETOUR if question.distance.startswith(OWN) else question.distance)


def way_of_km(question: Question) -> Way:
    """The way of a limit in kilometres, such as a definition has: a matrix of minutes says nothing of it."""
    way = way_of(question)
    return way if way.unit == "km" else estimate_of(question)


@cache
def way_called(which: str) -> Way:
    """The way of this id."""
    if which == BY_DISTANCE:
        return Way(which, defaults().by_distance.detours)
    return Way(DETOUR, Detours((0.0,), (defaults().detour,)))

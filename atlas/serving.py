"""Who serves a point of the map (此处由谁服务): the nearest bodies of those the reach counts, and how far they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from atlas.atlas import Atlas
from atlas.distances import distance_text
from atlas.locate import placed
from atlas.question.question import Question
from atlas.reach import Reached
from atlas.ways import estimate_of
from atlas.words import Say, listed
from geo.reach import reach


@dataclass(frozen=True)
class Server:
    """A body that may serve a point. km  of estimated road;  off_km  how far it may be off its own point, straight"""

    id: str
    km: float
    off_km: float


@dataclass(frozen=True)
class Served:
    """The county of a point, whether a body is within the radius, and the nearest two that may serve it, fewer where
    there are none.
    """

    county: str
    within: bool
    bodies: tuple[Server, ...]


def served_at(atlas: Atlas, question: Question, reached: Reached, lon: float, lat: float) -> Served | None:
    """Who serves a point, by jurisdiction or not as the question says; None outside the counties of the province.

    lon, lat  WGS-84 degrees
    """
    county = str(placed([lon], [lat], known=atlas.world).county[0])
    if not county:
        return None
    counties = atlas.world["counties"]
    home = counties.loc[counties["adcode"] == county, "prefecture"].iloc[0]
    point = pd.DataFrame({"prefecture": [home], "lon": [lon], "lat": [lat], "residents": [1]})
    # No matrix knows a point that was chosen on the map.
    way = estimate_of(question)
    radius_m = way.limit(question.radius_km)
    found = reach(point, reached.bodies, radius_m=radius_m, ignore_borders=question.ignore_borders)
    off_m = dict(zip(reached.bodies["id"], reached.bodies["width_m"].fillna(0.0), strict=True))
    nearest = ((found.nearest.iloc[0], found.nearest_m.iloc[0]), (found.second.iloc[0], found.second_m.iloc[0]))
    return Served(
        county,
        bool(found.in_reach.iloc[0]),
        tuple(
            Server(str(body), float(way.told(metres)), off_m[body] / 1000)
            for body, metres in nearest
            if math.isfinite(metres)
        ),
    )


def serving_sentences(atlas: Atlas, question: Question, reached: Reached, served: Served, say: Say) -> list[str]:
    """What the card of the map says of a point: where it is, who serves it, whether that is within the radius."""
    home = atlas.name_of(served.county)
    border = say("ignoring borders") if question.ignore_borders else say("by jurisdiction")
    rule = listed([border, estimate_of(question).label(say), *([say("supposed")] if question.supposes else [])], say)
    if not served.bodies:
        return [say("this point, in {county}, has no body that may serve it ({rule})").format(county=home, rule=rule)]
    bodies = reached.bodies.set_index("id")
    first = say("this point, in {county}, is served by {name}: {distance} by road, within {km} km ({rule})")
    beyond = say("this point, in {county}, has {name} nearest: {distance} by road, beyond {km} km ({rule})")
    told = [
        first if served.within else beyond,
        *(say("the next one is {name}, {distance} by road") for _ in served.bodies[1:]),
    ]
    return [
        sentence.format(
            county=home,
            name=atlas.world.title(bodies.loc[each.id].to_dict(), "name"),
            distance=distance_text(each.km, each.off_km, say),
            km=question.radius_km,
            rule=rule,
        )
        for sentence, each in zip(told, served.bodies, strict=True)
    ]

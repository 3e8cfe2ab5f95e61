"""People in reach and measures of regions by double loops over the raw tables, with geodesics instead of the page's
straight metres.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import isnan, nan
from typing import Any

from pyproj import Geod

from atlas.question.question import Question
from data.catalog import ROOT
from tests.oracles import operates, stands
from tests.worlds import prefectures, rows, toml, usual_question, zones

ELLIPSOID = Geod(ellps="WGS84")
DETOUR = 1.3
# Straight kilometres and the factor there, as the comparison with the road network found them.
BY_DISTANCE = ((10, 1.32), (60, 1.33), (120, 1.27), (240, 1.23), (400, 1.18))
UNSURE = 0.00002  # the page's metres may differ from geodesics by this part: 0.002 %


def by_road_km(metres: float, distance: str) -> float:
    """Kilometres of road for straight metres, by the way a question asks for."""
    if distance == "detour":
        return metres * DETOUR / 1000
    km = metres / 1000
    factor = BY_DISTANCE[0][1] if km < BY_DISTANCE[0][0] else BY_DISTANCE[-1][1]
    for (left, one), (right, other) in pairwise(BY_DISTANCE):
        if left <= km <= right:
            factor = one + (other - one) * (km - left) / (right - left)
    return km * factor


@cache
def straight_limit_m(radius_km: float, distance: str) -> float:
    """The straight metres whose road is the radius, by halving."""
    if distance == "detour":
        return radius_km * 1000 / DETOUR
    low, high = 0.0, radius_km * 1000.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if by_road_km(middle, distance) > radius_km else (middle, high)
    return low


@cache
def metres_to(lon: str, lat: str) -> list[float]:
    """Geodesic metres from a point to every demand point, in the order of the file."""
    places = rows("demand_points")
    here = ([float(lon)] * len(places), [float(lat)] * len(places))
    there = ([float(place["lon"]) for place in places], [float(place["lat"]) for place in places])
    return [float(each) for each in ELLIPSOID.inv(*here, *there)[2]]


def asked_bodies(question: Question) -> list[dict[str, str]]:
    """The rows that count as in reach: of the kinds, with a point, standing at the day, operating when asked."""
    operating = question.definition == "national-operating"
    return [
        row
        for row in rows("bodies")
        if row["kind"] in question.kinds
        and row["lon"]
        and stands(row, question)
        and (not operating or operates(row, question))
    ]


def serves(body: dict[str, str], place: dict[str, str], question: Question) -> bool:
    return question.ignore_borders or body["serves"] == "province" or body["prefecture"] == place["prefecture"]


@cache
def served(
    body_id: str, radius_km: int, ignore_borders: bool, off: int = 0, distance: str = "detour"
) -> frozenset[int]:
    """Numbers of the demand points a body serves within a radius, the slow way.

    off  1 when the body lies as far away as its position allows, -1 as near. Fails when a distance is so near to the
    radius that the page may rightly see it otherwise.
    """
    body = next(row for row in rows("bodies") if row["id"] == body_id)
    question = usual_question(ignore_borders=ignore_borders)
    limit = straight_limit_m(radius_km, distance) - off * 1000 * float(body["position_km"] or 0)
    found = set()
    for number, (place, metres) in enumerate(
        zip(rows("demand_points"), metres_to(body["lon"], body["lat"]), strict=True)
    ):
        if not serves(body, place, question):
            continue
        assert abs(metres - limit) > UNSURE * metres, (place["id"], body_id)
        if metres <= limit:
            found.add(number)
    return frozenset(found)


def reaches(question: Question, bodies: list[dict[str, str]], off: int = 0) -> list[list[str]]:
    """For every demand point the ids of the bodies that reach it."""
    found: list[list[str]] = [[] for _ in rows("demand_points")]
    for body in bodies:
        for number in served(body["id"], question.radius_km, question.ignore_borders, off, question.distance):
            found[number].append(body["id"])
    return found


@cache
def places_of(column: str, value: str) -> list[tuple[int, int]]:
    """Number and residents of the demand points of one county or prefecture; of all for no column."""
    return [
        (number, int(place["residents"]))
        for number, place in enumerate(rows("demand_points"))
        if not column or place[column] == value
    ]


def people(wanted: list[bool], *, county: str = "", prefecture: str = "") -> int:
    """Residents of the demand points that are wanted, of one county or prefecture."""
    column = "county" if county else "prefecture" if prefecture else ""
    return sum(residents for number, residents in places_of(column, county or prefecture) if wanted[number])


def nearest_road_km(
    question: Question, bodies: list[dict[str, str]], prefecture: str = "", county: str = ""
) -> tuple[list[tuple[float, int]], int]:
    """Road kilometres to the nearest body and how many have it so, near ones first; and how many have none."""
    line, without = [], 0
    for number, place in enumerate(rows("demand_points")):
        if place["prefecture"] != (prefecture or place["prefecture"]) or place["county"] != (county or place["county"]):
            continue
        mine = [metres_to(body["lon"], body["lat"])[number] for body in bodies if serves(body, place, question)]
        if not mine:
            without += int(place["residents"])
        elif int(place["residents"]):
            line.append((by_road_km(min(mine), question.distance), int(place["residents"])))
    return sorted(line), without


def median_of(line: list[tuple[float, int]]) -> float:
    """The kilometres of the resident in the middle of the line."""
    half, gone = sum(many for _, many in line) / 2, 0
    for km, many in line:
        gone += many
        if gone >= half:
            return km
    raise AssertionError("an empty line has no middle")


@cache
def properties(set_id: str) -> list[dict[str, Any]]:
    """The attributes of a GeoJSON set, as written."""
    text = (ROOT / "sets" / set_id / f"{set_id}.geojson").read_text(encoding="utf-8")
    return [feature["properties"] for feature in json.loads(text)["features"]]


@cache
def in_reach(question: Question) -> list[bool]:
    return [len(each) > 0 for each in reaches(question, asked_bodies(question))]


def own_rows(adcode: str) -> list[dict[str, str]]:
    return [row for row in rows("bodies") if row["prefecture"] == adcode and row["record_type"] == "body"]


@cache
def gained(question: Question, adcode: str) -> tuple[int, int]:
    """Residents nobody reaches yet whom a body at the seat of the prefecture would reach: at least, and at most.

    The two differ only by places so near to the radius that the page may rightly see them inside or outside.
    """
    seat = next(each for each in properties("prefectures") if each["adcode"] == adcode)
    metres, radius = metres_to(str(seat["seat_lon"]), str(seat["seat_lat"])), question.radius_km * 1000 / DETOUR
    least = most = 0
    for number, place in enumerate(rows("demand_points")):
        if in_reach(question)[number] or not (question.ignore_borders or place["prefecture"] == adcode):
            continue
        least += int(place["residents"]) if metres[number] <= radius * (1 - UNSURE) else 0
        most += int(place["residents"]) if metres[number] <= radius * (1 + UNSURE) else 0
    return least, most


EXACT = 1e-9
COMPUTED = ["reach", "bodies", "bodies-per-million", "median-distance"]
CATALOGUE = [each["id"] for each in toml("indicators.toml")["indicator"]]


@cache
def about(indicator: str) -> dict[str, Any]:
    return next(each for each in toml("indicators.toml")["indicator"] if each["id"] == indicator)


@cache
def raw(indicator: str, period: str) -> dict[str, float]:
    """Usable numbers of a year by prefecture, from the table row by row."""
    return {
        row["prefecture"]: float(row["value"])
        for row in rows("prefecture_indicators")
        if (row["indicator"], row["period"]) == (indicator, period)
        and row["prefecture"] in prefectures()
        and row["evidence"] != "C"
        and row["value"]
    }


def years(indicator: str) -> list[str]:
    return sorted({row["period"] for row in rows("prefecture_indicators") if row["indicator"] == indicator})


def of_indicator(indicator: str, period: str, members: Sequence[str]) -> float:
    """An amount is a sum, a ratio is weighted by what it is a share of; unknown when one member is unknown."""
    numbers = raw(indicator, period)
    if any(each not in numbers for each in members):
        return nan
    if about(indicator)["kind"] != "ratio":
        return sum(numbers[each] for each in members)
    per = about(indicator)["per"]
    weights = raw(per, period if period in years(per) else years(per)[-1])
    return sum(numbers[each] * weights[each] for each in members) / sum(weights[each] for each in members)


@cache
def residents() -> dict[str, int]:
    return {row["adcode"]: int(row["residents_2020"]) for row in rows("residents_prefecture")}


@cache
def of_bodies(measure_id: str, question: Question, members: tuple[str, ...]) -> float:
    """A computed measure of some prefectures together, from bodies and demand points one by one."""
    bodies = asked_bodies(question)
    count = sum(body["prefecture"] in members for body in bodies)
    if measure_id == "bodies":
        return count
    if measure_id == "bodies-per-million":
        return count / sum(residents()[each] for each in members) * 1_000_000
    if measure_id == "reach":
        in_reach = [len(each) > 0 for each in reaches(question, bodies)]
        whole = sum(people([True] * len(in_reach), prefecture=each) for each in members)
        return sum(people(in_reach, prefecture=each) for each in members) / whole
    lines = [nearest_road_km(question, bodies, prefecture=each)[0] for each in members]
    return median_of(sorted(pair for line in lines for pair in line)) if all(lines) else nan


def expected(measure_id: str, question: Question, members: Sequence[str]) -> float:
    if measure_id in COMPUTED:
        return of_bodies(measure_id, question.with_changes(measure="", regions=()), tuple(members))
    return of_indicator(measure_id, about(measure_id)["default_period"], members)


def members_of(region: str) -> list[str]:
    return prefectures() if region == "province" else zones().get(region, [region])


def same(one: float, other: float, measure_id: str = "", of: Sequence[float] = ()) -> bool:
    """Equal, or both unknown. Distances are geodesics here, so they may differ a little; so may differences of them."""
    if isnan(one) or isnan(other):
        return isnan(one) and isnan(other)
    part = UNSURE if measure_id == "median-distance" else EXACT
    return abs(one - other) <= part * max([abs(one), abs(other), *map(abs, of)])


@cache
def printed(weight: str) -> dict[str, float]:
    """The values of a weight as the table of prefectures has them."""
    (declared,) = (each for each in toml("indicators.toml")["indicator"] if each["id"] == weight)
    period = declared["default_period"]
    return {
        row["prefecture"]: float(row["value"])
        for row in rows("prefecture_indicators")
        if (row["indicator"], row["period"]) == (weight, period) and row["prefecture"] in prefectures()
    }


@cache
def amounts(weight: str) -> list[float]:
    """What each place has of a weight: the residents it has, or its part of its prefecture by residents."""
    residents = [float(place["residents"]) for place in rows("demand_points")]
    if weight == "residents":
        return residents
    homes = [place["prefecture"] for place in rows("demand_points")]
    of = dict.fromkeys(prefectures(), 0.0)
    for home, number in zip(homes, residents, strict=True):
        of[home] += number
    return [printed(weight)[home] * number / of[home] for home, number in zip(homes, residents, strict=True)]

"""Residents, or another weight, within reach of service bodies, as the coverage desk, the map and `cli.py gaps` ask.

A radius is kilometres of estimated road (atlas.ways). The bodies are those the map draws, of the
chosen kinds, at the stage of the chosen definition.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.plan import definition_of
from atlas.question.question import LARGEST_RADIUS_KM, Question
from atlas.records import asked_of_records, records_for
from atlas.supposing import answered
from atlas.ways import Way, way_of
from atlas.weights import Weight, side_by_side, sides_told, weight_of, weight_told
from atlas.words import say_in
from geo.reach import Flags, Reach, by_group, distances, profile, reach
from geo.weights import weighed

PROFILE_STEP_KM = 5


@dataclass(frozen=True, eq=False)
class Reached:
    """The reach of one question: the bodies, who they reach, and the same by county, prefecture and zone.

    records  all bodies the question draws (atlas.records.records_for);  bodies  those of them that count as in reach
    way      how its distances are counted
    counties, prefectures, zones  geo.reach.by_group, index adcode (or zone id of the plan's partition)
    weight   what all of it is weighed by: `people` are amounts of it
    key      what all but the names of bodies hang on
    """

    records: pd.DataFrame
    bodies: pd.DataFrame
    found: Reach
    counties: pd.DataFrame
    prefectures: pd.DataFrame
    zones: pd.DataFrame
    way: Way
    weight: Weight
    key: Hashable


def reach_of(atlas: Atlas, question: Question) -> Reached:
    """Who is within `asked.radius_km` of the bodies asked about; C records, planned bodies and those without a point
    reach nobody.
    """
    bodies, weight = bodies_asked(atlas, question), weight_of(atlas, question)
    key = (whereabouts(bodies), question.radius_km, question.ignore_borders, question.distance)
    # Who is near what is measured once for all weights.
    found = atlas.memo.once("reach", key, lambda: _reach(atlas, question, bodies))
    if weight.modelled:
        found = atlas.memo.once("weighed reach", (weight.id, key), lambda: weighed(found, weight.amounts))
    groups = atlas.memo.once("groups", (weight.id, key), lambda: _groups_of(atlas, found))
    return Reached(records_for(atlas, question), bodies, found, *groups, way_of(question), weight, (weight.id, key))


def _reach(atlas: Atlas, question: Question, bodies: pd.DataFrame) -> Reach:
    """Who the bodies reach, of residents."""
    demand, way = atlas.world["demand_points"], way_of(question)
    matrix, radius_m = way.matrix(demand, bodies), way.limit(question.radius_km)
    # How far off a position is is known as a straight line, which a matrix says nothing of.
    sites = bodies if matrix is None else bodies.drop(columns="width_m")
    return reach(demand, sites, radius_m=radius_m, ignore_borders=question.ignore_borders, distance_m=matrix)


def _groups_of(atlas: Atlas, found: Reach) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The same by county, prefecture and zone."""
    demand = atlas.world["demand_points"]
    homes = demand["prefecture"]
    # The zones of a plan need not hold every prefecture, and a plan need not have zones.
    zones = dict.fromkeys(atlas.zone_of[each] for each in atlas.prefectures if each in atlas.zone_of)
    return (
        by_group(found, demand["county"]),
        _each_of(by_group(found, homes), atlas.prefectures),
        _each_of(by_group(found, homes.map(atlas.zone_of)), list(zones)),
    )


def _each_of(table: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """A line for each group, nobody where it has no place: an office's own places need not lie everywhere."""
    if list(table.index) == groups:
        return table
    whole = table.reindex(groups)
    people = [each for each in whole.columns if each != "share"]
    whole[people] = whole[people].fillna(0.0)
    return whole


def whereabouts(bodies: pd.DataFrame) -> Hashable:
    """All that distances hang on: bodies with the same whereabouts reach the same people at any date. A scenario moves
    a body, and calls another one new-1, so that ids alone do not tell.
    """
    columns = (bodies[each] for each in ("id", "serves", "prefecture", "lon", "lat"))
    return tuple(zip(*columns, bodies["width_m"].fillna(0.0), strict=True))


def bodies_asked(atlas: Atlas, question: Question) -> pd.DataFrame:
    """The bodies that count as in reach, with `width_m`, how far a position may be off."""
    stage = definition_of(atlas.plan, question.definition).stage

    def choose() -> pd.DataFrame:
        drawn = records_for(atlas, question)
        found = drawn[drawn["kind"].isin(question.kinds) & drawn["lon"].notna()]
        if stage == "operating":
            found = found[found["state"] == "operating"]
        # Kept for other days too, on which other kinds stand before and between them.
        return found.assign(width_m=found["position_km"] * 1000).reset_index(drop=True)

    asked = asked_of_records(atlas, question, frozenset(question.kinds))
    return atlas.memo.once("bodies", (asked, question.kinds, stage), choose)


def profile_km(reached: Reached) -> pd.DataFrame:
    """The distance profile in kilometres of estimated road: columns km, nearest, second (shares)."""
    steps = list(range(0, LARGEST_RADIUS_KM + 1, PROFILE_STEP_KM))
    table = profile(reached.found, [reached.way.limit(step) for step in steps])
    return table.assign(km=steps)[["km", "nearest", "second"]]


def distances_km(reached: Reached, places: Flags | None = None) -> dict[str, float]:
    """Mean, median and worst road distance to the nearest body in km, and the residents who have none at all.

    places  see geo.reach.distances
    """
    # The mean over roads, which is not the road of the mean straight line.
    nearest = reached.found.nearest_m
    roads = pd.Series(reached.way.told(nearest.to_numpy()), index=nearest.index)
    told = distances(replace(reached.found, nearest_m=roads), places)
    return {"mean_km": told.mean_m, "median_km": told.median_m, "worst_km": told.worst_m, "without": told.without}


def gap_table(atlas: Atlas, found: Reached, zone: str = "") -> pd.DataFrame:
    """Counties by unserved residents, most first: county, prefecture (adcodes), names, residents, covered, unserved,
    share. Counties whose residents are all served are left out, so `unserved` adds up to total less covered; with a
    zone of the plan only its counties. Nobody may change it.
    """
    return atlas.memo.once("gap table", (found.key, zone, atlas.world.language), lambda: _gap_table(atlas, found, zone))


def _gap_table(atlas: Atlas, found: Reached, zone: str) -> pd.DataFrame:
    counties = atlas.world["counties"].set_index("adcode")
    table = found.counties.copy()
    table["prefecture"] = counties["prefecture"].reindex(table.index)
    if zone:
        table = table[table["prefecture"].isin(atlas.members(zone))]
    table = table[table["unserved"] > 0].rename_axis("county").reset_index()
    table["name"] = [atlas.name_of(adcode) for adcode in table["county"]]
    table["prefecture_name"] = [atlas.name_of(adcode) for adcode in table["prefecture"]]
    ordered = table.sort_values(["unserved", "county"], ascending=[False, True], kind="stable")
    columns = ["county", "prefecture", "name", "prefecture_name", "people", "covered", "unserved", "share"]
    return ordered[columns].reset_index(drop=True)


def zone_totals(atlas: Atlas, found: Reached, zone: str = "") -> pd.Series:
    """People, covered, unserved, twice, lowest, highest and share of a zone of the plan, or of the whole province.
    Nobody may change it.
    """
    return atlas.memo.once("zone totals", (found.key, zone), lambda: _zone_totals(atlas, found, zone))


def _zone_totals(atlas: Atlas, found: Reached, zone: str) -> pd.Series:
    members = atlas.members(zone) if zone else atlas.prefectures
    # Asked for every zone at every new radius: by numbers, since a table that loses a column is copied whole.
    columns = list(found.prefectures.columns)
    places = [atlas.place_of[each] for each in members]
    sums = dict(zip(columns, found.prefectures.to_numpy()[places].sum(axis=0), strict=True))
    sums["share"] = sums["covered"] / sums["people"] if sums["people"] else float("nan")
    return pd.Series(sums)


def loss_table(atlas: Atlas, found: Reached) -> pd.DataFrame:
    """What each body's closing would lose (N-1): id, name, prefecture, lost (people), share of all; most first."""
    lost = found.found.lost
    bodies = found.bodies.set_index("id")
    return pd.DataFrame(
        {
            "id": list(lost.index),
            "name": [atlas.world.title(bodies.loc[body].to_dict(), "name") for body in lost.index],
            "prefecture": [bodies.at[body, "prefecture"] for body in lost.index],
            "lost": lost.to_numpy(),
            "share": lost.to_numpy() / found.found.total if found.found.total else float("nan"),
        }
    )


def gaps_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    """`cli.py gaps --json`: one JSON object; people are whole numbers, or amounts of the weight asked for; what is
    supposed stands apart.
    """
    return answered(atlas, question, _gaps_answer)


def _gaps_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    found = reach_of(atlas, question)
    told = found.found
    rows = gap_table(atlas, found, question.zone)
    losses = loss_table(atlas, found)
    whole, people = zone_totals(atlas, found, question.zone), found.weight.counted
    members = atlas.members(question.zone) if question.zone else ()
    return {
        "as_of": question.as_of.isoformat(),
        "radius_km": question.radius_km,
        "distance": question.distance,
        "distance_note": found.way.sentence(say_in(atlas.world.language)),
        "detour": found.way.detour,
        "unit": found.way.unit,
        "straight_m": None if found.way.travel else told.radius_m,
        "ignore_borders": question.ignore_borders,
        "kinds": list(question.kinds),
        "industry": question.industry,
        "zone": question.zone,
        "weight": weight_told(found.weight),
        "by_weight": sides_told(side_by_side(atlas, told, members)),
        "bodies": list(found.bodies["id"]),
        "total": people(whole["people"]),
        "covered": people(whole["covered"]),
        "covered_range": [people(whole["lowest"]), people(whole["highest"])],
        "share": float(whole["share"]),
        "second_in_reach": people(whole["twice"]),
        "critical": list(told.critical),
        "lost_when_closed": [{"id": row["id"], "people": people(row["lost"])} for row in losses.to_dict("records")],
        "zones": _groups(found.zones, people),
        "prefectures": _groups(found.prefectures, people),
        "gaps": [
            {"county": row["county"], "prefecture": row["prefecture"], "unserved": people(row["unserved"])}
            for row in rows.to_dict("records")
        ],
        "data_version": atlas.version,
    }


def _groups(table: pd.DataFrame, people: Callable[[float], float]) -> list[dict[str, Any]]:
    return [
        {
            "id": group,
            "people": people(row["people"]),
            "covered": people(row["covered"]),
            "range": [people(row["lowest"]), people(row["highest"])],
            "share": float(row["share"]),
        }
        for group, row in table.iterrows()
    ]

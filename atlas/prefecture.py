"""One prefecture (我的地市): what stands in it and serves it, how far its counties have it, its place among its peers,
what it lacks, what the plan says of it, and how sure all that is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from atlas.atlas import Atlas
from atlas.comparison import all_measures, peers_of, ranking
from atlas.ledger import Row, ledger, states_of
from atlas.measures import Measure
from atlas.one_more import effect_of_one_more
from atlas.plan import reach_kinds
from atlas.question.question import Question
from atlas.reach import Reached, bodies_asked, reach_of, whereabouts
from atlas.records import records_for
from atlas.supposing import answered, supposed_rows
from atlas.ways import Way, estimate_of
from atlas.weights import Weight, weight_told
from atlas.words import Say, say_in
from geo.distance import Floats
from geo.partial_dates import last_day
from geo.reach import EVERYWHERE, Reach, reach, straight_matrix
from layers.base import World, derived

ENDLESS = float("inf")
LACKING = ("none", "possible", "supposed-none", "supposed-possible")
CITY_SEAT_KM = 15.0
# What tells that a record is weak.
WEAK_BY = ("approved_bound", "operating_bound", "position_km", "evidence", "lon", "status")


@dataclass(frozen=True, eq=False)
class Prefecture:
    """Everything the page of one prefecture shows; tables keep the columns of the data.

    kinds       the kinds of bodies the plan's default definition admits: those that are counted and looked for nearby
    here        records of the prefecture, `state` at the date ("" when not drawn then), whatever is supposed
    serving     bodies elsewhere that serve the whole province, at the date
    supposed    bodies in the prefecture, or that serve the whole province, that only a supposition makes stand or go
    own         national centres of the prefecture's own that stand at the date, under the suppositions of the question
    counties    one row a county: residents, share in reach, nearest body of each kind, own and of any prefecture
    standing    one row a measure: value, rank, ties, of, and the zone's and province's number
    definitions one entry a definition that has a result: its state here, and whether that is short of certain
    effect      what one more national centre at its seat would change
    weight      what covered, people and counties are amounts of
    """

    adcode: str
    name: str
    zone: str
    kinds: tuple[str, ...]
    residents: int
    residents_note: str
    here: pd.DataFrame
    serving: pd.DataFrame
    supposed: pd.DataFrame
    own: int
    counties: pd.DataFrame
    covered: float
    people: float
    weight: Weight
    standing: pd.DataFrame
    peers: tuple[str, ...]
    definitions: list[dict[str, Any]]
    mentions: list[Mapping[str, Any]]
    targets: list[Mapping[str, Any]]
    titles: pd.DataFrame
    areas: pd.DataFrame
    weak: pd.DataFrame
    effect: dict[str, Any]


def describe_prefecture(atlas: Atlas, question: Question, adcode: str) -> Prefecture:
    """The prefecture `adcode` under the question. Raises LookupError for anything but one of the prefectures."""
    if adcode not in atlas.prefectures:
        raise LookupError(
            f"{adcode!r} is not the adcode of a prefecture; expected one of: {', '.join(atlas.prefectures)}"
        )
    world, say = atlas.world, say_in(atlas.world.language)
    reached, rows = reach_of(atlas, question), ledger(atlas, question)
    residents, areas = cast("pd.Series", derived(_residents, world).loc[adcode]), derived(_areas, world)
    recorded = records_for(atlas, question.without_suppositions())
    here, mine = _here(atlas, adcode, recorded), cast("pd.Series", reached.prefectures.loc[adcode])
    return Prefecture(
        adcode=adcode,
        name=derived(_full_names, world)[adcode],
        zone=atlas.zone_of.get(adcode, ""),
        kinds=reach_kinds(atlas.plan),
        residents=int(residents["residents_2020"]),
        residents_note=world.title(residents, "note"),
        here=here,
        serving=recorded[(recorded["serves"] == EVERYWHERE) & (recorded["prefecture"] != adcode)],
        supposed=supposed_rows(
            atlas, question, lambda rows: rows[(rows["prefecture"] == adcode) | (rows["serves"] == EVERYWHERE)]
        ),
        own=_own_bodies(atlas, reached.records, adcode),
        counties=county_table(atlas, question, reached, adcode),
        covered=reached.weight.counted(mine["covered"]),
        people=reached.weight.counted(mine["people"]),
        weight=reached.weight,
        standing=_standing(atlas, question, reached, adcode, say),
        peers=peers_of(atlas, adcode),
        definitions=[_state_of(atlas, question, row, adcode) for row in rows if row.result is not None],
        mentions=[each for each in atlas.plan.mentions if adcode in each["prefectures"]],
        targets=_targets(atlas, adcode),
        titles=_titles(world["titles"], question, adcode),
        areas=areas[
            (areas["prefecture"] == adcode) & areas["established"].map(lambda day: last_day(day) <= question.as_of)
        ],
        weak=weak_evidence(here),
        effect=_one_more(atlas, question, reached, rows, adcode),
    )


def _residents(world: World) -> pd.DataFrame:
    table: pd.DataFrame = world["residents_prefecture"].set_index("adcode")
    return table


def _areas(world: World) -> pd.DataFrame:
    table: pd.DataFrame = world["demonstration_areas"].drop(columns="geometry")
    return table


def _full_names(world: World) -> dict[str, str]:
    names = world["prefectures"][f"name_{world.language}"]
    return {adcode: str(name) for adcode, name in zip(world["prefectures"]["adcode"], names, strict=True)}


def _own_bodies(atlas: Atlas, drawn: pd.DataFrame, adcode: str) -> int:
    """How many bodies drawn in the prefecture may serve its residents without serving everybody's."""
    counts = drawn["kind"].isin(reach_kinds(atlas.plan)) & (drawn["serves"] != EVERYWHERE)
    return int((counts & (drawn["prefecture"] == adcode)).sum())


def _titles(titles: pd.DataFrame, question: Question, adcode: str) -> pd.DataFrame:
    """The titles that the prefecture bore by the day asked about, or since a day not known; none of evidence C."""
    mine = titles[(titles["prefecture"] == adcode) & (titles["evidence"] != "C")]
    return mine[np.array([not day or last_day(day) <= question.as_of for day in mine["since"]], dtype=bool)]


def _one_more(atlas: Atlas, question: Question, reached: Reached, rows: Sequence[Row], adcode: str) -> dict[str, Any]:
    """See atlas.one_more. No matrix knows a new centre: with one the estimate is asked instead, before and after."""
    if reached.way.travel is None:
        return effect_of_one_more(atlas, question, reached, rows, adcode)
    estimated = question.with_changes(distance=estimate_of(question).id)
    return effect_of_one_more(atlas, estimated, reach_of(atlas, estimated), rows, adcode)


def county_table(atlas: Atlas, question: Question, reached: Reached, adcode: str) -> pd.DataFrame:
    """The counties of a prefecture: county, name, people, covered, unserved, share, and for each of those kinds the
    nearest body that serves it by jurisdiction (its own, or the provincial one) and the nearest of all: `own_<kind>`,
    `own_<kind>_km`, `any_<kind>`, `any_<kind>_km`.

    Distances are road kilometres from all residents of the county (median over them) to the body most of them have
    nearest, so that one body has one distance; "" and NaN where there is none. `<…>_off` is how many straight
    kilometres the body's position may be off.
    """
    demand = atlas.world["demand_points"]
    mine = demand[demand["prefecture"] == adcode]
    table = reached.counties.reindex(list(dict.fromkeys(mine["county"])))[["people", "covered", "unserved", "share"]]
    table.insert(0, "name", [atlas.name_of(county) for county in table.index])
    near = [
        _nearest(
            atlas, bodies_asked(atlas, question.with_changes(kinds=(kind,), industry="")), adcode, kind, reached.way
        )
        for kind in reach_kinds(atlas.plan)
    ]
    return pd.concat([table, *near], axis=1).rename_axis("county").reset_index()


def _nearest(atlas: Atlas, bodies: pd.DataFrame, adcode: str, kind: str, way: Way) -> pd.DataFrame:
    """The columns of `county_table` that tell of one kind; the same bodies are as near on every day."""

    def measured() -> pd.DataFrame:
        demand = atlas.world["demand_points"]
        mine, off = demand[demand["prefecture"] == adcode], dict(zip(bodies["id"], bodies["width_m"], strict=True))
        columns: dict[str, Any] = {}
        matrix, ids = way.matrix(mine, bodies), [str(each) for each in bodies["id"]]
        metres = straight_matrix(mine, bodies) if matrix is None else matrix
        for whose, ignore in (("own", False), ("any", True)):
            found = reach(mine, bodies, radius_m=ENDLESS, ignore_borders=ignore, distance_m=matrix)
            near = _nearest_by_county(found, mine["county"], metres, ids)
            stem = f"{whose}_{kind}"
            columns[stem] = [body for body, _ in near.values()]
            columns[f"{stem}_km"] = [float(way.told(metres)) for _, metres in near.values()]
            widths = [off.get(body, 0.0) for body, _ in near.values()]
            columns[f"{stem}_off"] = [0.0 if pd.isna(width) else float(width) / 1000 for width in widths]
        return pd.DataFrame(columns, index=pd.Index(list(dict.fromkeys(mine["county"]))))

    return atlas.memo.once("nearest", (adcode, kind, way.id, whereabouts(bodies)), measured)


def to_mend(found: Prefecture) -> pd.DataFrame:
    """The weak records of a prefecture in the order in which somebody who knows should mend them: those of the kinds
    that count, then those with most that is weak.
    """
    weak = found.weak.assign(counts=found.weak["kind"].isin(found.kinds), many=found.weak["weak"].map(len))
    return weak.sort_values(["counts", "many"], ascending=[False, False], kind="stable")


def weak_evidence(here: pd.DataFrame) -> pd.DataFrame:
    """Records of a prefecture that somebody who knows could mend, each with what is weak: column `weak`, a list of
    believed (B), unusable (C), undated, bounded, imprecise, no-place, status-unknown.
    """
    # A record has forty columns, and turning all of them into cells costs more than reading these.
    weak = [_weaknesses(record) for record in here[list(WEAK_BY)].to_dict("records")]
    return here.assign(weak=pd.Series(weak, index=here.index, dtype=object))[[bool(each) for each in weak]]


def prefecture_answer(atlas: Atlas, question: Question, adcode: str) -> dict[str, Any]:
    """`cli.py prefecture <adcode> --json`: what the page shows; what is supposed stands apart."""
    return answered(atlas, question, lambda atlas, question: _prefecture_answer(atlas, question, adcode))


def _prefecture_answer(atlas: Atlas, question: Question, adcode: str) -> dict[str, Any]:
    found = describe_prefecture(atlas, question, adcode)
    kept = ["id", "name_zh", "kind", "state", "evidence", "industries"]
    return {
        "id": adcode,
        "name": found.name,
        "zone": found.zone,
        "as_of": question.as_of.isoformat(),
        "radius_km": question.radius_km,
        "residents_2020": found.residents,
        "residents_note": found.residents_note,
        "bodies": found.here[kept].to_dict("records"),
        "serving": found.serving[["id", "name_zh", "kind", "state"]].to_dict("records"),
        "weight": weight_told(found.weight),
        "reach": {
            "people": found.people,
            "covered": found.covered,
            "share": found.covered / found.people if found.people else float("nan"),
        },
        "counties": found.counties.to_dict("records"),
        "standing": found.standing.to_dict("records"),
        "peers": list(found.peers),
        "definitions": found.definitions,
        "clauses": [each["text_zh"] for each in found.mentions],
        "targets": [each["id"] for each in found.targets],
        "titles": list(found.titles["id"]),
        "demonstration_areas": list(found.areas["id"]),
        "weak_evidence": [{"id": row["id"], "weak": row["weak"]} for row in found.weak.to_dict("records")],
        "one_more": found.effect,
        "data_version": atlas.version,
    }


def _here(atlas: Atlas, adcode: str, drawn: pd.DataFrame) -> pd.DataFrame:
    def ever() -> pd.DataFrame:
        bodies: pd.DataFrame = atlas.world["bodies"]
        mine = bodies[(bodies["prefecture"] == adcode) & (bodies["record_type"] == "body")]
        return mine.sort_values(["kind", "id"], kind="stable")

    mine = atlas.memo.once("bodies of a prefecture", adcode, ever)
    states = dict(zip(drawn["id"], drawn["state"], strict=True))
    return mine.assign(state=[states.get(body, "") for body in mine["id"]])


def _nearest_by_county(
    found: Reach, counties: pd.Series, metres: Floats, ids: Sequence[str]
) -> dict[str, tuple[str, float]]:
    """By county the body most of its residents have nearest (of equals the smaller id), and the median distance of all
    its residents to that body, so that a body has one distance from a county however it was found; "" and NaN where
    nobody has one.

    counties  on the index of the demand;  metres  from every place of the demand to every body of `ids`
    """
    nearest, people = found.nearest.to_numpy(dtype=object), found.people.to_numpy()
    county_of, column_of = counties.to_numpy(dtype=object), {body: column for column, body in enumerate(ids)}
    told = dict[str, tuple[str, float]]()
    for county in dict.fromkeys(county_of):
        here = county_of == county
        bodies, theirs = np.unique(nearest[here & (nearest != "")].astype(str), return_inverse=True)
        if not len(bodies):
            told[county] = "", float("nan")
            continue
        body = str(bodies[np.argmax(np.bincount(theirs, weights=people[here & (nearest != "")]))])
        far, many = metres[here, column_of[body]], people[here]
        order = np.argsort(far, kind="stable")
        half = np.searchsorted(np.cumsum(many[order]), many.sum() / 2)
        told[county] = body, float(far[order][half])
    return told


def _standing(atlas: Atlas, question: Question, reached: Reached, adcode: str, say: Say) -> pd.DataFrame:
    return pd.DataFrame([_place(atlas, each, adcode) for each in all_measures(atlas, question, reached, say)])


def _place(atlas: Atlas, chosen: Measure, adcode: str) -> dict[str, Any]:
    """Where a prefecture stands by a measure, under its title of the day."""
    key = (chosen.id, chosen.key, adcode)
    found = atlas.memo.once("standing", key, lambda: _stood(atlas, chosen, adcode))
    return {"id": chosen.id, "title": chosen.label, **found}


def _stood(atlas: Atlas, chosen: Measure, adcode: str) -> dict[str, Any]:
    table = ranking(atlas, chosen)
    row, zone = cast("pd.Series", table.loc[adcode]), atlas.zone_of.get(adcode, "")
    return {
        "value": float(row["value"]),
        "text": chosen.text(row["value"]),
        "rank": None if pd.isna(row["rank"]) else int(row["rank"]),
        "ties": int(row["ties"]),
        "of": int(row["of"]),
        "zone_value": chosen.regional(atlas.members(zone)) if zone else float("nan"),
        "zone_text": chosen.text(chosen.regional(atlas.members(zone))) if zone else "–",
        "province_text": chosen.text(chosen.regional(atlas.prefectures)),
        "best_peer": str(row["best_peer"]),
    }


def _state_of(atlas: Atlas, question: Question, row: Row, adcode: str) -> dict[str, Any]:
    if row.result is None:
        raise ValueError(f"definition {row.id} has no result")
    state = str(states_of(atlas, question, row.id)[adcode])
    unplaced = row.result.unplaced_bodies
    return {
        "id": row.id,
        "rule": row.rule,
        "state": state,
        "lacking": state in LACKING,
        "unplaced": unplaced if state in ("none", "supposed-none") else 0,
    }


def _targets(atlas: Atlas, adcode: str) -> list[Mapping[str, Any]]:
    """Quantities of the plan that name the prefecture, or a demonstration area in it."""
    areas = atlas.world["demonstration_areas"]
    mine = set(areas.loc[areas["prefecture"] == adcode, "id"])
    return [
        each
        for each in atlas.plan.targets
        if adcode in each.get("prefectures", ()) or mine & set(each.get("areas", ()))
    ]


def _weaknesses(record: Mapping[Any, Any]) -> list[str]:
    undated = record["approved_bound"] == record["operating_bound"] == "unknown"
    exact = "exact" in (record["approved_bound"], record["operating_bound"])
    width = record["position_km"]
    checks = {
        "believed": record["evidence"] == "B",
        "unusable": record["evidence"] == "C",
        "undated": undated,
        "bounded": not undated and not exact,
        "no-place": pd.isna(record["lon"]),
        "imprecise": not pd.isna(width) and float(width) >= CITY_SEAT_KM,
        "status-unknown": record["status"] == "unknown",
    }
    return [name for name, found in checks.items() if found]

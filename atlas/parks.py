"""Which parks and clusters are beyond the radius of any body of their industry.

The bodies are those reach counts (date, kinds, stage, filters). Which approved industries stand for that of a park is
the dataset's own judgement (`accepted_as`); a park whose industry is not known is held against every body.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.reach import bodies_asked
from atlas.supposing import answered
from atlas.ways import Way, estimate_of, way_of
from geo.industries import nearest_of_industry
from layers.base import derived
from layers.parks import of_industry, usable

# beyond: the nearest body of its industry is farther than the radius; none: no such body serves it; within.
STATES = ("beyond", "none", "within")


def way_of_parks(atlas: Atlas, question: Question) -> Way:
    """How the distances of parks are counted: by a loaded matrix where it has them, else estimated."""
    way = way_of(question)
    return (
        way
        if way.travel and not way.travel.lacking(list(derived(usable, atlas.world)["id"]), [])[0]
        else (estimate_of(question))
    )


def park_table(atlas: Atlas, question: Question) -> pd.DataFrame:
    """Every usable park: id, name, kind, prefecture, industries (text), known (its industry), state, body, body_name,
    road_km (NaN without a body), off_km (how far the less known end may be off its point, straight). Those out of reach
    first; of a state those of a known industry, the farthest first.

    A zone or an industry of the question leaves out the parks that are not of it.
    """
    return atlas.memo.once(
        "parks",
        (question.for_answers(), question.zone, atlas.world.language),
        lambda: _park_table(atlas, question),
    )


def _park_table(atlas: Atlas, question: Question) -> pd.DataFrame:
    parks = of_industry(derived(usable, atlas.world), question.industry)
    if question.zone:
        parks = parks[parks["prefecture"].isin(atlas.members(question.zone))]
    bodies = bodies_asked(atlas, question)
    terms = [
        [] if not own else [each for each in f"{own}; {other}".split("; ") if each]
        for own, other in zip(parks["industries"], parks["accepted_as"], strict=True)
    ]
    sites = parks.assign(takes=pd.Series(terms, index=parks.index, dtype=object))
    way = way_of_parks(atlas, question)
    found = nearest_of_industry(
        sites, bodies, ignore_borders=question.ignore_borders, distance_m=way.matrix(parks, bodies)
    )
    far = found["metres"] > way.limit(question.radius_km)
    names = {row["id"]: atlas.world.title(row, "name") for row in bodies.to_dict("records")}
    widths = dict(zip(bodies["id"], bodies["width_m"].fillna(0.0) / 1000, strict=True))
    chinese = atlas.world.language == "zh"
    table = pd.DataFrame(
        {
            "id": parks["id"],
            "name": [atlas.world.title(row, "name") for row in parks.to_dict("records")],
            "kind": parks["kind"],
            "prefecture": parks["prefecture"],
            "industries": parks["industries" if chinese else "industries_en"],
            "known": parks["industries"] != "",
            "state": np.select([found["body"] == "", far], ["none", "beyond"], default="within"),
            "body": found["body"],
            "body_name": [names.get(each, "") for each in found["body"]],
            "road_km": way.told(found["metres"].to_numpy()),
            "off_km": np.fmax(parks["position_km"].astype(float), [widths.get(each, 0.0) for each in found["body"]]),
        }
    )
    order = table["state"].map(STATES.index)
    return (
        table.assign(order=order)
        .sort_values(["order", "known", "road_km", "id"], ascending=[True, False, False, True], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )


def parks_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    """The parks of a question as JSON, what is supposed apart; kilometres by estimated road, null without a body."""
    return answered(atlas, question, _parks_answer)


def _parks_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    table = park_table(atlas, question)
    return {
        "radius_km": question.radius_km,
        "distance": way_of_parks(atlas, question).id,
        "ignore_borders": question.ignore_borders,
        "industry": question.industry,
        "zone": question.zone,
        "counts": {"industry_known": counts_of(table, known=True), "industry_unknown": counts_of(table, known=False)},
        "parks": [
            {
                "id": row["id"],
                "name": row["name"],
                "prefecture": row["prefecture"],
                "industry_known": bool(row["known"]),
                "state": row["state"],
                "body": row["body"] or None,
                "road_km": None if np.isnan(row["road_km"]) else round(float(row["road_km"]), 3),
            }
            for row in table.to_dict("records")
        ],
    }


def counts_of(table: pd.DataFrame, *, known: bool) -> dict[str, int]:
    """How many parks whose industry is known (or not) are in which of `STATES`."""
    mine = table.loc[table["known"] == known, "state"]
    return {state: int((mine == state).sum()) for state in STATES}

"""How much of what bodies can do falls to residents: offered only where a matrix tells capacities (#capacity)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.reach import Reached, reach_of
from atlas.supposing import answered
from geo.catchment import AT_THE_END, catchment
from geo.reach import may_serve

PER = 100_000


def catchment_table(atlas: Atlas, question: Question, reached: Reached) -> pd.DataFrame | None:
    """Prefectures with least first: prefecture, name, people, and `each`, the capacity per PER residents (NaN without
    residents), within the radius of the question; None where no capacities are known.
    """
    travel, bodies = reached.way.travel, reached.bodies
    capacities = None if travel is None else travel.capacities_of(list(bodies["id"]))
    if travel is None or capacities is None:
        return None
    demand, people = atlas.world["demand_points"], reached.found.people
    allowed = question.ignore_borders or may_serve(demand, bodies)
    costs = np.where(allowed, travel.between(list(demand["id"]), list(bodies["id"])), np.inf)
    head = catchment(costs, people, capacities, radius=float(question.radius_km))
    sums = pd.DataFrame({"people": people, "falls": people * head}).groupby(demand["prefecture"]).sum()
    table = sums.reindex(atlas.prefectures).rename_axis("prefecture").reset_index()
    table["name"] = [atlas.name_of(each) for each in table["prefecture"]]
    table["each"] = table["falls"] / table["people"].where(table["people"] > 0) * PER
    return table.sort_values(["each", "prefecture"], kind="stable").reset_index(drop=True)


def catchment_answer(atlas: Atlas, question: Question) -> dict[str, Any] | None:
    """The same as JSON, what is supposed apart; None where no capacities are known."""
    travel = reach_of(atlas, question).way.travel
    if travel is None or travel.capacities is None:
        return None
    return answered(atlas, question, _catchment_answer)


def _catchment_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    table = catchment_table(atlas, question, reach_of(atlas, question))
    told = [] if table is None else zip(table["prefecture"], table["each"], strict=True)
    return {
        "method": "E2SFCA, Gaussian decay",
        "weight_at_the_radius": AT_THE_END,
        "per": PER,
        "prefectures": [{"id": adcode, "capacity": None if np.isnan(each) else float(each)} for adcode, each in told],
    }

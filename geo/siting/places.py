"""From places to a task: candidates and demand as frames, the bodies there are, borders and quotas by prefecture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from geo.checks import need, need_columns, repeated_values
from geo.errors import UnknownIdError
from geo.reach import DEMAND_COLUMNS, SITE_COLUMNS, Measure, may_serve, straight_matrix
from geo.siting.task import Quota, Task

CANDIDATE_COLUMNS = ("id", "prefecture", "lon", "lat")


def task_of_places(
    demand: pd.DataFrame,
    candidates: pd.DataFrame,
    existing: pd.DataFrame,
    *,
    ignore_borders: bool = False,
    lock: Sequence[str] = (),
    ban: Sequence[str] = (),
    quotas: Mapping[str, tuple[int, int | None]] | None = None,
    weight: str = "residents",
    measure: Measure = straight_matrix,
) -> Task:
    """A task in straight metres, WGS-84 degrees in; or in the unit of another `measure`, such as a matrix of travel.

    demand      DEMAND_COLUMNS and `weight`;  existing  SITE_COLUMNS, bodies that stay; those without a point serve none
    candidates  CANDIDATE_COLUMNS, each id once; a new centre serves its own prefecture, unless borders are ignored
    lock, ban   ids of candidates;  quotas  prefecture -> (least, most) new sites in it
    Which of several choices that are as good is taken depends on the order of both tables: hand them over `in_order`.
    Raises MissingColumnError, BadValueError, UnknownIdError (an id that is no candidate's).
    """
    need_columns(
        {
            "demand": (demand, (*DEMAND_COLUMNS, weight)),
            "candidates": (candidates, CANDIDATE_COLUMNS),
            "existing": (existing, SITE_COLUMNS),
        }
    )
    need(repeated_values("ids of candidates", candidates["id"]))
    new = candidates.assign(serves="municipal")
    cost, already = measure(demand, new), measure(demand, existing)
    if not ignore_borders:
        cost = np.where(may_serve(demand, new), cost, np.inf)
        already = np.where(may_serve(demand, existing), already, np.inf)
    already = np.where(np.isnan(already), np.inf, already)
    return Task(
        cost=cost,
        weights=demand[weight].to_numpy(dtype=float),
        already=already.min(axis=1, initial=np.inf),
        lock=columns_of(candidates, lock),
        ban=columns_of(candidates, ban),
        quotas=tuple(
            Quota(prefecture, np.flatnonzero(candidates["prefecture"] == prefecture), least, most)
            for prefecture, (least, most) in (quotas or {}).items()
        ),
        names=tuple(demand["id"].astype(str)) if "id" in demand else (),
    )


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Rows by their `id` as text, whatever order they came in, with a new index; needs a column `id`, each once."""
    ids = table["id"].astype(str).to_numpy(dtype=object)
    return table.iloc[np.argsort(ids, kind="stable")].reset_index(drop=True)


def columns_of(candidates: pd.DataFrame, ids: Sequence[str]) -> tuple[int, ...]:
    """Positions of candidates by id; raises UnknownIdError naming the first that is none."""
    places = pd.Index(candidates["id"]).get_indexer(pd.Index(list(ids), dtype=object))
    for place, name in zip(places, ids, strict=True):
        if place < 0:
            raise UnknownIdError(f"expected ids of candidates, got {name}; choose among the {len(candidates)} given")
    return tuple(int(place) for place in places)

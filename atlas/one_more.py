"""What one more centre at the seat of a prefecture would change, beside what stands already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from atlas.atlas import Atlas, reach_level
from atlas.ledger import Row
from atlas.plan import definition_of, reach_kinds
from atlas.question.question import Question
from atlas.reach import Reached
from atlas.scenario.reading import county_locator, scenario_of
from geo.coverage import Coverage, coverage
from geo.reach import reach
from geo.scenario import MOST_CHANGES, Add, Scenario, apply

NEW = "new-1"
# The new centre operates on the day it is asked about, whichever that is.
ANY_DAY = date.min


def effect_of_one_more(
    atlas: Atlas, question: Question, reached: Reached, rows: Sequence[Row], adcode: str
) -> dict[str, Any]:
    """What one more centre at the seat of the prefecture would change under a question; it counts as the same question
    asked once more with the centre in its scenario would, without asking it.

    kind          of the centre: the first that the plan's usual definition admits
    more          more residents in reach, or of the weight asked for (by jurisdiction a new centre serves its own)
    definitions   for each definition of bodies: best before and after, and whether it admits such a centre at all
    A scenario that is full, or a plan without such a kind, changes nothing.
    The seat stands for a site nobody has chosen; the siting desk looks for better ones.
    """
    kind = next(iter(reach_kinds(atlas.plan)), "")
    known = kind in set(atlas.world["bodies"]["kind"])
    fits = known and len(scenario_of(atlas, question).found.usable.changes) < MOST_CHANGES
    # A new centre is approved for no industry yet, so that a question of one does not see it.
    seen = fits and kind in question.kinds and not question.industry
    more = _newly_reached(atlas, question, reached, kind, adcode) if seen else 0.0
    found = reached.found
    return {
        "kind": kind,
        "more": reached.weight.counted(more),
        "share_before": found.share,
        "share_after": (found.covered + more) / found.total if found.total else float("nan"),
        "radius_km": question.radius_km,
        "definitions": [
            _change(atlas, row.id, row.result, kind, adcode, fits=fits)
            for row in rows
            if isinstance(row.result, Coverage)
        ],
    }


def _newly_reached(atlas: Atlas, question: Question, reached: Reached, kind: str, adcode: str) -> float:
    """The people, or the weight asked for, that nobody reaches yet and the new centre would."""

    def within() -> pd.Series:
        radius_m = reached.way.limit(question.radius_km)
        demand, centre = atlas.world["demand_points"], _centre(atlas, kind, adcode)
        found = reach(demand, centre, radius_m=radius_m, ignore_borders=question.ignore_borders)
        return found.in_reach > 0

    key = (kind, adcode, question.radius_km, question.ignore_borders, question.distance)
    theirs = atlas.memo.once("reach of one more", key, within)
    return float(reached.found.people[theirs & (reached.found.in_reach == 0)].sum())


def _change(atlas: Atlas, definition_id: str, now: Coverage, kind: str, adcode: str, *, fits: bool) -> dict[str, Any]:
    """What the centre changes in the count of one definition of bodies."""
    best, admits = now.best, definition_of(atlas.plan, definition_id).admits
    more = fits and adcode not in best.prefectures and _counts(atlas, definition_id, kind, adcode)
    return {
        "id": definition_id,
        "before": best.count,
        "after": best.count + more,
        "needed": now.needed,
        "admits": any(not each.kinds or kind in each.kinds for each in admits),
    }


def _counts(atlas: Atlas, definition_id: str, kind: str, adcode: str) -> bool:
    """Whether a definition would count the centre at all, by its kind, subkind, level and stage."""

    def alone() -> bool:
        centre, nameless = _centre(atlas, kind, adcode), atlas.world["body_counts"].iloc[:0]
        definition = definition_of(atlas.plan, definition_id)
        return coverage(centre, nameless, [adcode], definition, as_of=ANY_DAY).best.count == 1

    return atlas.memo.once("one more counts", (definition_id, kind, adcode), alone)


def _centre(atlas: Atlas, kind: str, adcode: str) -> pd.DataFrame:
    """The new centre as a table of one row, made as a scenario makes its bodies."""

    def added() -> pd.DataFrame:
        seat = atlas.world["prefectures"].set_index("adcode").loc[adcode]
        one = Scenario(changes=(Add(NEW, kind, "", float(seat["seat_lon"]), float(seat["seat_lat"])),))
        here, level = county_locator(atlas.world), reach_level(atlas.plan)
        bodies = apply(atlas.world["bodies"], one, here, as_of=ANY_DAY, pattern=level)
        return bodies[bodies["id"] == NEW]

    return atlas.memo.once("one more", (kind, adcode), added)

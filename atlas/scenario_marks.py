"""Which bodies of a scenario the map cannot find in its files: new ones, moved ones, closed ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from atlas.question.question import Asked
from atlas.records import records_for, scenario_of
from atlas.world import Known
from geo.scenario import Close
from layers import all_layers
from layers.base import World, made
from layers.bodies import details
from layers.extras import Extra, Look

NEW = "new-"
NOT_A_RECORD = "supposed, not a record"
SUPPOSED = [("scenario", f"={NOT_A_RECORD}")]


def extras_of(known: Known, asked: Asked, reaching: frozenset[str]) -> dict[str, Extra]:
    """Body id -> its mark, for the bodies the question draws; {} without a scenario. A closed one is marked where the
    question would draw it without the scenario. reaching  ids of the bodies that count as in reach
    """
    if not asked.scenario:
        return {}
    home, drawable = made(_places, known.world), made(_drawable, known.world)
    found = dict[str, Extra]()
    drawn = records_for(known, asked)
    for record in drawn[drawn["lon"].notna()].to_dict("records"):
        body, here = record["id"], (record["lon"], record["lat"])
        was = home.get(body)
        if was is not None and was != here:
            found[body] = _extra(known, record, "moved", reaching, was)
        elif body not in drawable:
            found[body] = _extra(known, record, "assumed", reaching)
    changes = scenario_of(known, asked).found.usable.changes
    closed = {each.id for each in changes if isinstance(each, Close)} & drawable
    before = records_for(known, asked.with_changes(scenario=""))
    for record in before[before["id"].isin(closed)].to_dict("records"):
        found[record["id"]] = _extra(known, record, "closed", reaching)
    return found


def _extra(
    known: Known,
    record: Mapping[str, Any],
    look: Look,
    reaching: frozenset[str],
    was: tuple[float, float] | None = None,
) -> Extra:
    # The dates and the evidence of an added body are made up so that it counts; a card must not print them as known.
    supposed = record["id"].startswith(NEW)
    told = SUPPOSED if supposed else [(label, text) for label, text in details(record, known.world.language)]
    return Extra(
        id=record["id"],
        kind=record["kind"],
        layer=next(each.id for each in all_layers() if record["kind"] in each.kinds),
        look=look,
        name=known.world.title(record, "name"),
        prefecture=record["prefecture"],
        lon=record["lon"],
        lat=record["lat"],
        was=was,
        ring=look != "closed" and record["id"] in reaching,
        details=tuple(told),
    )


def _places(world: World) -> dict[str, tuple[float, float]]:
    placed = world["bodies"]
    rows: pd.DataFrame = placed.loc[placed["lon"].notna(), ["id", "lon", "lat"]]
    return {body: (lon, lat) for body, lon, lat in rows.itertuples(index=False, name=None)}


def _drawable(world: World) -> frozenset[str]:
    """Bodies that a file of the map holds as bodies."""
    return frozenset(body for each in all_layers() if each.kinds for body in made(each.features, world)["id"])

"""Which bodies the map cannot find in its files: those of a scenario, and those of a session's own tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.own.laying import own_keys
from atlas.question.question import Question
from atlas.records import records_for
from atlas.supposing import body_as_known, suppositions
from layers import all_layers
from layers.base import World, derived
from layers.bodies import details
from layers.extras import Extra, Look

GONE = ("closed", "wrong")
NOT_A_RECORD = "supposed, not a record"
SUPPOSED = [("scenario", f"={NOT_A_RECORD}")]


def extras_of(atlas: Atlas, question: Question, reaching: frozenset[str]) -> dict[str, Extra]:
    """Body id -> its mark, for the bodies the question draws; {} when it supposes nothing and no table is laid over the
    atlas. One that is closed, or taken as wrong, is marked where the question would draw it otherwise.

    reaching  ids of the bodies that count as in reach
    """
    own = own_keys(atlas, "bodies") if atlas.own else frozenset[str]()
    if not question.supposes and not own:
        return {}
    home, drawable = derived(_places, atlas.world), derived(_drawable, atlas.world.in_files)
    found = dict[str, Extra]()
    drawn = records_for(atlas, question)
    for record in drawn[drawn["lon"].notna()].to_dict("records"):
        body, here = record["id"], (record["lon"], record["lat"])
        was = home.get(body)
        if was is not None and was != here:
            found[body] = _extra(atlas, question, record, "moved", reaching, was)
        elif body in own:
            found[body] = _extra(atlas, question, record, "own", reaching)
        elif body not in drawable:
            found[body] = _extra(atlas, question, record, "assumed", reaching)
    gone = {body for body, what in suppositions(atlas, question).items() if what in GONE} & (drawable | own)
    before = records_for(atlas, question.without_suppositions())
    for record in before[before["id"].isin(gone) & before["lon"].notna()].to_dict("records"):
        found[record["id"]] = _extra(atlas, question, record, "closed", reaching)
    return found


def _extra(
    atlas: Atlas,
    question: Question,
    record: Mapping[Any, Any],
    look: Look,
    reaching: frozenset[str],
    was: tuple[float, float] | None = None,
) -> Extra:
    # Dates and evidence of what is supposed are made up so that it counts; a card prints those of the record, if any.
    as_recorded, _ = body_as_known(atlas, question, record["id"])
    told = [] if as_recorded is None else [(label, text) for label, text in details(as_recorded, atlas.world.language)]
    told += SUPPOSED if look == "assumed" else []
    return Extra(
        id=record["id"],
        kind=record["kind"],
        layer=next(each.id for each in all_layers() if record["kind"] in each.kinds),
        look=look,
        name=atlas.world.title(record, "name"),
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
    return frozenset(body for each in all_layers() if each.kinds for body in derived(each.features, world)["id"])

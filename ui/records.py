"""Which bodies a question speaks of: the table under its assumptions and filters. Map, cards and desks ask here."""

from __future__ import annotations

from datetime import date

import pandas as pd

from geo.assume import assume
from geo.existence import drawn
from ui.state import Asked
from ui.world import Known


def assumed(known: Known, asked: Asked) -> pd.DataFrame:
    """The bodies under the question's assumptions; the table itself when there are none."""
    bodies: pd.DataFrame = known.world["bodies"]
    if not (asked.wrong or asked.confirmed):
        return bodies
    return assume(bodies, wrong=asked.wrong, confirmed=asked.confirmed, as_of=asked.as_of)


def records(bodies: pd.DataFrame, *, kind: str = "", as_of: date | None = None, literal: bool = False) -> pd.DataFrame:
    """Bodies of a kind ("" for all); with a date only those drawn at it, with their `state` and `basis` then. Columns
    as the table's.
    """
    chosen = bodies[bodies["kind"] == kind] if kind else bodies
    if as_of is None:
        return chosen.reset_index(drop=True)
    found = drawn(chosen, as_of, literal=literal)
    return chosen.assign(state=found["state"], basis=found["basis"])[found["drawn"]].reset_index(drop=True)


def records_for(known: Known, asked: Asked) -> pd.DataFrame:
    """The bodies a question draws, filters included, with or without a point: what the map and the cards count."""
    found = records(assumed(known, asked), as_of=asked.as_of, literal=asked.literal)
    if asked.confirmed_only:
        found = found[found["evidence"].isin(["A1", "A2"])]
    if asked.industry:
        found = found[found["industries"].map(lambda cell: asked.industry in cell.split("; ")).astype(bool)]
    return found

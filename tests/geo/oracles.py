"""Answers found the slow and plain way, to hold the fast ones against. Nothing here uses the rooms it judges."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

Row = Mapping[str, Any]
World = tuple[tuple[tuple[str, str, str], ...], int]

RANK = {"none": 0, "possible": 1, "best": 2, "certain": 3}


def locate_slowly(lon: Iterable[float], lat: Iterable[float], areas: gpd.GeoDataFrame, id_column: str) -> list[str]:
    """Every place against every area, one by one; the smallest id of those that cover it, "" for none."""
    rows = sorted(zip(areas[id_column], areas.geometry, strict=True), key=lambda row: row[0])
    return [
        next((name for name, shape in rows if np.isfinite([x, y]).all() and shape.covers(shapely.Point(x, y))), "")
        for x, y in zip(lon, lat, strict=True)
    ]


def days(partial: str) -> tuple[str, str]:
    """First and last day of a partial date as ISO texts, which sort like days."""
    if len(partial) == 4:
        return f"{partial}-01-01", f"{partial}-12-31"
    if len(partial) == 7:
        return f"{partial}-01", f"{partial}-{calendar.monthrange(int(partial[:4]), int(partial[5:]))[1]:02d}"
    return partial, partial


def exists_slowly(row: Row, today: str, stage: str) -> str:
    """The contract read aloud for one body: "certain", "best", "possible" or "none"."""
    known = {}
    for each in ("operating", "approved"):
        known[each] = row[f"{each}_bound"] in ("exact", "not_later_than") and row[each] and days(row[each])[1] <= today
    known["approved"] = known["approved"] or known["operating"]
    if row["record_type"] != "body" or row["evidence"] == "C":
        return "none"
    if row["not_before"] and days(row["not_before"])[0] > today:
        return "none"
    if row["approved_bound"] == "exact" and days(row["approved"])[0] > today:
        return "none"
    if stage == "operating":
        if row["operating_bound"] == "exact" and days(row["operating"])[0] > today:
            return "none"
        if row["status"] == "approved":
            return "none"
    if known[stage]:
        return "best" if row["evidence"] == "B" else "certain"
    counted = row["counted_by"] and days(row["counted_by"])[1] <= today
    return "best" if stage == "approved" and counted else "possible"


def states_slowly(
    bodies: Sequence[Row], counts: Sequence[Row], prefectures: Sequence[str], definition: Any, today: str
) -> dict[str, str]:
    """State of each prefecture: the surest of what speaks for it."""
    states = dict.fromkeys(prefectures, "none")
    for row in bodies:
        if row["prefecture"] in states and row["serves"] != "province" and _admits(definition, row):
            found = exists_slowly(row, today, definition.stage)
            states[row["prefecture"]] = max(states[row["prefecture"]], found, key=RANK.__getitem__)
    for row in counts:
        if row["prefecture"] in states and _open(definition, row, today) and states[row["prefecture"]] == "none":
            states[row["prefecture"]] = "possible"
    return states


def unplaced_slowly(counts: Sequence[Row], definition: Any, today: str) -> int:
    """Bodies that may be anywhere."""
    return int(sum(row["unplaced"] for row in counts if row["prefecture"] == "" and _open(definition, row, today)))


def verdict_slowly(states: Iterable[str], unplaced: int, needed: int) -> str:
    """The verdict on a list of states and a number of bodies that may be anywhere."""
    states = list(states)
    if states.count("certain") >= needed:
        return "met"
    return "open" if min(len(states), len(states) - states.count("none") + unplaced) >= needed else "below"


def flip_size_slowly(
    supports: Sequence[tuple[str, str, str]], unplaced: int, prefectures: Sequence[str], needed: int
) -> int:
    """Search outward, one change at a time, until the verdict is another: how many changes that took."""

    def verdict(world: World) -> str:
        states = dict.fromkeys(prefectures, "none")
        for _, prefecture, state in world[0]:
            states[prefecture] = max(states[prefecture], state, key=RANK.__getitem__)
        return verdict_slowly(states.values(), world[1], needed)

    start: World = (tuple(supports), unplaced)
    at_first = verdict(start)
    reached, size = {start}, 0
    while all(verdict(world) == at_first for world in reached):
        reached = {after for world in reached for after in _changes(world, prefectures, at_first)}
        size += 1
    return size


def _changes(world: World, prefectures: Sequence[str], at_first: str) -> Iterator[World]:
    supports, unplaced = world
    bare = [prefecture for prefecture in prefectures if prefecture not in {support[1] for support in supports}]
    for place, (record, prefecture, state) in enumerate(supports):
        rest = supports[:place] + supports[place + 1 :]
        if state != "certain":
            yield (*rest, (record, prefecture, "certain")), unplaced
        if state != "certain" or at_first == "met":
            yield rest, unplaced
    for prefecture in bare:
        yield (*supports, (f"new in {prefecture}", prefecture, "certain")), unplaced
    if unplaced:
        yield supports, unplaced - 1
        for prefecture in bare:
            yield (*supports, (f"found in {prefecture}", prefecture, "certain")), unplaced - 1


def _admits(definition: Any, row: Row) -> bool:
    return any(
        (not each.kinds or row["kind"] in each.kinds)
        and (not each.subkinds or row["subkind"] in each.subkinds)
        and (not each.levels or row["level"] in each.levels)
        for each in definition.admits
    )


def _open(definition: Any, row: Row, today: str) -> bool:
    begun = not row["not_before"] or days(row["not_before"])[0] <= today
    return _admits(definition, row) and begun and row["evidence"] != "C" and row["unplaced"] > 0

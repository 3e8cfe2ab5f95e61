"""Outlines of units: whole shapes, in degrees, each where its unit is, no two over the same ground."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.intake.draft import Table
from data.told import Told
from geo.datums import Datum, to_wgs84
from geo.overlaps import overlaps

AREAS = ("Polygon", "MultiPolygon")


def check_outlines(table: Table) -> None:
    """Shapes of a table of boundaries, turned to WGS-84."""
    if table.kind.id != "boundaries":
        return
    for draft in table.drafts:
        shape = shapely.from_wkb(draft.row.shape) if draft.row.shape else None
        problem, cure = _faults(shape)
        if problem is not None and cure is not None:
            table.refuse(draft, "adcode", problem, cure)
    _elsewhere(table)
    _overlaps(table)


def turned(shape: bytes, datum: Datum) -> bytes:
    """An outline in WGS-84, both as WKB."""
    moved = shapely.transform(
        shapely.from_wkb(shape), lambda points: np.column_stack(to_wgs84(points[:, 0], points[:, 1], datum))
    )
    return bytes(shapely.to_wkb(moved))


def _faults(shape: BaseGeometry | None) -> tuple[Told | None, Told | None]:
    if shape is None or shape.is_empty or shape.geom_type not in AREAS:
        return Told("this row has no outline of an area"), Told("give it a polygon")
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return Told("its coordinates are no degrees"), Told("save the map in degrees (WGS-84 or CGCS2000)")
    if not shape.is_valid:
        reason = {"why": shapely.is_valid_reason(shape)}
        return Told("the outline crosses itself or is broken: {why}", reason), Told(
            "mend the outline, then save it anew"
        )
    return None, None


def _elsewhere(table: Table) -> None:
    """Outlines that share nothing with the unit they say."""
    counties = table.facts.frames["counties"]
    outline = dict(zip(counties["adcode"], counties.geometry, strict=True))
    for draft in table.understood("adcode"):
        mine = outline.get(draft.text("adcode"))
        if mine is not None and not shapely.intersects(mine, shapely.from_wkb(draft.row.shape)):
            parts = {"unit": table.facts.name_of(draft.text("adcode"))}
            problem = Told("the outline lies outside {unit}", parts)
            table.refuse(draft, "adcode", problem, Told("correct the code, or the datum of the file"))


def _overlaps(table: Table) -> None:
    drafts = table.understood("adcode")
    shapes = np.array([shapely.from_wkb(draft.row.shape) for draft in drafts], dtype=object)
    for one, other, km2 in overlaps(shapes):
        parts = {"row": drafts[one].row.number, "km2": f"{km2:.1f}"}
        problem = Told("shares {km2} square kilometres with row {row}", parts)
        table.refuse(drafts[other], "adcode", problem, Told("let the two outlines meet at one line"))

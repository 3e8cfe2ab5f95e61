"""Points: both coordinates or none, in the province, where the row says, in WGS-84 at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from data.contradictions import FAR_M
from data.intake.draft import Draft, Table
from data.intake.told import Problem
from data.told import Told
from geo.datums import DATUMS, Datum, gcj02_to_wgs84, to_wgs84
from geo.distance import Floats
from geo.locate import locate
from geo.nearest_area import nearest_area

# Outlines are generalised and leave harbours and islets in the water; what is farther out is a point in the sea.
JUST_OFF_LAND_M, OFF_LAND_M = 2_000, 20_000
POWERS = 8


def check_points(table: Table) -> None:
    """Coordinates of every row that has them; a table that has them says its datum."""
    if not table.kind.points or table.kind.id == "boundaries":
        return
    pointed = [draft for draft in table.drafts if _coordinates(table, draft)]
    if not pointed:
        return
    datum = table.datum
    if datum not in DATUMS:
        _ask_datum(table, pointed)
        return
    _place(table, pointed, datum)


def _coordinates(table: Table, draft: Draft) -> bool:
    """Whether a row has a point, from its shape where it has one; half a point is refused."""
    if draft.row.shape:
        shape = shapely.from_wkb(draft.row.shape)
        if isinstance(shape, shapely.Point) and not shape.is_empty:
            draft.values |= {"lon": float(shape.x), "lat": float(shape.y)}
    lon, lat = draft.number("lon"), draft.number("lat")
    if {"lon", "lat"} & draft.refused:
        return False
    if (lon is None) != (lat is None):
        missing, there = ("lon", "lat") if lon is None else ("lat", "lon")
        cure = Told("fill in both coordinates, or leave both empty")
        table.refuse(draft, missing if missing in table.matched.at else there, Told("half of a point is missing"), cure)
        return False
    return lon is not None


def _ask_datum(table: Table, pointed: list[Draft]) -> None:
    """The datum is a question that must be answered; what the points themselves hint at is said."""
    lon, lat = _arrays(pointed)
    sane = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    counties = table.facts.frames["counties"]
    shifted = sane.copy()
    shifted[sane] = (locate(lon[sane], lat[sane], counties) == "") & (
        locate(*gcj02_to_wgs84(lon[sane], lat[sane]), counties) != ""
    )
    cure = Told("ask who made the table; maps of phones are GCJ-02 or BD-09, surveyed points CGCS2000")
    problem = Told("the datum of the coordinates is not said")
    column = table.matched.title("lon")
    table.problems.append(Problem(table.sheet.name, table.matched.heading.number, column, "", problem, cure))
    if shifted.any():
        text = "{n} points would be on land if they were GCJ-02. Silence of the others proves nothing."
        table.notes.append(Told(text, {"n": int(shifted.sum())}))


def _arrays(pointed: list[Draft]) -> tuple[Floats, Floats]:
    """Longitude and latitude as they came, in degrees of the table's datum."""
    lon, lat = ([draft.number(column) for draft in pointed] for column in ("lon", "lat"))
    return np.array(lon, dtype=float), np.array(lat, dtype=float)


def _place(table: Table, pointed: list[Draft], datum: Datum) -> None:
    counties = table.facts.frames["counties"]
    box = _Box(*counties.total_bounds)
    usual = [draft for draft in pointed if not _misplaced_sign(table, draft, box)]
    if not usual:
        return
    lon, lat = to_wgs84(*_arrays(usual), datum)
    inside = locate(lon, lat, counties)
    nearest, metres = nearest_area(lon, lat, counties)
    _, abroad = nearest_area(lon, lat, table.facts.frames["neighbours"])
    shifted = locate(*gcj02_to_wgs84(lon, lat), counties)
    for at, draft in enumerate(usual):
        draft.values |= {"lon": float(lon[at]), "lat": float(lat[at])}
        unit = inside[at]
        if not unit and metres[at] <= JUST_OFF_LAND_M and metres[at] < abroad[at]:
            unit = nearest[at]
            text = "Row {row} is just off the land, as harbours are; the nearest unit is {unit}, {metres} m away"
            parts = {"row": draft.row.number, "unit": table.facts.name_of(unit), "metres": f"{metres[at]:.0f}"}
            table.notes.append(Told(text, parts))
        if not unit:
            hint = shifted[at] if datum in ("wgs84", "cgcs2000") else ""
            near = metres[at] <= OFF_LAND_M and metres[at] < abroad[at]
            _outside(table, draft, hint, nearest[at] if near else "", metres[at])
            continue
        _fill(table, draft, unit)
    _elsewhere(table, usual, lon, lat)


@dataclass(frozen=True)
class _Box:
    """Where coordinates of here lie, in degrees: a point at sea is still one of here."""

    west: float
    south: float
    east: float
    north: float

    def ranges(self) -> dict[str, tuple[float, float]]:
        """From where to where each of the two goes."""
        return {"lon": (self.west - 1, self.east + 1), "lat": (self.south - 1, self.north + 1)}

    def has(self, lon: float, lat: float) -> bool:
        ranges = self.ranges()
        return all(low <= value <= high for value, (low, high) in ((lon, ranges["lon"]), (lat, ranges["lat"])))

    def middle(self) -> dict[str, str]:
        return {"lon": f"{(self.west + self.east) / 2:.4f}", "lat": f"{(self.south + self.north) / 2:.4f}"}


def _misplaced_sign(table: Table, draft: Draft, box: _Box) -> bool:
    """Whether the coordinates are swapped, or lost their decimal point, or are no degrees; then it is told."""
    lon, lat = draft.number("lon") or 0.0, draft.number("lat") or 0.0
    if box.has(lon, lat):
        return False
    if box.has(lat, lon):
        parts = {"lon": f"{lat:g}", "lat": f"{lon:g}"}
        cure = Told("exchange the two: longitude {lon}, latitude {lat}", parts)
        table.refuse(draft, "lon", Told("longitude and latitude are exchanged"), cure)
        return True
    return _lost_point(table, draft, box, {"lon": lon, "lat": lat}) or _no_degree(table, draft, box, lon, lat)


def _lost_point(table: Table, draft: Draft, box: _Box, came: Mapping[str, float]) -> bool:
    """Whether both lie here once a decimal point is put in; told of each that lacks it."""
    ranges = box.ranges()
    points = {column: _pointed(value, *ranges[column]) for column, value in came.items()}
    if None in points.values():
        return False
    for column, value in points.items():
        if value != draft.number(column):
            cure = Told("did you mean {value}?", {"value": f"{value:.10g}"})
            table.refuse(draft, column, Told("the decimal point is lost"), cure)
    return True


def _no_degree(table: Table, draft: Draft, box: _Box, lon: float, lat: float) -> bool:
    """Whether one of the two is beyond the globe; told with what degrees of here look like."""
    if abs(lon) <= 180 and abs(lat) <= 90:
        return False
    cure = Told("write degrees, such as longitude {lon} and latitude {lat}", box.middle())
    table.refuse(draft, "lon" if abs(lon) > 180 else "lat", Told("this is no degree of a map"), cure)
    return True


def _pointed(value: float, low: float, high: float) -> float | None:
    """The value with its decimal point where it may have stood; None where no place helps."""
    for power in range(POWERS):
        moved = float(value / 10**power)
        if low <= moved <= high:
            return moved
    return None


def _outside(table: Table, draft: Draft, shifted: str, nearest: str, metres: float) -> None:
    if shifted:
        cure = Told(
            "in GCJ-02 it would be in {unit}: is that the datum of the file?", {"unit": table.facts.name_of(shifted)}
        )
    else:
        cure = Told("look the place up again; longitude first, then latitude")
    if nearest:
        parts = {"unit": table.facts.name_of(nearest), "metres": f"{metres:.0f}"}
        table.refuse(draft, "lon", Told("in the sea; the nearest unit is {unit}, {metres} m away", parts), cure)
    else:
        table.refuse(draft, "lon", Told("outside the province"), cure)


def _fill(table: Table, draft: Draft, unit: str) -> None:
    """The unit a point is in, where the row says none."""
    parent = table.facts.parent[unit]
    if "prefecture" in table.kind.columns and not draft.text("prefecture") and not _said(table, draft, "prefecture"):
        draft.values["prefecture"] = parent
    # The seat of a prefecture stands for the whole of it: its county is no fact of the record.
    same = draft.text("prefecture") == parent and draft.text("position") in ("", "street", "unstated")
    if "county" in table.kind.columns and same and not draft.text("county") and not _said(table, draft, "county"):
        draft.values["county"] = unit


def _said(table: Table, draft: Draft, column: str) -> bool:
    return bool(table.came(draft, column) or table.came(draft, f"{column}_name"))


def _elsewhere(table: Table, pointed: list[Draft], lon: Floats, lat: Floats) -> None:
    """Points farther from the unit that their row says than they are precise."""
    for column, set_id in (("prefecture", "prefectures"), ("county", "counties")):
        areas = table.facts.frames[set_id]
        for code in {draft.text(column) for draft in pointed} - {""}:
            told = {"lon", column, f"{column}_name"}
            mine = [at for at, draft in enumerate(pointed) if draft.text(column) == code and not draft.refused & told]
            _, metres = nearest_area(lon[mine], lat[mine], areas[areas["adcode"] == code])
            for at, far in zip(mine, metres, strict=True):
                width = 1000 * (pointed[at].number("position_km") or 0.0)
                if far > max(FAR_M, width) and not _administered(table, code, lon[at], lat[at]):
                    _refuse_elsewhere(table, pointed[at], code, float(far), lon[at], lat[at])


def _refuse_elsewhere(table: Table, draft: Draft, code: str, far: float, lon: float, lat: float) -> None:
    there = str(locate(np.array([lon]), np.array([lat]), table.facts.frames["counties"])[0])
    parts = {
        "there": table.facts.name_of(there),
        "said": table.facts.name_of(code),
        "km": f"{far / 1000:.1f}",
    }
    problem = Told("the point is in {there}, {km} km outside {said}", parts)
    if not there:
        problem = Told("the point is {km} km outside {said}", parts)
    table.refuse(draft, "lon", problem, Told("correct the point, or the unit that the row says"))


def _administered(table: Table, code: str, lon: float, lat: float) -> bool:
    """Whether a point lies where one prefecture administers ground that is drawn in another: no fault, but said."""
    for row in table.facts.former.values():
        if row["until"] or row["adcode"][:4] != code[:4]:
            continue
        unit = str(locate(np.array([lon]), np.array([lat]), table.facts.frames["counties"])[0])
        if unit in row["successors"]:
            text = "{name} is administered by {said}, and drawn and counted in {unit}"
            parts = {"name": row["name_zh"], "said": table.facts.name_of(code), "unit": table.facts.name_of(unit)}
            note = Told(text, parts)
            if note not in table.notes:
                table.notes.append(note)
            return True
    return False

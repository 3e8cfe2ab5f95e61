"""Which prefectures qualify under a definition, of bodies or of people, by loops over the raw tables."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from tests.atlas.oracles import served
from tests.oracles import begins, ends
from tests.worlds import prefectures, rows


def known_by(row: dict[str, str], stage: str, day: date) -> bool:
    return bool(row[stage]) and row[f"{stage}_bound"] != "unknown" and ends(row[stage]) <= day


def exists(row: dict[str, str], stage: str, degree: str, day: date) -> bool:
    """Whether a body exists at a day as surely as `degree`, from the sentences of docs/decisions/0003."""
    if row["record_type"] != "body" or row["evidence"] == "C":
        return False
    if row["not_before"] and begins(row["not_before"]) > day:
        return False
    if row["approved_bound"] == "exact" and begins(row["approved"]) > day:
        return False
    if stage == "operating":
        if row["status"] == "approved" or (row["operating_bound"] == "exact" and begins(row["operating"]) > day):
            return False
        proven = known_by(row, "operating", day)
    else:
        proven = known_by(row, "approved", day) or known_by(row, "operating", day)
    if degree == "certain":
        return proven and row["evidence"] in ("A1", "A2")
    counted = stage == "approved" and bool(row["counted_by"]) and ends(row["counted_by"]) <= day
    return degree == "possible" or proven or counted


def admits(definition: dict[str, Any], row: dict[str, str]) -> bool:
    return any(
        all(row[part] in each.get(f"{part}s", [row[part]]) for part in ("kind", "subkind", "level"))
        for each in definition["admits"]
    )


def enough(definition: dict[str, Any], prefecture: str, bodies: list[dict[str, str]], off: int) -> bool:
    """Whether the share of residents that is asked for has one of the bodies in reach."""
    borders = bool(definition.get("ignore_borders", False))
    reached = [served(body["id"], definition["radius_km"], borders, off) for body in bodies]
    mine = [number for number, place in enumerate(rows("demand_points")) if place["prefecture"] == prefecture]
    whole = sum(int(rows("demand_points")[number]["residents"]) for number in mine)
    near = sum(
        int(rows("demand_points")[number]["residents"]) for number in mine if any(number in each for each in reached)
    )
    return Fraction(near) >= Fraction(definition["residents_share"]) * whole


def qualifying(definition: dict[str, Any], degree: str, day: date) -> set[str]:
    """The prefectures that qualify at least as surely as `degree`, bodies without a place left aside."""
    bodies = [
        row for row in rows("bodies") if admits(definition, row) and exists(row, definition["stage"], degree, day)
    ]
    if definition.get("rule") == "access":
        off = {"certain": 1, "best": 0, "possible": -1}[degree]
        assert all(body["lon"] for body in bodies)
        return {each for each in prefectures() if enough(definition, each, bodies, off)}
    return {body["prefecture"] for body in bodies if body["serves"] != "province" and body["prefecture"]}

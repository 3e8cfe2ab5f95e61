"""The definitions in the comparison, prefecture by prefecture."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from atlas.ledger import ledger, ledger_answer
from tests.atlas.oracles import members_of, served
from tests.atlas.worlds import COMPARISONS, GEOGRAPHIC, comparison
from tests.oracles import begins, ends
from tests.worlds import prefectures, rows, the_atlas, toml, usual_question


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
    """Whether four fifths of the residents have one of the bodies in reach."""
    borders = bool(definition.get("ignore_borders", False))
    reached = [served(body["id"], definition["radius_km"], borders, off) for body in bodies]
    mine = [number for number, place in enumerate(rows("demand_points")) if place["prefecture"] == prefecture]
    whole = sum(int(rows("demand_points")[number]["residents"]) for number in mine)
    near = sum(
        int(rows("demand_points")[number]["residents"]) for number in mine if any(number in each for each in reached)
    )
    assert definition["residents_share"] == "0.80"
    return near * 5 >= whole * 4


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


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_definitions_count_the_members_that_qualify(name: str) -> None:
    question, told = usual_question(**COMPARISONS[name]), comparison(name)
    definitions = [each for each in toml("plans/14-5/definitions.toml")["definition"] if each.get("data") != "none"]
    lines = {line["id"]: line for line in told["lines"]}
    for definition in definitions:
        line = lines[definition["id"]]
        sets = [qualifying(definition, degree, question.as_of) for degree in ("certain", "best", "possible")]
        for region in [each["id"] for each in told["regions"]]:
            members = set(members_of(region))
            wanted = [len(each & members) for each in sets]
            if definition["id"] == "any-rapid-body":
                assert line["values"][region][:2] == wanted[:2], region
                continue
            assert line["values"][region] == wanted, (definition["id"], region)
            assert line["cells"][region] == f"{' · '.join(map(str, wanted))} / {len(members)}"
    assert "public-service-body" not in lines


def test_the_province_has_the_counts_of_the_ledger() -> None:
    told = {line["id"]: line["values"]["province"] for line in comparison("plain")["lines"]}
    for row in ledger_answer(ledger(the_atlas(), usual_question())):
        if row["verdict"] is not None:
            assert told[row["id"]] == [row["certain"], row["best"], row["possible"]], row["id"]

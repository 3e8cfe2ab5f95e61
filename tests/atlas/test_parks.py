"""Parks beyond reach of a body of their industry, against loops over the raw tables."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from atlas.parks import park_table, parks_answer
from atlas.question.question import Question
from geo.distance import distance_m
from tests.atlas.oracles import by_road_km
from tests.oracles import operates, stands
from tests.worlds import answered, partition, rows, the_atlas, usual_question

ASKED: dict[str, dict[str, Any]] = {
    "as the page opens": {},
    "80 km": {"radius_km": 80},
    "roads by distance": {"distance": "by-distance", "radius_km": 80},
    "ignoring borders": {"ignore_borders": True},
    "the north": {"zone": "north"},
    "toys only": {"industry": "玩具"},
    "operating": {"definition": "national-operating"},
}


@cache
def asked(name: str) -> Question:
    return usual_question(**ASKED[name])


def metres(one: dict[str, str], other: dict[str, str]) -> float:
    return float(distance_m(*([float(each[part])] for each in (one, other) for part in ("lon", "lat")))[0])


def terms(park: dict[str, str]) -> set[str]:
    return {each for each in f"{park['industries']}; {park['accepted_as']}".split("; ") if each and park["industries"]}


def expected(question: Question) -> dict[str, tuple[str, str]]:
    """Park -> state and nearest body."""
    bodies = [
        body
        for body in rows("bodies")
        if body["kind"] in question.kinds
        and body["lon"]
        and stands(body, question)
        and (question.definition != "national-operating" or operates(body, question))
    ]
    found = {}
    for park in rows("candidate_sites"):
        if park["evidence"] == "C" or (question.zone and partition()[park["prefecture"]] != question.zone):
            continue
        wanted = terms(park)
        if question.industry and wanted and question.industry not in wanted:
            continue
        near = [
            (metres(park, body), body["id"])
            for body in bodies
            if (question.ignore_borders or body["serves"] == "province" or body["prefecture"] == park["prefecture"])
            and (not wanted or wanted & set(body["industries"].split("; ")))
        ]
        if not near:
            found[park["id"]] = ("none", "")
        else:
            far, body_id = min(near)
            road_km = by_road_km(far, question.distance)
            found[park["id"]] = ("beyond" if road_km > question.radius_km else "within", body_id)
    return found


@pytest.mark.parametrize("name", ASKED)
def test_every_park_is_where_loops_find_it(name: str) -> None:
    table = park_table(the_atlas(), asked(name))
    told = {row["id"]: (row["state"], row["body"]) for row in table.to_dict("records")}
    assert told == expected(asked(name))
    assert table["state"].map(["beyond", "none", "within"].index).is_monotonic_increasing


def test_a_park_of_evidence_c_is_never_used() -> None:
    assert "park-14-04" not in set(park_table(the_atlas(), asked("as the page opens"))["id"])


def test_the_answer_of_the_page_counts_its_own_list() -> None:
    answer = answered("coverage")["parks"]
    assert answer["supposed"] is None
    for part, known in (("industry_known", True), ("industry_unknown", False)):
        for state, n in answer["counts"][part].items():
            mine = [each for each in answer["parks"] if each["industry_known"] == known and each["state"] == state]
            assert len(mine) == n
    assert all((each["road_km"] is None) == (each["state"] == "none") for each in answer["parks"])


def test_a_wider_radius_leaves_fewer_parks_beyond() -> None:
    beyond = [
        sum(each["state"] == "beyond" for each in parks_answer(the_atlas(), usual_question(radius_km=km))["parks"])
        for km in (5, 50, 100, 150)
    ]
    assert beyond == sorted(beyond, reverse=True)

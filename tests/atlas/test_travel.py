"""Matrices of travel as offices bring them: read cell by cell, refused in one sentence, known by what they say."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from atlas import travel as module
from atlas.faults import FaultError
from atlas.travel import travel
from data.limits import TRAVEL_BYTES, TRAVEL_CELLS

SAID = "#unit,km\n#source,测绘院\n#date,2026-10-31\n#licence,内部使用\n#method,free flow\n"
WHOLE = f"id,body-a,body-b\n{SAID}town-1,1.5,２\ntown-2,,inf\n"


def read(text: str) -> module.Travel:
    return travel(text.encode(), "mine.csv")


def test_a_matrix_says_what_it_says_and_has_its_numbers() -> None:
    found = read(WHOLE)
    assert (found.unit, found.source, found.date, found.licence, found.method) == (
        "km",
        "测绘院",
        "2026-10-31",
        "内部使用",
        "free flow",
    )
    assert found.costs.tolist() == [[1.5, 2.0], [inf, inf]]


def test_places_and_bodies_are_found_by_id_and_unknown_ones_have_no_way() -> None:
    found = read(WHOLE)
    assert found.between(["town-2", "town-1", "town-9"], ["body-b", "body-x"]).tolist() == [
        [inf, inf],
        [2.0, inf],
        [inf, inf],
    ]
    assert found.lacking(["town-1", "town-9"], ["body-a", "body-x", "body-y"]) == (1, 2)


def test_a_link_knows_a_matrix_by_its_numbers_and_by_what_it_says_of_itself() -> None:
    names = [read(WHOLE).id, read(WHOLE.replace("1.5", "1.6")).id, read(WHOLE.replace("测绘院", "他人")).id]
    assert len(set(names)) == 3
    assert read(WHOLE.replace("1.5", "1.50")).id == names[0]
    assert all(each.startswith("own-") and len(each) == 16 for each in names)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (WHOLE, "", "expected id and then the id of each body"),
        ("id,body-a", "place,body-a", "expected id and then the id of each body"),
        ("body-a,body-b", "body-a,body-a", "expected id and then the id of each body"),
        ("#source,测绘院\n", "", "expected lines that say #source"),
        ("#unit,km\n#source,测绘院\n", "", "expected lines that say #unit, #source"),
        ("#unit,km", "#unit,miles", "expected #unit km or minutes, found 'miles'"),
        ("1.5", "-1.5", "row 7: expected a number of 0 or more or nothing, found '-1.5'"),
        ("1.5", "far", "row 7: expected a number of 0 or more or nothing, found 'far'"),
        ("1.5,２", "1.5,2,3", "row 7: expected 3 cells like the heading, found 4"),
        ("town-2", "town-1", "row 8: expected the id of a place that no other row has, found 'town-1'"),
        ("town-1,1.5,２\ntown-2,,inf\n", "", "expected a line for each place, found none"),
    ],
)
def test_a_table_that_is_no_matrix_is_refused_in_one_sentence(old: str, new: str, sentence: str) -> None:
    assert old in WHOLE
    with pytest.raises(FaultError) as refused:
        read(WHOLE.replace(old, new))
    assert str(refused.value).startswith("mine.csv")
    assert sentence in str(refused.value)


def test_capacities_are_told_for_every_body_or_not_at_all() -> None:
    assert read(WHOLE).capacities_of(["body-a"]) is None
    able = read(WHOLE.replace("#method", "#capacity,3,4.5\n#method"))
    told = able.capacities_of(["body-b", "body-x", "body-a"])
    assert told is not None
    assert told.tolist() == [4.5, 0.0, 3.0]
    assert able.id != read(WHOLE).id
    with pytest.raises(FaultError, match="row 6: expected a capacity for every body"):
        read(WHOLE.replace("#method", "#capacity,3\n#method"))


def test_a_matrix_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRAVEL_CELLS", replace(TRAVEL_CELLS, most=1))
    with pytest.raises(FaultError, match="expected at most 1 cells"):
        read(WHOLE)
    monkeypatch.setattr(module, "TRAVEL_BYTES", replace(TRAVEL_BYTES, most=50))
    with pytest.raises(FaultError, match="expected at most 0 kB"):
        read(WHOLE)

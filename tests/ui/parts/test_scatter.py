"""Names of points: beside their own, over no other."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from atlas.pair import pair_of
from atlas.question.question import Question
from atlas.reach import Reached, reach_of
from atlas.words import Say, say_in
from tests.worlds import the_atlas, usual_question
from ui.parts.scatter import HEIGHT_PX, WIDTH_PX, _box, _meet, _pixels, name_places, scatter


def asked(**changes: object) -> tuple[Question, Reached, Say]:
    question = usual_question(**changes)
    return question, reach_of(the_atlas(), question), say_in("zh")


def test_names_stand_apart_where_there_is_room() -> None:
    rows = pd.DataFrame({"label": list("甲乙丙丁戊"), "first": [0, 1, 1.02, 2, 2.02], "second": [0, 1, 1.0, 2, 0.5]})
    places = name_places(rows, [False, False])
    across = _pixels(rows["first"], WIDTH_PX, log=False)
    down = [HEIGHT_PX - each for each in _pixels(rows["second"], HEIGHT_PX, log=False)]
    boxes = [_box(*each) for each in zip(across, down, rows["label"], places, strict=True)]
    assert not [pair for pair in combinations(boxes, 2) if _meet(*pair)]
    assert all(left >= 0 and right <= WIDTH_PX for left, _, right, _ in boxes)


def test_a_share_is_printed_as_a_percentage_on_its_axis_and_nothing_else_is() -> None:
    rows = pd.DataFrame(
        {"id": ["a", "b"], "label": ["甲", "乙"], "zone": ["东", "东"], "one": ["", ""], "other": ["", ""]}
    )
    rows = rows.assign(first=[0.0, 0.9], second=[40_000.0, 200_000.0])
    chart = scatter(rows, ("可及", "人均"), (0.5, 60_000.0), ["东"], "", "", (True, False)).to_dict()
    axes = [layer["encoding"][axis]["axis"]["format"] for layer in chart["layer"][-1:] for axis in ("x", "y")]
    assert axes == [".0%", ",~f"]


def test_names_of_many_points_in_one_row_stand_over_one_another() -> None:
    """Eleven prefectures that nobody reaches, by gross product on 430 pixels, and ten others."""
    pair = pair_of(the_atlas(), *asked(measure="gdp", other_measure="reach"))
    assert pair is not None
    rows = pair.known.reset_index(names="id")
    rows = rows.assign(label=[the_atlas().name_of(each) for each in rows["id"]])
    assert (rows["second"] == 0).sum() > 10
    places = name_places(rows, [True, False])
    across = _pixels(rows["first"], WIDTH_PX, log=True)
    down = [HEIGHT_PX - each for each in _pixels(rows["second"], HEIGHT_PX, log=False)]
    boxes = [_box(*each) for each in zip(across, down, rows["label"], places, strict=True)]
    assert [pair for pair in combinations(boxes, 2) if _meet(*pair)] == []


def test_a_kind_without_a_name_has_no_key() -> None:
    rows = pd.DataFrame({"id": ["a"], "label": ["甲"], "zone": [""], "one": [""], "other": [""]})
    chart = scatter(rows.assign(first=[1.0], second=[2.0]), ("可及", "人均"), (1.0, 2.0), [""], "", "").to_dict()
    assert chart["layer"][-1]["encoding"]["color"]["legend"] is None

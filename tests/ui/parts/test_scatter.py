"""Names of points: beside their own, over no other and over no mark, at every width."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import altair as alt
import pandas as pd
import pytest

from atlas.pair import pair_of
from atlas.question.question import Question
from atlas.reach import Reached, reach_of
from atlas.words import Say, say_in
from tests.worlds import choices, loaded, the_atlas, usual_question
from ui.parts.name_places import LINE_PX, MARK_PX, Place, Spread, name_places, width_of
from ui.parts.scatter import HEIGHT_PX, WIDTHS_PX, places_told, scale_of, scatter, spread

Rectangle = tuple[float, float, float, float]


def asked(**changes: object) -> tuple[Question, Reached, Say]:
    question = usual_question(**changes)
    return question, reach_of(the_atlas(), question), say_in("zh")


def points_of(first: str, second: str, language: str) -> Spread | None:
    """The points of two measures with the names of a language; None where the two are not known together."""
    pair = pair_of(the_atlas(), *asked(measure=first, other_measure=second))
    if pair is None or pair.known.empty:
        return None
    rows = pair.known.assign(label=[loaded("14-5", language).name_of(each) for each in pair.known.index])
    return spread(rows, [scale_of(rows[name]) for name in ("first", "second")])


def drawn(points: Spread, places: list[Place | None], width: float) -> tuple[list[Rectangle], list[Rectangle]]:
    """What the names and the marks take at a width, in pixels."""
    at = list(zip(points.across, points.down, strict=True))
    marks = [(x * width - MARK_PX, y - MARK_PX, x * width + MARK_PX, y + MARK_PX) for x, y in at]
    names = list[Rectangle]()
    for (x, y), label, place in zip(at, points.labels, places, strict=True):
        if place is not None:
            middle, half = x * width + place.dx, width_of(label) / 2
            top = y + place.dy - LINE_PX / 2
            names.append((middle - half, top, middle + half, top + LINE_PX))
    return names, marks


def meet(one: Rectangle, other: Rectangle) -> bool:
    """By more than a hair: sums of the same numbers in another order differ in the last digit."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    return min(across, min(one[3], other[3]) - max(one[1], other[1])) > 1e-6


def faults(points: Spread, least: float, most: float) -> tuple[int, int]:
    """How many names lie over others, marks or the edge at widths of a range; how many are left out."""
    places = name_places(points, (least, most), HEIGHT_PX)
    found = 0
    for width in (least, (least + most) / 2, most):
        names, marks = drawn(points, places, width)
        found += sum(meet(*each) for each in [*combinations(names, 2), *product(names, marks)])
        found += sum(left < 0 or right > width or top < 0 or foot > HEIGHT_PX for left, top, right, foot in names)
    return found, places.count(None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_lies_over_another_or_a_mark_however_wide_the_drawing_is(language: str) -> None:
    """Seven names of the first pair once lay on each other and on marks, and eleven of the second on one point."""
    pairs = [("gdp-per-resident", "invention-grants-per-10k"), ("bodies", "bodies-per-million"), ("gdp", "reach")]
    for pair in pairs:
        points = points_of(*pair, language)
        assert points is not None
        for least, most in pairwise(WIDTHS_PX):
            over, left_out = faults(points, least, most)
            assert over == 0
            assert left_out <= (len(points.labels) // 3 if least < 390 else 3)
            assert least < 488 or pair != pairs[0] or not left_out


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
def test_so_it_is_for_all_two_measures_that_can_be_chosen_and_only_the_fewest_names_are_left_out(language: str) -> None:
    for pair in combinations(choices().measures, 2):
        points = points_of(*pair, language)
        if points is None:
            continue
        told = {least: faults(points, least, most) for least, most in pairwise(WIDTHS_PX)}
        assert [over for over, _ in told.values()] == [0] * len(told), pair
        assert all(left_out <= 3 for least, (_, left_out) in told.items() if least >= 610), pair


def test_names_stand_beside_their_marks_where_there_is_room_and_are_led_away_where_not() -> None:
    far = Spread([0.1, 0.5, 0.9], [50, 150, 250], list("甲乙丙"))
    assert [place and place.led for place in name_places(far, (200, 300), HEIGHT_PX)] == [False] * 3
    near = Spread([0.5] * 9, [150] * 9, list("甲乙丙丁戊己庚辛壬"))
    places = name_places(near, (200, 300), HEIGHT_PX)
    assert None not in places
    assert sum(place is not None and place.led for place in places) >= 5


def test_a_name_without_room_is_left_out_and_the_others_stay() -> None:
    crowd = Spread([0.5] * 60, [20.0] * 60, ["甲" * 6] * 60)
    places = name_places(crowd, (160, 200), 40)
    assert 1 <= len([each for each in places if each is not None]) < 60


def test_the_chart_has_every_name_once_at_each_width() -> None:
    rows = pd.DataFrame({"label": list("甲乙"), "first": [1.0, 2.0], "second": [3.0, 4.0]})
    told = places_told(rows, [alt.Scale(type="linear", domain=[0, 3]), alt.Scale(type="linear", domain=[0, 5])])
    for width in (20, 170, 333, 580, 2500):
        here = told[(told["least"] <= width) & (width < told["most"])]
        assert sorted(here["label"]) == ["乙", "甲"]


def test_a_share_is_printed_as_a_percentage_on_its_axis_and_nothing_else_is() -> None:
    rows = pd.DataFrame(
        {"id": ["a", "b"], "label": ["甲", "乙"], "zone": ["东", "东"], "one": ["", ""], "other": ["", ""]}
    )
    rows = rows.assign(first=[0.0, 0.9], second=[40_000.0, 200_000.0])
    chart = scatter(rows, ("可及", "人均"), (0.5, 60_000.0), ["东"], "", "", (True, False)).to_dict()
    axes = [layer["encoding"][axis]["axis"]["format"] for layer in chart["layer"][-1:] for axis in ("x", "y")]
    assert axes == [".0%", ",~f"]


def test_a_kind_without_a_name_has_no_key() -> None:
    rows = pd.DataFrame({"id": ["a"], "label": ["甲"], "zone": [""], "one": [""], "other": [""]})
    chart = scatter(rows.assign(first=[1.0], second=[2.0]), ("可及", "人均"), (1.0, 2.0), [""], "", "").to_dict()
    assert chart["layer"][-1]["encoding"]["color"]["legend"] is None

"""What charts promise: each number as text beside its mark, unknown told apart from zero, lines named without heaps."""

from __future__ import annotations

import pandas as pd
import pytest

from atlas.ways import way_called
from atlas.words import say_in
from ui.parts import charts

ROWS = pd.DataFrame(
    {"id": ["a", "b", "c"], "label": ["A", "B", "C"], "value": [2.0, 0.0, float("nan")], "text": ["2", "0", "–"]}
)


def test_bars_carry_their_rows_in_order_and_the_chosen_one_is_marked() -> None:
    rows = charts.ranking_bars(ROWS, "bodies", chosen="b")["datasets"][charts.ROWS]
    assert rows["label"].tolist() == ["A", "B", "C"]
    assert rows["text"].tolist() == ["2", "0", "–"]
    assert rows["chosen"].tolist() == [False, True, False]


def test_the_same_chart_with_other_numbers_does_not_change_the_first() -> None:
    first = charts.ranking_bars(ROWS, "bodies")
    charts.ranking_bars(ROWS.assign(value=9.0), "bodies")
    assert first["datasets"][charts.ROWS]["value"].tolist()[:2] == [2.0, 0.0]


def test_bars_under_a_heading_have_no_title_that_takes_their_room() -> None:
    for headed, title in ((True, None), (False, "bodies")):
        chart = charts.ranking_bars(ROWS, "bodies", headed=headed)
        titles = [each["encoding"]["x"]["title"] for each in chart["layer"]]
        assert titles == [title, title]
        assert chart["layer"][0]["encoding"]["tooltip"][1]["title"] == "bodies"


def test_a_bar_is_as_high_for_each_row() -> None:
    one, three = (charts.ranking_bars(ROWS.head(n), "bodies")["height"] for n in (1, 3))
    assert three - one == 2 * charts.ROW_PX


def test_a_profile_marks_the_distance_asked_for() -> None:
    table = pd.DataFrame({"km": [5, 50], "nearest": [0.1, 0.5], "second": [0.0, 0.4]})
    told = charts.distance_profile(table, 50, way_called("detour"), "Share of residents", say_in("en")).to_dict()
    assert [{"km": 50, "text": "50 km"}] in list(told["datasets"].values())


def test_lines_that_end_together_share_one_label() -> None:
    last = pd.DataFrame({"time": "2025", "value": [0.0, 0.001, 0.002, 0.003, 0.004, 1.0], "label": list("abcdef")})
    labels = charts._labelled(last)["label"].tolist()
    assert labels == ["a b c d +1", "f"]


def test_a_prefecture_without_a_value_is_grey_on_a_small_map_and_not_the_lowest_shade() -> None:
    shapes = {"features": [{"type": "Feature", "properties": {"id": "a", "name": "A"}, "geometry": None}]}
    colour = charts.small_map(shapes, ROWS, "bodies", (0, 2)).to_dict()["encoding"]["color"]
    assert charts.UNKNOWN in str(colour)
    assert charts.UNKNOWN not in charts.SHADES


@pytest.mark.parametrize(("on", "ground"), [("light", 255), ("dark", 27)])
def test_the_lowest_shade_of_a_small_map_is_nearest_to_its_ground_as_on_the_map(
    monkeypatch: pytest.MonkeyPatch, on: str, ground: int
) -> None:
    monkeypatch.setattr(charts, "theme", lambda: on)
    shapes = {"features": [{"type": "Feature", "properties": {"id": "a", "name": "A"}, "geometry": None}]}
    colour = charts.small_map(shapes, ROWS, "bodies", (0, 2)).to_dict()["encoding"]["color"]
    shades = colour["condition"]["scale"]["range"]
    away = [abs(sum(bytes.fromhex(shade[1:])) / 3 - ground) for shade in shades]
    assert away == sorted(away)
    assert colour["value"] not in shades

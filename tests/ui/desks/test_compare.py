"""Comparison of regions: the worst zone, the inequality and the table, as the answer of the page has them."""

from __future__ import annotations

import re

import pytest

from tests.ui.reader import map_state, opened, tables, told, unharmed
from tests.worlds import answered


def test_inequality_is_that_of_the_answer() -> None:
    theil, words = answered("compare")["theil"], told(opened("compare")).replace("\\", "")
    for part in ("total", "between", "within"):
        assert f"{theil[part]:.3f}" in words


def test_the_table_side_by_side_has_the_cells_of_the_answer() -> None:
    answer = answered("compare", regions=("north", "440500"))
    words = told(opened("compare", regions="north 440500"))
    for line in answer["lines"]:
        for region in answer["regions"]:
            assert f"<td>{line['cells'][region['id']]}</td>" in words, line["id"]


def test_the_ranking_puts_prefectures_in_the_order_of_the_answer() -> None:
    ranking = answered("compare", measure="gdp")["ranking"]
    table = tables(opened("compare", "compare-parts:排名表", measure="gdp"))[0]
    assert len(table) == len(ranking) == 21


@pytest.mark.parametrize(
    ("link", "tab", "layer"),
    [
        ({"other_measure": "bodies", "layers": "neighbours prefectures"}, "", "two-measures"),
        ({"clusters": "found", "layers": "neighbours prefectures"}, "compare-parts:是否成片", "clusters"),
    ],
)
def test_what_a_link_asks_but_for_the_layer_it_needs_says_so_and_is_shown_at_a_press(
    link: dict[str, str], tab: str, layer: str
) -> None:
    app = opened("compare", tab, **link)
    unharmed(app)
    assert layer not in map_state(app)["on"]
    assert "地图上未显示：图层“" in told(app)
    app.button(key=f"show-{layer}").click().run()
    unharmed(app)
    assert layer in map_state(app)["on"]
    assert "地图上未显示" not in told(app)


def test_two_measures_are_told_once_as_the_first_sentence_of_the_page() -> None:
    app = opened("compare", measure="gdp", other_measure="reach")
    unharmed(app)
    words = re.sub(r"<[^>]*>|\u2060", "", told(app))
    for part in ("两项都高于中位数", "两项都不高"):
        assert words.count(f"{part}的") == 1
    assert words.index("两项都高于中位数") < words.index("对照量")


@pytest.mark.parametrize("layers", ["neighbours prefectures clusters", "neighbours prefectures measured"])
def test_a_link_with_clusters_says_what_they_are_beside_the_map_and_opens_their_part(layers: str) -> None:
    app = opened("compare", clusters="found", layers=layers)
    unharmed(app)
    beside = [each.value for each in app.markdown if "莫兰指数" in each.value]
    assert len(beside) == 1
    assert told(app).index("莫兰指数") < told(app).index("可及是否均衡？")
    assert app.session_state["compare-parts"] == "是否成片"


def test_the_part_that_a_reader_opens_stays_open_while_clusters_are_shown() -> None:
    app = opened("compare", "compare-parts:排名表", clusters="found")
    unharmed(app)
    assert app.session_state["compare-parts"] == "排名表"


def test_a_p_is_not_torn_from_its_number() -> None:
    words = told(opened("compare", clusters="found")).replace("\\", "")
    assert re.search(r"，p=0\.\d{3}：", words)

"""The overview: its cards say the numbers of its answer, its table holds what its map shows."""

from __future__ import annotations

from layers.safe import for_markdown
from tests.ui.reader import map_state, opened, tables, told, unharmed
from tests.worlds import answered, the_atlas


def test_every_card_says_the_figure_of_the_answer() -> None:
    words = told(opened())
    for card in answered("overview")["cards"]:
        assert f"<b>{card['figure']}</b>" in words, card["id"]


def test_the_table_has_as_many_rows_as_the_map_has_marks() -> None:
    app = opened("overview", "twin:open", layers="prefectures protection-centres")
    unharmed(app)
    layers = answered("overview", layers=("prefectures", "protection-centres"))["layers"]
    assert len(tables(app)[0]) == sum(layers.values()) > 21


def test_nothing_on_the_map_is_said_where_the_table_would_be() -> None:
    app = opened("overview", "twin:open", layers="none")
    assert map_state(app)["on"] == []
    assert tables(app) == []
    assert any("没有显示任何图层" in each.value for each in app.info)


def test_what_is_selected_is_told_with_its_record() -> None:
    app = opened(selected="protection-centre-foshan")
    bodies = the_atlas().world["bodies"].set_index("id")
    assert f"## {for_markdown(bodies.at['protection-centre-foshan', 'name_zh'])}" in told(app)
    assert map_state(app)["selected"] == "protection-centre-foshan"


def test_a_card_of_the_link_opens_its_records() -> None:
    app = opened(card="fast-protection")
    unharmed(app)
    assert "规划条款" in told(app)

"""A matrix of travel on the coverage page: loaded, counted by, refused, and a link whose matrix is not here."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from atlas.children import CHILDREN, Children
from atlas.reach import gaps_answer
from tests.atlas.travels import asked, loaded, text
from tests.ui.reader import PATIENCE_S, map_state, opened, told, unharmed
from tests.worlds import the_atlas
from ui.parts.take_away import HELD


def words_of(app: AppTest) -> str:
    """What is written on the page, as a reader sees it: without the signs that keep markdown from drawing it."""
    return unescape(told(app).replace("\\", ""))


def bring(app: AppTest, content: str) -> AppTest:
    field = next(each for each in app.file_uploader if each.key == "widget-own-travel-file")
    return field.set_value(("mine.csv", content.encode(), "text/csv")).run()


def test_a_loaded_matrix_counts_on_page_map_and_address_and_says_what_it_is() -> None:
    app = bring(opened("coverage", radius="60"), text("minutes"))
    unharmed(app)
    question = asked("minutes", radius_km=60)
    gaps, words = gaps_answer(the_atlas(), question), words_of(app)
    assert f"<b>{gaps['share']:.1%}</b>" in words
    assert "60分钟内可及的居民" in words
    assert all(each in words for each in ("某测绘院", "2026-10-31", "内部使用", "不含转向限制", "不得用于导航"))
    assert app.query_params["distance"] == loaded("minutes").id
    state = map_state(app)
    assert state["ring_m"] is None
    assert "60分钟内可及的居民" in str(state["captions"])


def test_places_in_classes_stand_for_rings_as_soon_as_a_matrix_counts_and_rings_for_them_afterwards() -> None:
    app = bring(opened("coverage", layers="prefectures reach reach-rings"), text("minutes"))
    unharmed(app)
    assert map_state(app)["on"] == ["prefectures", "reach", "travel-places"]
    assert "25–50分钟（可及）" in str(map_state(app)["captions"])
    next(each for each in app.button_group if each.key == "widget-distance").set_value("detour").run()
    unharmed(app)
    assert map_state(app)["on"] == ["prefectures", "reach", "reach-rings"]


def test_a_view_by_a_loaded_matrix_is_taken_away_as_a_file_that_another_process_makes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    children, given = Children(kept=1), list[Any]()

    def run(stopped: Any, watch: Any, function: Any, *more: Any) -> Any:
        given.append((function, more))
        return children.run(stopped, watch, function, *more)

    monkeypatch.setattr(CHILDREN, "run", run)
    app = bring(opened("coverage"), text("km"))
    app.session_state["take-away"] = True
    app.run().button(key="take-tables").click().run()
    unharmed(app)
    try:
        app.session_state[HELD].works["tables"].answer(PATIENCE_S)
        app.run()
        unharmed(app)
        ((function, (thing, order)),) = given
        assert any(each.key == "save-tables" for each in app.download_button)
        assert app.session_state[HELD].files[thing] == function(lambda: 0, lambda _now: False, thing, order)
    finally:
        children.end()


def test_a_file_that_is_no_matrix_is_one_sentence_and_changes_nothing() -> None:
    app = bring(opened("coverage"), "id,body-a\ntown,1\n")
    unharmed(app)
    words = words_of(app)
    assert "应有说明#unit, #source, #licence的行" in words
    assert "估算路程（公里）：直线×1.3" in words


def test_a_link_whose_matrix_is_not_here_asks_for_the_file_and_estimates_until_then() -> None:
    app = opened("coverage", distance="own-000000000000")
    unharmed(app)
    assert "链接按路程矩阵计算，矩阵不在链接中" in "".join(each.value for each in app.warning)
    assert "估算路程（公里）：直线×1.3" in words_of(app)

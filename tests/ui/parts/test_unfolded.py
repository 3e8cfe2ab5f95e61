"""What is folded is filled once it is unfolded: nothing of it is sent before, and nothing is lost by closing it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.reader import map_state, opened, unharmed

INDICATOR, INDUSTRY = "widget-indicator", "widget-industry"


def keys(app: AppTest) -> set[str]:
    """Of all that can be pressed, chosen or typed into."""
    chosen = ("selectbox", "toggle", "multiselect", "number_input", "select_slider", "radio")
    kinds = ("button", "download_button", *chosen)
    return {str(each.key) for kind in kinds for each in app.get(kind)}


@pytest.mark.parametrize(
    ("page", "within"),
    [
        ("overview", {INDICATOR, INDUSTRY, "json", "keep-view", "start-tour"}),
        ("siting", {INDICATOR, "json", "start-tour", "widget-siting-sites", "widget-siting-demand"}),
        ("manual", {"json", "keep-view", "start-tour"}),
    ],
)
def test_only_what_is_open_is_filled(page: str, within: set[str]) -> None:
    closed, unfolded = opened(page, folded=True), opened(page)
    unharmed(closed)
    unharmed(unfolded)
    assert keys(closed) & within == set()
    assert within <= keys(unfolded)
    assert closed.code == []


@pytest.mark.parametrize("page", ["data", "review", "manual"])
def test_a_page_that_hides_the_row_of_controls_makes_none(page: str) -> None:
    assert keys(opened(page)) & {"widget-as_of", "widget-definition", INDICATOR} == set()


def test_the_map_is_the_same_whether_anything_is_open() -> None:
    closed, unfolded = (map_state(opened(folded=folded, radius="80")) for folded in (True, False))
    assert closed == unfolded


def test_what_was_chosen_stays_when_it_is_closed_and_is_there_when_it_is_opened_again() -> None:
    app = opened()
    other = app.selectbox(key=INDICATOR).options[-1]
    before = app.session_state["question"].indicator
    app.selectbox(key=INDICATOR).select(other).run()
    asked = app.query_params["indicator"]
    assert asked != before
    app.session_state["filters"] = False
    app.run()
    assert INDICATOR not in keys(app)
    assert app.query_params["indicator"] == asked
    app.session_state["filters"] = True
    app.run()
    assert app.selectbox(key=INDICATOR).value == asked
    unharmed(app)


def test_an_indicator_has_a_year_of_its_own_though_nobody_sees_the_list_of_years() -> None:
    app = opened(folded=True, indicator="map-area", period="2025")
    unharmed(app)
    assert app.session_state["question"].period == "2020"

"""Which prefecture is the reader's own: chosen on its page, by its link or through a named door; a click on a place, on
whatever page, shows that place and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from atlas.question.question import default_question
from tests.ui.reader import every, map_state, opened, unharmed
from tests.worlds import choices
from ui.desks import PAGES, WITHOUT_MAP
from ui.session import map_view
from ui.session import question as session_question

MINE, NEIGHBOUR, COUNTY = "441500", "445200", "c440281"
WITH_MAP = [each.path for each in PAGES if each.look not in WITHOUT_MAP and each.path != "prefecture"]
Click = Callable[..., AppTest]


@pytest.fixture
def click(monkeypatch: pytest.MonkeyPatch) -> Click:
    """One act on the map of the page that an app shows, as the browser tells it, and the run that follows."""
    told: dict[str, Any] = {"n": 0}
    monkeypatch.setattr(map_view, "answer", lambda: told if told["n"] else None)

    def act(app: AppTest, selected: str | None, page: str, **more: Any) -> AppTest:
        n = told["n"] + 1
        told.clear()
        told.update(selected=selected, n=n, page=page, **more)
        app.run()
        unharmed(app)
        return app

    return act


def turned(app: AppTest, page: str) -> AppTest:
    """The same session on another page."""
    app._page_hash = calc_hash(page) if page != "overview" else ""
    return app.run()


def asked(app: AppTest) -> tuple[str, str]:
    """What is selected, and which prefecture is the reader's own."""
    question = app.session_state["question"]
    return question.selected, question.prefecture


def offered(app: AppTest) -> int:
    return sum(str(getattr(each, "key", "")).startswith("choose-prefecture-") for each in every(app))


def test_the_page_of_mine_stays_on_mine_whatever_is_clicked(click: Click) -> None:
    app = opened("prefecture", id=MINE)
    for place in (NEIGHBOUR, COUNTY, "protection-centre-foshan", None):
        click(app, place, "prefecture")
        assert asked(app) == (place or "", MINE)
        assert map_state(app)["about"] == MINE
        assert MINE in app.query_params["id"]


def test_no_click_on_any_other_page_changes_mine(click: Click) -> None:
    app = opened("prefecture", id=MINE)
    for page in WITH_MAP:
        assert asked(click(turned(app, page), NEIGHBOUR, page)) == (NEIGHBOUR, MINE), page
    assert asked(turned(app, "prefecture")) == (NEIGHBOUR, MINE)


def test_who_has_chosen_none_is_offered_all_after_a_click_elsewhere(click: Click) -> None:
    app = click(opened("overview"), NEIGHBOUR, "overview")
    assert asked(app) == (NEIGHBOUR, "")
    assert offered(turned(app, "prefecture")) == len(choices().prefectures) == 21


@pytest.mark.parametrize("place", [NEIGHBOUR, "c445202"])
def test_while_it_is_open_the_first_click_on_its_own_page_chooses_and_the_next_does_not(
    click: Click, place: str
) -> None:
    app = click(opened("prefecture", id="999999"), place, "prefecture")
    assert asked(app) == (place, NEIGHBOUR)
    assert asked(click(app, MINE, "prefecture")) == (MINE, NEIGHBOUR)


def test_a_row_or_a_card_that_is_chosen_leaves_mine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {"question": default_question(choices()).with_changes(prefecture=MINE)}
    monkeypatch.setattr(session_question.st, "session_state", held)
    for place in (NEIGHBOUR, COUNTY, "core"):
        session_question.choose(place)
        assert (held["question"].selected, held["question"].prefecture) == (place, MINE)


def doors(app: AppTest) -> list[str]:
    return [each["door"] for each in map_state(app)["doors"]]


def test_the_card_of_a_place_has_the_doors_that_stand_beside_tables(click: Click) -> None:
    app = click(opened("coverage"), COUNTY, "coverage")
    on_card = [each["text"] for each in map_state(app)["doors"]]
    assert on_card == ["韶关的页面", "下一家建在韶关何处"]
    assert on_card == [each.label for each in app.button if str(each.key).startswith("gap-door-")]


def test_what_is_no_place_of_the_province_has_no_door_on_its_card(click: Click) -> None:
    app = opened("overview")
    for place in (None, "protection-centre-foshan", "core", "nansha"):
        assert doors(click(app, place, "overview")) == [], place


def test_no_door_leads_to_where_the_reader_is(click: Click) -> None:
    app = click(opened("prefecture", id=MINE), MINE, "prefecture")
    assert doors(app) == ["siting"]
    assert doors(click(app, NEIGHBOUR, "prefecture")) == ["prefecture", "siting"]


def test_the_door_to_a_page_is_how_another_becomes_mine(click: Click) -> None:
    app = click(opened("coverage"), COUNTY, "coverage")
    app = click(app, COUNTY, "coverage", door="prefecture")
    assert app.session_state["page"] == "prefecture"
    assert asked(app) == (COUNTY, "440200")
    app = click(click(app, NEIGHBOUR, "prefecture"), NEIGHBOUR, "prefecture", door="prefecture")
    assert asked(app) == ("", NEIGHBOUR), "what the page is about needs no mark beside its outline"
    assert asked(app.run()) == ("", NEIGHBOUR)


def test_the_door_to_siting_asks_for_one_centre_there_and_leaves_mine(click: Click) -> None:
    app = click(opened("prefecture", id=MINE), NEIGHBOUR, "prefecture", door="siting")
    assert app.session_state["page"] == "siting"
    siting, faults = choices().siting.read(app.session_state["question"].siting)
    assert not faults
    assert (siting.question, siting.p, siting.least) == ("most", 1, {NEIGHBOUR: 1})
    assert asked(app) == (NEIGHBOUR, MINE)


def test_what_is_no_door_leads_nowhere_nor_does_a_door_of_nothing(click: Click) -> None:
    app = opened("coverage")
    for door in (None, "", "data", "../x", 7, ["siting"], {"door": "siting"}):
        click(app, NEIGHBOUR, "coverage", door=door)
        assert (app.session_state["page"], asked(app)) == ("coverage", (NEIGHBOUR, "")), door
    click(app, None, "coverage", door="siting")
    assert (app.session_state["page"], asked(app)) == ("coverage", ("", ""))

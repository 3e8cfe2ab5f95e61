"""The clock on the server: what is typed and what the browser says, and where its years stand."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import streamlit

from atlas.clock import year_ends
from atlas.question.choices import month_ends
from atlas.question.question import default_question
from tests.ui.reader import opened, unharmed
from tests.worlds import choices
from ui.frame import clock
from ui.session.link import PLAYING

ENDS = year_ends(choices().first_day, choices().last_day)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a session remembers, without Streamlit."""
    held: dict[str, Any] = {"question": default_question(choices())}
    monkeypatch.setattr(streamlit, "session_state", held)
    return held


def act(memory: dict[str, Any], told: object) -> date:
    memory[clock.KEY] = {"act": told}
    clock._take_act(ENDS)
    day: date = memory["question"].as_of
    return day


def test_a_step_of_the_play_is_a_day_of_the_clock_and_says_that_it_plays(memory: dict[str, Any]) -> None:
    assert act(memory, {"day": "2012-12-31", "playing": True}) == date(2012, 12, 31)
    assert memory[PLAYING]
    assert act(memory, {"day": "2013-12-31", "playing": False}) == date(2013, 12, 31)
    assert not memory[PLAYING]


def test_a_step_takes_away_what_was_typed_and_not_taken(memory: dict[str, Any]) -> None:
    memory[clock.TYPED] = "2019-02-30"
    act(memory, {"day": "2013-12-31", "playing": False})
    assert memory[clock.TYPED] == ""


@pytest.mark.parametrize(
    "told", [None, 7, [], {}, {"day": "2012-06-30"}, {"day": ["2012-12-31"], "playing": 1}, {"day": {}, "playing": "x"}]
)
def test_what_has_not_its_form_changes_nothing(memory: dict[str, Any], told: object) -> None:
    before = memory["question"]
    act(memory, told)
    assert memory["question"] == before
    assert not memory.get(PLAYING)


def test_every_year_stands_under_its_last_day() -> None:
    first, last = choices().first_day, choices().last_day
    days = month_ends(first, last)
    told = clock._years(days, ENDS)
    places = [float(each) for each in re.findall(r"left:([\d.]+)%", told)]
    # Twelve steps a year of a slider that begins with January 2010.
    wanted = [100 * (11 + 12 * n) / (12 * (last.year - first.year + 1) - 1) for n in range(len(ENDS))]
    assert places == pytest.approx(wanted, abs=0.01)
    assert re.findall(r">(\d+)<", told) == ["2010", "2015", "2020", "2025"]


def test_what_is_typed_sets_the_clock_and_nonsense_says_one_sentence_and_changes_nothing() -> None:
    app = opened(date="2020-12-31")
    app.text_input(key=clock.TYPED).set_value("2023年6月").run()
    unharmed(app)
    assert app.select_slider[0].value == date(2023, 6, 30)
    assert app.session_state["told"][1]["date"] == "2023-06-30"
    app.text_input(key=clock.TYPED).set_value("昨天吧").run()
    assert [each.value[:8] for each in app.warning] == ["输入的不是日期。"]
    assert app.session_state["question"].as_of == date(2023, 6, 30)
    app.select_slider[0].set_value(date(2020, 12, 31)).run()
    assert len(app.warning) == 0
    assert app.text_input(key=clock.TYPED).value == "", "nor does the box say another day than the clock"


def test_while_it_plays_the_entry_stays_and_the_stop_tells_it_once() -> None:
    app = opened(date="2012-12-31")
    before = dict(app.query_params)
    for day in (date(2013, 12, 31), date(2014, 12, 31)):
        app.session_state[PLAYING] = True
        app.session_state["question"] = app.session_state["question"].with_changes(as_of=day)
        app.run()
        assert app.select_slider[0].value == day
        assert dict(app.query_params) == before
    app.session_state[PLAYING] = False
    app.run()
    assert app.query_params["date"] == "2014-12-31"

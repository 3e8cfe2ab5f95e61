"""Siting: the form says the question of the link, nothing is claimed before a search, a scenario is told everywhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from atlas.ledger import about_told
from atlas.scenario.effect import definitions_told, effect
from geo.scenario import MOST_CHANGES
from tests.ui.reader import PATIENCE_S, as_read, opened, tables, told, unharmed
from tests.worlds import the_atlas, usual_question
from ui.frame.ask import TURN

SCENARIO = "add court 116.1000,24.3000 a; close protection-centre-foshan"


def test_before_a_search_nothing_is_claimed() -> None:
    app = opened("siting", siting="question:most p:3")
    # What the link brings is searched at once; what is chosen in the form waits for its button.
    app.number_input(key="widget-siting-p").set_value(5).run()
    words = told(app)
    assert "下一家建在哪，尚未求解" in words
    assert "此问题尚未求解" in words
    assert "已证明" not in words


def test_the_form_holds_what_the_link_asks() -> None:
    app = opened("siting", siting="k:12 floors:north=3", radius="80")
    unharmed(app)
    numbers = [each.value for each in app.number_input]
    assert 12 in numbers
    assert 3 in numbers
    assert 80 in [each.value for each in app.slider]


def test_a_scenario_of_the_link_is_listed_and_can_be_left() -> None:
    app = opened("siting", scenario=SCENARIO, scenario_name="梅州")
    unharmed(app)
    assert "梅州" in told(app)
    assert "改动（2）" in told(app)
    leave = next(each for each in app.button if each.label == "退出设想方案")
    leave.click().run()
    unharmed(app)
    assert "改动（0）" in told(app)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who waits for the answer of a link, however busy the machine is."""
    monkeypatch.setattr("atlas.siting.session.AT_ONCE_S", 60.0)


def certificate(**link: str) -> str:
    """The certificate of a link that is answered on arrival."""
    app = opened("siting", siting="question:most p:2", **link)
    until = time.monotonic() + 60
    while "候选点124个" not in (words := told(app)) and time.monotonic() < until:
        time.sleep(0.1)
        app.run()
    unharmed(app)
    return words


@pytest.mark.usefixtures("patient")
def test_the_certificate_counts_supposed_bodies_apart() -> None:
    assert "现有机构15家不动" in certificate()
    added = "add protection_centre 116.1000,24.3000 a; add protection_centre 115.1000,24.3000 b"
    assert "现有机构15 → 17（设想）家不动" in certificate(scenario=added)


def test_the_change_after_the_last_one_is_a_sentence() -> None:
    full = "; ".join(f"add court 113.{place:04d},23.1000" for place in range(3000, 3000 + MOST_CHANGES))
    app = opened("siting", scenario=full)
    unharmed(app)
    assert f"改动（{MOST_CHANGES}）" in told(app)
    app.button(key="scenario-at-seat").click().run()
    assert not app.exception
    assert f"一个方案至多{MOST_CHANGES}项改动，再加将有{MOST_CHANGES + 1}项。" in [
        as_read(each.value) for each in app.warning
    ]
    assert f"改动（{MOST_CHANGES}）" in told(app)


def test_an_id_of_five_thousand_digits_is_no_id() -> None:
    app = opened("siting", siting="question:most p:2", scenario=f"add new-{'9' * 5000} court 116.1000,24.3000 a")
    unharmed(app)
    assert len(app.warning) == 1
    app.button(key="scenario-at-seat").click().run()
    unharmed(app)


@pytest.mark.usefixtures("patient")
def test_the_first_sentence_is_the_answer_that_the_page_shows() -> None:
    words = certificate()
    assert "下一家建在哪，尚未求解" not in words
    assert words.count("再建2家：") == 1


@pytest.mark.usefixtures("patient")
def test_a_question_of_the_box_is_answered_on_the_page_of_its_form() -> None:
    app = opened("siting", siting="question:most p:2")
    app.number_input(key="widget-siting-p").set_value(5).run()
    assert "下一家建在哪，尚未求解" in told(app)
    asked = usual_question().with_changes(siting="question:most p:3")
    app.session_state[TURN] = {"page": "siting", "question": asked, "changed": {"siting"}, "layers": ()}
    app.run()
    unharmed(app)
    words = told(app)
    assert "下一家建在哪，正在求解" in words or "再建3家：" in words
    assert "下一家建在哪，尚未求解" not in words


def test_while_the_answer_of_a_link_is_looked_for_nobody_is_told_to_look_for_it() -> None:
    words = told(opened("siting", siting="question:most p:3", radius="70"))
    assert "下一家建在哪，正在求解" in words or "再建3家：" in words
    assert "下一家建在哪，尚未求解" not in words


@pytest.fixture
def unending(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Searches that go on until the test is over."""
    over = threading.Event()

    def wait(*_: Any, **__: Any) -> None:
        over.wait(PATIENCE_S)

    monkeypatch.setattr("atlas.siting.session._apart", wait)
    yield
    over.set()


@pytest.mark.usefixtures("unending")
def test_no_sentence_of_the_page_says_that_nothing_was_searched_while_a_search_is_at_work() -> None:
    app = opened("siting", siting="question:most p:3", radius="70")
    assert "正在求解" in (words := told(app))
    assert "尚未求解" not in words
    # One that the reader begins, after one that nobody has begun.
    app.number_input(key="widget-siting-p").set_value(4).run()
    assert "此问题尚未求解" in told(app)
    app.button(key="siting-search").click().run()
    unharmed(app)
    assert "正在求解" in (words := told(app))
    assert "尚未求解" not in words


def test_a_scenario_is_told_by_definition_in_numbers_one_to_a_column() -> None:
    """Before, as the records say; after, never called certain; each the number that the verb `whatif` counts."""
    app = opened("siting", scenario=SCENARIO)
    # What changes stands open, what stays the same is folded below it; together they are the rows of the ledger.
    open_rows, folded = (each for each in tables(app) if "至多（设想）" in each.columns)
    assert "不变的口径（" in "".join(each.label for each in app.expander)
    table = pd.concat([open_rows, folded])
    question = usual_question(scenario=SCENARIO)
    told = [each for each in definitions_told(effect(the_atlas(), question)) if each["before"] is not None]
    about = {each["id"]: about_told(question, each) for each in the_atlas().plan.definitions}
    titles = [the_atlas().world.title(about[each["id"]]) for each in told]
    table = table.set_index(table.columns[0], drop=False).loc[titles]
    columns = {
        "确证": ("before", "certain"),
        "推定": ("before", "best"),
        "可能": ("before", "possible"),
        "至少（设想）": ("after", "at_least"),
        "推定（设想）": ("after", "by_best_reading"),
        "至多（设想）": ("after", "at_most"),
        "需": ("after", "needed"),
    }
    assert [*table.columns[1:]] == [*columns]
    for title, (when, name) in columns.items():
        assert table[title].tolist() == [str(each[when][name]) for each in told]

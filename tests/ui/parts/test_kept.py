"""What can be kept for a meeting, and what a meeting knows of questions of siting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from atlas.children import CHILDREN
from atlas.inquiry import Inquiry
from atlas.kept import as_file
from atlas.kept_order import Arranged
from atlas.memo import weigh
from atlas.question.question import from_params
from atlas.siting import session
from atlas.siting.ground import Loaded
from atlas.siting.lead import siting_lead
from atlas.siting.search import Found, key_of, search
from data.limits import SESSION_ANSWERS
from documents.meeting import meeting_page
from geo.siting import Clock
from tests.ui.reader import PATIENCE_S, as_read, opened, told, unharmed
from tests.worlds import choices, the_atlas
from ui.parts.kept import KEPT, LIST
from ui.talking import KEY as TALK

ASKED = "question:most p:1 sites:counties demand:counties"
LINK = f"/siting?date=2025-12-31&definition=national-approved&siting={ASKED}"


@pytest.mark.parametrize(("page", "kept"), [("coverage", True), ("manual", False)])
def test_only_a_page_with_a_map_can_be_kept(page: str, kept: bool) -> None:
    keep = opened(page).button(key="keep-view")
    assert keep.disabled is not kept
    assert bool(keep.help) is not kept


def test_a_list_with_a_link_that_cannot_be_read_is_one_sentence_and_loses_nothing() -> None:
    app = opened("coverage")
    app.session_state[KEPT] = Arranged(("/coverage?radius=80",))
    app.run()
    field = next(each for each in app.file_uploader if each.key == LIST)
    field.set_value(("坏.json", as_file(["/overview", "//[x"]).encode(), "application/json")).run()
    unharmed(app)
    assert "第2个视图不是本系统的链接" in "".join(as_read(each.value) for each in app.warning)
    assert app.session_state[KEPT].links == ("/coverage?radius=80",)
    assert any(each.key == "meeting-list" for each in app.get("download_button"))


def test_beside_the_list_stands_that_a_reload_loses_it_and_which_button_saves_it() -> None:
    app = opened("coverage")
    assert not [each for each in app.caption if "刷新或关闭本页" in each.value]
    app.session_state[KEPT] = Arranged(("/coverage?radius=80",))
    app.run()
    (told_of,) = [as_read(each.value) for each in app.caption if "刷新或关闭本页" in each.value]
    (save,) = [each.proto.label for each in app.get("download_button") if each.key == "meeting-list"]
    (bring,) = [each.label for each in app.file_uploader if each.key == LIST]
    assert f"“{save}”" in told_of
    assert f"“{bring}”" in told_of


def answer(**more: str) -> tuple[Any, Found, str]:
    """The key of the question, its answer, and the sentence that the siting page begins with then."""
    question, problems = from_params({"siting": ASKED, **more}, choices())
    assert not problems
    siting = choices().siting.read(ASKED)[0]
    found = search(the_atlas(), question, siting, Loaded(), Clock(60)).kept()
    (sentence,) = siting_lead(Inquiry(the_atlas(), question), found)
    return key_of(siting, question, Loaded(), the_atlas().version), found, sentence


def said(app: AppTest) -> str:
    """The meeting as a request makes it."""
    return str(app.session_state[TALK].html())


def never(*_given: Any, **_more: Any) -> Found:
    raise AssertionError("nothing is solved for a request")


def test_a_meeting_shows_the_answer_that_the_session_found_and_keeps_it_with_its_view(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, found, sentence = answer()
    monkeypatch.setattr("atlas.siting.search.search_link", never)
    app = opened("coverage")
    app.session_state[KEPT] = Arranged((LINK,))
    app.run()
    unharmed(app)
    assert "尚未求解" in said(app)
    assert "还未求解的选址视图：1个" in told(app)
    app.session_state["siting"].found[key] = found
    app.run()
    unharmed(app)
    assert sentence in said(app)
    assert "还未求解的选址视图" not in told(app)
    app.session_state["siting"].found.clear()
    app.run()
    assert sentence in said(app)


def test_the_page_that_is_taken_along_has_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    key, found, sentence = answer()
    monkeypatch.setattr("atlas.siting.search.search_link", never)
    app = opened("coverage")
    app.session_state[KEPT] = Arranged((LINK,))
    app.run()
    app.session_state["siting"].found[key] = found
    app.run()
    answered = app.session_state[TALK].answered
    talk = app.session_state[TALK].told
    assert sentence in meeting_page(the_atlas(), talk.choices, [LINK], talk.say, with_faults=True, answered=answered)


def test_views_that_are_not_solved_are_searched_beside_the_page_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, sentence = answer()
    begun = list[Any]()

    def run(stopped: Callable[[], int], watch: Callable[[Any], bool], function: Any, *given: Any) -> Any:
        begun.append(function)
        return function(stopped, watch, *given)

    monkeypatch.setattr(CHILDREN, "run", run)
    app = opened("coverage")
    app.session_state[KEPT] = Arranged(
        (
            LINK,
            "/coverage",
            "/siting?siting=nonsense:1",
        )
    )
    app.run()
    assert begun == []
    app.button(key="solve-kept").click().run()
    unharmed(app)
    works = app.session_state["kept-searches"].works
    if works:
        works["views"].answer(PATIENCE_S)
        app.run()
    unharmed(app)
    assert len(begun) == 1
    assert sentence in said(app)
    assert not [each for each in app.button if each.key == "solve-kept"]


def test_answers_without_room_are_told_and_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    key, found, sentence = answer()
    other, further = answer(radius="81")[:2]
    monkeypatch.setattr(session, "SESSION_ANSWERS", replace(SESSION_ANSWERS, most=weigh([found, further]) - 1_000))
    app = opened("coverage")
    app.session_state[KEPT] = Arranged((LINK, f"{LINK}&radius=81"))
    app.run()
    memory = app.session_state["siting"]
    memory.found |= {other: further, key: found}
    app.run()
    unharmed(app)
    assert list(memory.kept) == [key]
    assert "有1个保留视图的答案放不下" in told(app)
    assert not [each for each in app.button if each.key == "solve-kept"]
    assert sentence in said(app)
    # Who takes one out has room again, and nothing is held for views that are gone.
    app.session_state[KEPT] = Arranged((f"{LINK}&radius=81",))
    app.run()
    assert [each for each in app.button if each.key == "solve-kept"]
    app.session_state[KEPT] = Arranged()
    app.run()
    unharmed(app)
    assert (memory.kept, app.session_state[TALK].answered) == ({}, None)

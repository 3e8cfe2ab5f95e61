"""Nothing is looked at or made before 带走 is opened, and a file belongs to the view it was asked of."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from atlas.background import Pool, Stopped, Watch, Work
from atlas.children import CHILDREN, LostError
from atlas.question.question import Question
from atlas.siting.ground import Loaded, candidates_of
from atlas.siting.question import SitingQuestion
from atlas.siting.search import key_of, search
from atlas.siting.session import Memory
from geo.siting import Clock
from tests.ui.reader import opened, unharmed
from tests.worlds import choices, the_atlas
from ui.desks.briefing.wanted import DOCUMENTS
from ui.parts.making import Held
from ui.parts.searches import MEMORY
from ui.parts.take_away import HELD


def done(content: bytes) -> Work[bytes]:
    work = Pool().begin("reader", lambda _stopped, _watch: content)
    work.answer(10)
    return work


@pytest.mark.parametrize("page", ["overview", "plan"])
def test_a_page_whose_button_is_not_opened_makes_nothing_and_loads_no_drawing(page: str) -> None:
    app = opened(page)
    assert HELD not in app.session_state
    assert not [each for each in app.button if str(each.key).startswith("take-")]


def test_what_is_ready_becomes_a_file_and_what_was_cancelled_none() -> None:
    held = Held(works={"picture": done(b"ready"), "page": done(b"")})
    held.settle()
    assert (held.files, held.works, held.lost) == ({"picture": b"ready"}, {}, set())


def test_what_a_child_fails_by_is_raised_once_and_the_thing_is_lost_whatever_it_is() -> None:
    """Else the page would begin it again, to fail again; the reader is told that it was ended."""
    failed = Pool().begin("reader", lambda stopped, watch: CHILDREN.run(stopped, watch, int))
    with pytest.raises(TypeError):
        failed.answer(60)
    held = Held(works={"picture": failed, "page": done(b"ready")})
    with pytest.raises(TypeError):
        held.settle()
    assert held.lost == {"picture"}
    held.settle()
    assert (held.files, held.works, held.lost) == ({"page": b"ready"}, {}, {"picture"})


@pytest.mark.parametrize("error", [LostError("ended"), MemoryError()])
def test_a_child_that_ended_is_lost_and_nothing_is_raised(error: Exception) -> None:
    def fails(_stopped: Stopped, _watch: Watch) -> bytes:
        raise error

    failed = Pool().begin("reader", fails)
    with pytest.raises(type(error)):
        failed.answer(10)
    held = Held(works={"picture": failed})
    held.settle()
    assert (held.files, held.works, held.lost) == ({}, {}, {"picture"})


def test_stopping_ends_all_that_is_at_work() -> None:
    begun: Future[None] = Future()

    def until_stopped(stopped, _watch) -> bytes:  # type: ignore[no-untyped-def]
        begun.set_result(None)
        while not stopped():
            pass
        return b""

    work = Pool().begin("reader", until_stopped)
    begun.result(10)
    held = Held(works={"picture": work})
    held.stop()
    assert work.answer(10) == b""
    assert held.works == {}


ASKED = "question:most p:1 sites:own"


def table(place: int) -> Loaded:
    """Candidates of an office's own: the same ids at other places."""
    rows = candidates_of(the_atlas(), SitingQuestion(sites="counties"), Loaded())
    return Loaded(rows.iloc[place : place + 2].assign(id=["a", "b"]), "mine.csv")


def answer_by(app: AppTest, loaded: Loaded) -> None:
    """What searching the question among these rows leaves in the session."""
    question: Question = app.session_state["question"]
    held: Memory = app.session_state[MEMORY]
    siting, held.loaded = choices().siting.read(ASKED)[0], loaded
    found = search(the_atlas(), question, siting, loaded, Clock(60)).kept()
    assert found.answer is not None
    held.found[key_of(siting, question, loaded, the_atlas().version)] = found


def answer_anew(app: AppTest) -> None:
    """Another answer to the same question, as "search again" may give where the first was not proven."""
    found = app.session_state[MEMORY].found
    for key, each in list(found.items()):
        found[key] = replace(each)


ANOTHER = {
    "other rows of the same name": lambda app: answer_by(app, table(7)),
    "the same rows of another name": lambda app: answer_by(app, replace(table(0), candidates_name="yours.csv")),
    "searched again": answer_anew,
}


@pytest.mark.parametrize("change", ANOTHER.values(), ids=ANOTHER)
def test_a_file_of_the_siting_page_belongs_to_the_answer_and_the_tables_it_was_made_of(
    change: Callable[[AppTest], None],
) -> None:
    app = opened("siting", siting=ASKED)
    answer_by(app, table(0))
    app.session_state["take-away"] = True
    app.run()
    app.session_state[HELD].files["tables"] = b"made of the first answer"
    app.run()
    unharmed(app)
    assert any(each.key == "save-tables" for each in app.download_button), "it stays while the answer stays"
    change(app)
    app.run()
    unharmed(app)
    assert not app.session_state[HELD].files
    assert any(each.key == "take-tables" for each in app.button)


@pytest.mark.parametrize("change", ANOTHER.values(), ids=ANOTHER)
def test_a_siting_brief_belongs_to_the_answer_and_the_tables_it_was_made_of(change: Callable[[AppTest], None]) -> None:
    app = opened("briefing", brief="siting", siting=ASKED)
    answer_by(app, table(0))
    app.run()
    app.session_state[DOCUMENTS].files["siting"] = {"brief.docx": b"made of the first answer"}
    app.run()
    unharmed(app)
    assert app.session_state[DOCUMENTS].files
    change(app)
    app.run()
    unharmed(app)
    assert not app.session_state[DOCUMENTS].files


def test_a_file_belongs_to_its_plan_and_to_what_the_office_says_of_its_paper(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = opened("overview")
    app.session_state["take-away"] = True
    app.run()
    view = app.session_state[HELD].view
    app.run()
    assert app.session_state[HELD].view == view
    paper = tmp_path / "paper.toml"
    paper.write_text(f"fonts = {str(tmp_path)!r}", encoding="utf-8")
    monkeypatch.setenv("ATLAS_PAPER", str(paper))
    app.run()
    unharmed(app)
    assert app.session_state[HELD].view != view
    monkeypatch.delenv("ATLAS_PAPER")
    app.run()
    assert app.session_state[HELD].view == view
    assert the_atlas().plan.about["id"] in view, "two plans may be asked the same question"

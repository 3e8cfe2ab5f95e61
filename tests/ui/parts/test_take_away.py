"""Nothing is looked at or made before 带走 is opened, and a file belongs to the view it was asked of."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from atlas.background import Pool, Work
from tests.ui.reader import opened
from ui.parts.making import Held
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

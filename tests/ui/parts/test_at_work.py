"""Whoever has something at work is told how many come before, then how far it is, and can end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from atlas.background import Pool
from atlas.words import say_in
from ui.parts import at_work
from ui.parts.making import Held


def a_page() -> None:
    import streamlit as st

    from atlas.words import say_in
    from ui.parts.at_work import show_at_work

    def far(now: int | None) -> tuple[float, str]:
        return (now or 0) / 10, f"{now} of *10*"

    held = st.session_state["held"]
    held.settle()
    if "thing" in held.works:
        show_at_work("thing", held, far, say_in("zh"), key="cancel-thing")
    else:
        st.write(f"over: {held.files.get('thing')}")


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    found = Pool(at_a_time=1)
    monkeypatch.setattr(at_work, "POOL", found)
    return found


class Slow:
    """Has done 3 of 10 until it may end or is stopped."""

    def __init__(self) -> None:
        self.may_end = Event()

    def __call__(self, stopped: Callable[[], int], watch: Callable[[int], bool]) -> str:
        watch(3)
        while not stopped() and not self.may_end.wait(0.05):
            pass
        return "ready" if self.may_end.is_set() else ""


@pytest.fixture
def work() -> Iterator[Slow]:
    found = Slow()
    yield found
    found.may_end.set()


def told(app: AppTest) -> str:
    assert not app.exception
    bars = [each.proto for each in app.get("progress")]
    return "\n".join([each.value for each in (*app.info, *app.markdown)] + [f"{bar.value}: {bar.text}" for bar in bars])


def page_with(held: Held[str]) -> AppTest:
    app = AppTest.from_function(a_page)
    app.session_state["held"] = held
    return app.run()


def test_it_tells_how_many_come_before_then_how_far_it_is_and_when_it_is_over(pool: Pool, work: Slow) -> None:
    first, second = pool.begin("one", work), pool.begin("another", work)
    mine = pool.begin("me", work)
    app = page_with(Held(works={"thing": mine}))
    assert told(app) == "排队等候：前面还有其他用户的任务1项。"
    second.stop()
    assert told(app.run()) == "排队等候：下一个就是。"
    first.stop()
    first.answer(10)
    while mine.waiting or mine.progress is None:
        app.run()
    assert told(app.run()) == "30: 3 of \\*10\\*", "what is told is text"
    work.may_end.set()
    mine.answer(10)
    assert told(app.run()) == "over: ready"


def test_whoever_cancels_gets_nothing(pool: Pool, work: Slow) -> None:
    mine = pool.begin("me", work)
    held = Held(works={"thing": mine})
    app = page_with(held)
    app.button(key="cancel-thing").click().run()
    assert told(app) == "over: None"
    assert (mine.answer(10), held.works) == ("", {})


def test_whoever_is_next_is_told_so_and_not_of_nobody_before() -> None:
    assert at_work.turn_told(0, say_in("en")) == "Waiting for its turn: next."
    assert at_work.turn_told(2, say_in("en")) == "Waiting for its turn: works of others before this one: 2."

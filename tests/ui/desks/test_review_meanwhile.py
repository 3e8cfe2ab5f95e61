"""What others propose and publish while a form is being filled in."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from atlas.corrections.proposals import proposals, propose, withdraw
from atlas.corrections.roles import AT_THE_KEYBOARD, Who
from data.store.opening import Store
from tests.corrections import CENTRE, OTHER_REVIEWER, SHANTOU, SOURCE, draft, moved, published
from tests.ui.correcting import filled, seen
from tests.ui.reader import opened, tables, unharmed

KEY = f"correction-{CENTRE}"
TYPED = {"address": "试验路1号", "source-title": SOURCE["title"]}


def form() -> AppTest:
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    unharmed(app)
    return app


def sent(app: AppTest) -> AppTest:
    return next(each for each in app.button if each.label == "提出更正").click().run()


def test_what_was_published_since_the_form_was_drawn_is_told_and_not_undone(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = form()
    published(store, moved(operating="2022-03-04"))
    seen()
    filled(app, KEY, **TYPED)
    sent(app)
    (said,) = app.error
    assert "已有他人改动" in said.value
    assert [each.author for each in proposals(store)] == [OTHER_REVIEWER.subject]
    assert {name: app.text_input(key=f"{KEY}-{name}").value for name in TYPED} == TYPED
    assert any("试验路1号" in cells.to_string() for cells in tables(app)), "both versions are shown"
    # Once both have been seen, what was typed is proposed of the record as it is now.
    sent(app)
    assert [each.value for each in app.error] == []
    mine = proposals(store)[0].change
    assert mine.before is not None
    assert mine.after is not None
    assert mine.before["operating"] == mine.after["operating"] == "2022-03-04"
    assert {name for name in mine.after if mine.after[name] != mine.before[name]} == {"address"}


def test_what_was_proposed_since_the_form_was_drawn_is_told(store: Store, sits_there: Callable[[Who], None]) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = form()
    number = propose(store, OTHER_REVIEWER, draft(store, moved(operating="2022-03-04")))
    withdraw(store, OTHER_REVIEWER, number)
    sent(filled(app, KEY, **TYPED))
    assert len(app.error) == 1
    assert [each.state for each in proposals(store)] == ["withdrawn"]


def test_who_has_proposed_and_withdrawn_proposes_again_in_the_same_form(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = sent(filled(form(), KEY, **TYPED))
    withdraw(store, AT_THE_KEYBOARD, 1)
    sent(app)
    assert [each.value for each in app.error] == []
    assert [each.state for each in proposals(store)] == ["proposed", "withdrawn"]

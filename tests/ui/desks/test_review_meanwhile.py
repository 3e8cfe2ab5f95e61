"""What others propose and publish while a form is being filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from cachetools import TTLCache, cached
from streamlit.testing.v1 import AppTest

from atlas.corrections.proposals import approve, proposals, propose, withdraw
from atlas.corrections.released import with_changes
from atlas.corrections.releases import publish
from atlas.corrections.roles import AT_THE_KEYBOARD, Who
from data.store.opening import Store
from tests.corrections import CENTRE, OTHER_REVIEWER, SHANTOU, SOURCE, draft, moved, published
from tests.ui.correcting import filled, seen
from tests.ui.reader import every, opened, tables, unharmed
from tests.worlds import the_atlas
from ui import shared
from ui.corrected import CORRECTED

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


def test_a_page_that_is_a_moment_old_is_refused_when_it_proposes_and_then_of_the_present_record(
    store: Store, sits_there: Callable[[Who], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sits_there(AT_THE_KEYBOARD)
    # Somebody publishes elsewhere, and this process has not looked since.
    monkeypatch.setattr(CORRECTED, "_look", cached(TTLCache(1, 3600))(CORRECTED._newest))
    CORRECTED.newest()
    published(store, moved(operating="2022-03-04"))
    app = sent(filled(form(), KEY, **TYPED))
    (said,) = app.error
    assert "第1次发布" in said.value
    assert "已填写的内容仍在" in said.value
    assert [each.author for each in proposals(store)] == [OTHER_REVIEWER.subject]
    assert {name: app.text_input(key=f"{KEY}-{name}").value for name in TYPED} == TYPED
    sent(app)
    assert [each.value for each in app.error] == []
    assert (proposals(store)[0].change.before or {})["operating"] == "2022-03-04"


def test_on_a_page_of_an_older_release_the_present_record_is_corrected_and_it_says_so(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(AT_THE_KEYBOARD)
    number = published(store, moved(operating="2022-03-04"))
    seen()
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU, data=the_atlas().version)
    unharmed(app)
    assert any("本页显示的是较早的数据" in each.value for each in app.info)
    assert app.text_input(key=f"{KEY}-operating").value == "2022-03-04"
    sent(filled(app, KEY, **TYPED))
    assert [each.value for each in app.error] == []
    approve(store, OTHER_REVIEWER, number + 1)
    assert publish(store, OTHER_REVIEWER, the_atlas()).id == number + 1


def test_files_renewed_since_the_form_was_drawn_are_told(
    store: Store, sits_there: Callable[[Who], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sits_there(AT_THE_KEYBOARD)
    app = form()
    renewed = with_changes(the_atlas(), [replace(moved(name_zh="更名后的中心"), source={})], "0123456789ab")
    monkeypatch.setattr(shared, "newest_atlas", lambda _settings, _language: renewed)
    sent(filled(app, KEY, **TYPED))
    assert ["已有他人改动" in each.value for each in app.error] == [True]
    assert proposals(store) == []
    sent(app)
    assert [each.value for each in app.error] == []
    assert (proposals(store)[0].change.after or {})["name_zh"] == "更名后的中心"


def test_what_came_of_a_form_is_said_above_its_button(store: Store, sits_there: Callable[[Who], None]) -> None:
    """At the end of a dialog it would be below what is in sight."""
    sits_there(AT_THE_KEYBOARD)
    propose(store, OTHER_REVIEWER, draft(store))
    app = sent(filled(form(), KEY, **TYPED))
    places = [getattr(each, "label", "") if each in app.button else getattr(each, "value", "") for each in every(app)]
    (said,) = app.error
    assert "第1号更正尚待审核或发布" in said.value
    assert places.index(said.value) < places.index("提出更正")

"""Corrections that newer shipped data have overtaken are told on the page of review and to monitoring."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.requests import Request

from atlas.corrections import releases as made
from atlas.corrections.proposals import approve, propose
from atlas.corrections.released import record_of, with_changes
from atlas.corrections.releases import publish, releases, restore
from atlas.corrections.roles import STRANGER, Who
from atlas.faults import FaultError
from data.errors import DataError
from data.store.opening import Store
from tests import loops
from tests.corrections import CENTRE, FIRST_REVIEWER, OTHER_REVIEWER, SHANTOU, draft, moved, published
from tests.ui.correcting import filled, seen
from tests.ui.reader import as_read, message, opened, tables, told, unharmed
from tests.worlds import the_atlas
from ui import corrected, shared
from ui.health import Health
from ui.settings import Settings

WRONG, RIGHT = "当时的地址", "更正的地址"


def publish_over_older_data(store: Store) -> None:
    """A correction of an address that the data shipped since have as another one."""
    older = with_changes(the_atlas(), [replace(moved(address=WRONG), source={})], the_atlas().version)
    before = record_of(older, "bodies", CENTRE)
    change = replace(moved(address=RIGHT), before=before)
    approve(store, FIRST_REVIEWER, propose(store, OTHER_REVIEWER, draft(store, change)))
    publish(store, FIRST_REVIEWER, older)
    seen()


@pytest.mark.parametrize(("language", "said"), [("zh", "新版数据改动了"), ("en", "newer shipped data have changed")])
def test_the_page_shows_both_values(language: str, said: str, store: Store, sits_there: Callable[[Who], None]) -> None:
    sits_there(STRANGER)
    publish_over_older_data(store)
    app = opened("review", lang=language)
    unharmed(app)
    assert any(said in each.value for each in app.warning)
    shipped = (moved().before or {})["address"]
    (row,) = tables(app)[0].to_numpy().tolist()
    assert row[2:] == [shipped or "–", RIGHT]


def test_nothing_is_said_of_corrections_that_stand_as_they_were_made(
    store: Store, sits_there: Callable[[Who], None]
) -> None:
    sits_there(STRANGER)
    published(store)
    seen()
    assert "新版数据" not in told(opened("review"))
    assert "notes" not in readyz()


def test_monitoring_is_told_and_the_server_stays_ready(store: Store) -> None:
    publish_over_older_data(store)
    found = readyz()
    (note,) = found["notes"]
    assert note["part"] == "corrections"
    assert note["details"] == [f"bodies {CENTRE}: address"]
    assert [each["part"] for each in found["reasons"]] == []


def test_a_release_that_no_longer_fits_is_told_to_monitoring_and_on_every_page(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(store)
    monkeypatch.setattr(corrected, "laid_over", lambda _shipped, _state: None)
    seen()
    app = opened("overview")
    assert any("与现有数据不符" in each.value for each in app.error)
    (reason,) = readyz()["reasons"]
    assert reason["part"] == "corrections"
    assert the_atlas().version in reason["reason"]


def test_nothing_is_published_or_brought_back_that_the_data_do_not_take(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(store)
    published(store, moved(notes="2"))
    approve(store, FIRST_REVIEWER, propose(store, OTHER_REVIEWER, draft(store, moved(notes="3"))))

    def unfit(*_given: object) -> None:
        raise DataError("another rule")

    monkeypatch.setattr(made, "with_changes", unfit)
    with pytest.raises(FaultError, match="does not fit"):
        publish(store, FIRST_REVIEWER, the_atlas())
    with pytest.raises(FaultError, match="does not fit"):
        restore(store, FIRST_REVIEWER, the_atlas(), 1)
    assert len(releases(store)) == 2


def readyz() -> dict[str, object]:
    server = Health(settings := Settings(plan="14-5"))
    shared.version_of(settings)
    server.started = True
    answer = loops.run(server.readyz(Request({"type": "http", "headers": []})))
    return dict(json.loads(answer.body))


def test_while_a_release_does_not_fit_links_name_what_is_shown_and_its_records_are_not_corrected(
    store: Store, sits_there: Callable[[Who], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sits_there(FIRST_REVIEWER)
    number = published(store)
    monkeypatch.setattr(corrected, "laid_over", lambda _shipped, _state: None)
    seen()
    app = opened("prefecture", "prefecture-parts:核对与更正", id=SHANTOU)
    shipped = the_atlas().version
    assert f"data={shipped}" in message(app)["entry"]["query"].split("&")
    assert readyz()["data_version"] == shipped
    key = f"correction-{CENTRE}"
    filled(app, key, address="试验路2号", **{"source-title": "来源"})
    next(each for each in app.button if each.label == "提出更正").click().run()
    assert any(f"第{number}次发布改动过这条记录，但与现有数据不符" in as_read(each.value) for each in app.error)
    assert app.text_input(key=f"{key}-address").value == "试验路2号"

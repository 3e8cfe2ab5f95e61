"""A click on the map chooses a place for the page that asked, and for no other; what is no place is ignored."""

from __future__ import annotations

from typing import Any

import pytest

from ui.session import picking


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    held: dict[str, Any] = {}
    monkeypatch.setattr(picking.st, "session_state", held)
    return held


def test_a_place_is_handed_out_once_with_what_it_was_wanted_for() -> None:
    picking.start("siting", "add court")
    assert (picking.purpose("siting"), picking.purpose("overview")) == ("add court", "")
    picking.hear({"at": [113.2, 22.5]})
    assert picking.take() == picking.Picked("add court", 113.2, 22.5)
    assert picking.take() is None
    assert picking.purpose("siting") == "add court"


def test_nobody_asked_so_no_place_is_chosen() -> None:
    picking.hear({"at": [113.2, 22.5]})
    assert picking.take() is None


def test_escape_ends_it() -> None:
    picking.start("siting", "add court")
    picking.hear({"picking": False})
    picking.hear({"at": [113.2, 22.5]})
    assert picking.take() is None


@pytest.mark.parametrize(
    "at", [None, [], [113.2], [113.2, 22.5, 1], ["113.2", "22.5"], [float("nan"), 22.5], [1e308, 0], [0, 90.1], "ab"]
)
def test_what_is_no_place_is_ignored(at: Any) -> None:
    picking.start("siting", "add court")
    picking.hear({"at": at})
    assert picking.take() is None

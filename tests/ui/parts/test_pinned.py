"""A pinned view on its page: whatever is changed afterwards, the map and its link show what differs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.reader import map_state, opened, unharmed

CHANGES: dict[str, Callable[[AppTest], object]] = {
    "radius": lambda app: app.slider(key="widget-radius_km").set_value(80),
    "date": lambda app: app.select_slider(key="widget-as_of").set_value(date(2020, 12, 31)),
    "definition": lambda app: app.selectbox(key="widget-definition").set_value("any-rapid-body"),
    "definition by its radio": lambda app: app.radio(key="widget-ledger").set_value("any-rapid-body"),
    "borders": lambda app: app.toggle(key="widget-ignore_borders").set_value(True),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_link_of_what_is_changed_after_pinning_shows_what_differs(change: str) -> None:
    app = opened("coverage")
    app.button(key="pin").click().run()
    CHANGES[change](app)
    app.run()
    unharmed(app)
    assert "difference" in map_state(app)["on"]
    assert "difference" in str(app.query_params["layers"]).split()

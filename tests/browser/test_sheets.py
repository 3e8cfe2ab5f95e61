"""What is served beside the page comes in pieces: no control is seen, or hit, before its style sheet is here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect


@pytest.mark.parametrize(
    ("path", "sheet", "part"),
    [
        ("briefing", "clock.css", 'button[title="退一年"]'),
        ("briefing", "buttons.css", 'button[title="退一年"]'),
        ("manual", "ask.css", ".st-key-atlas-ask button"),
        ("coverage", "table.css", '[class*="st-key-table-"] table'),
    ],
)
def test_no_control_is_seen_before_its_style_sheet(
    new_page: Callable[..., Page], app_url: str, path: str, sheet: str, part: str
) -> None:
    page = new_page(1366, 768)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**/{sheet}", hold)
    with page.expect_request(f"**/{sheet}"):
        # A sheet that is held may hold up the end of loading.
        page.goto(f"{app_url}/{path}", wait_until="commit")
    control = page.locator(part).first
    expect(control).to_be_attached(timeout=30_000)
    assert held
    assert not control.is_visible()
    for each in held:
        each.continue_()
    expect(control).to_be_visible()

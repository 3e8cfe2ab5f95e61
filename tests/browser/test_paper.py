"""Printing from the browser: the whole tables around the map, in place of grids and controls, and back again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import TABLES, go

pytestmark = pytest.mark.long
HIDDEN = f".st-key-toolbar, .st-key-controls, {TABLES}, [data-testid='stButton'], .st-key-cards"


@pytest.mark.parametrize(("path", "rows"), [("coverage", 96), ("plan", 49), ("data", 100)])
def test_paper_has_whole_tables_and_no_control(
    new_page: Callable[..., Page], app_url: str, path: str, rows: int
) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/{path}")
    if path != "data":
        page.wait_for_selector("[data-testid=stVegaLiteChart] svg text")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    paper = page.locator(".paper-rest")
    assert paper.locator("tr").count() > rows
    expect(page.locator(".paper-head h1")).to_be_visible()
    charts = page.locator("[data-testid=stVegaLiteChart]").count()
    figures = paper.locator("figure")
    assert figures.count() == charts == (0 if path == "data" else 1)
    for place in range(charts):
        expect(figures.nth(place).locator("svg text").first).to_be_visible()
        assert figures.nth(place).locator("figcaption").inner_text()
    seen = page.locator(HIDDEN)
    assert not [place for place in range(seen.count()) if seen.nth(place).is_visible()]
    wide = "() => [...document.querySelectorAll('.paper-rest table')].filter((t) => t.scrollWidth > innerWidth).length"
    assert page.evaluate(wide) == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(paper).to_have_count(0)
    for landscape in (False, True):
        assert page.pdf(format="A4", landscape=landscape).startswith(b"%PDF")


def test_a_token_of_nobody_prints_nothing(new_page: Callable[..., Page], app_url: str) -> None:
    answer = new_page(1366, 768).request.get(f"{app_url}/print/nobody")
    assert answer.status == 404

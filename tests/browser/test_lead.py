"""The first sentence of a page: whatever it grows to, map and controls keep their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.steps import go, settled

# The lines that it takes, and where the map and the clock are.
LINES = """() => {
    const sentence = document.querySelector(".lead p");
    return Math.round(sentence.getBoundingClientRect().height / parseFloat(getComputedStyle(sentence).lineHeight));
}"""
PLACES = """() => [".st-key-atlas-map", ".st-key-typed-day"].map((each) => {
    const { x, y, width, height } = document.querySelector(each).getBoundingClientRect();
    return [x, y, width, height].map((each) => Math.round(each)).join();
})"""


def seen(page: Page) -> tuple[int, Any]:
    settled(page)
    return page.evaluate(LINES), page.evaluate(PLACES)


@pytest.mark.parametrize("width", [1024, 1366])
def test_a_sentence_that_grows_by_a_line_moves_neither_map_nor_controls(
    new_page: Callable[..., Page], app_url: str, width: int
) -> None:
    page = new_page(width, 768)
    go(page, f"{app_url}/?lang={'en' if width > 1200 else 'zh'}")
    short, before = seen(page)
    # Before the first body all 21 prefectures are named as missing.
    page.locator("[data-testid=stSlider] input").first.press("Home")
    long, after = seen(page)
    assert (short, long) == (2, 3)
    assert after == before

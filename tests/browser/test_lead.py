"""The first sentence of a page: what it grows to moves neither map nor controls, and all of it is in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

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


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_two_measures_lie_together_is_on_the_first_screen(
    new_page: Callable[..., Page], app_url: str, language: str
) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/compare?measure=gdp&lang={language}")
    _, before = seen(page)
    go(page, f"{app_url}/compare?measure=gdp&other-measure=reach&layers=prefectures+two-measures&lang={language}")
    _, after = seen(page)
    told = page.get_by_text("只有前项高" if language == "zh" else "above the first alone")
    expect(told).to_have_count(1)
    expect(told).to_be_in_viewport(ratio=1)
    assert after == before

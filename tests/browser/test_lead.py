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


# What of the sentence is not in sight, below its own box or past its edge.
CUT = """() => [...document.querySelectorAll(".st-key-lead, .lead, .lead p")]
    .filter((each) => each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1).length"""


@pytest.mark.parametrize(("width", "language"), [(360, "zh"), (412, "zh"), (768, "zh"), (768, "en"), (1000, "zh")])
def test_on_a_narrow_page_the_clock_moves_neither_map_nor_controls(
    new_page: Callable[..., Page], app_url: str, width: int, language: str
) -> None:
    page = new_page(width, 900)
    places, lines = [], set()
    go(page, f"{app_url}/?lang={language}")
    for key in (None, "Home", "PageUp", "PageUp", "End"):
        if key:
            page.locator("[data-testid=stSlider] input").first.press(key)
        took, place = seen(page)
        assert page.evaluate(CUT) == 0
        places.append(place)
        lines.add(took)
    assert len({tuple(each) for each in places}) == 1, places
    # Otherwise nothing was tried; at 768 px the Chinese one takes three lines at any date.
    assert len(lines) > 1 or (width, language) == (768, "zh")


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

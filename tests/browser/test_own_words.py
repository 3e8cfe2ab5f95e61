"""What Streamlit says itself is in the language of the page, and turns with it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import go, settled

# Every name and hint outside the map, and what else Streamlit writes; the signs of its font are named by words.
SAID = """() => {
    const named = [...document.querySelectorAll("[aria-label], [placeholder], [alt], iframe[title]")];
    const names = named.flatMap((each) => ["aria-label", "placeholder", "alt", "title"].map((of) =>
        each.getAttribute(of)));
    const written = [...document.querySelectorAll(
        "[data-testid=stSkipToContent], [data-testid=InputInstructions], [data-testid=stTopNavSection]",
    )].map((each) => each.innerText);
    return [...names, ...written].filter(Boolean);
}"""
CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_names_and_hints_of_streamlit_turn_with_the_language(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(768, 900)
    go(page, f"{app_url}/coverage")
    said = page.evaluate(SAID)
    assert len(said) > 20
    assert [each for each in said if not CHINESE.search(each)] == []
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("combobox", name="Kinds of bodies")).to_be_visible()
    settled(page)
    assert [each for each in page.evaluate(SAID) if CHINESE.search(each)] == []

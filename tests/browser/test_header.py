"""The row at the top of every page: the way to the pages and the tools, at every width, none too near another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Page, TimeoutError

from tests.browser.steps import go, settled

# From a page at four times its size to a wide screen.
WIDTHS = (320, 360, 390, 640, 768, 1093, 1366, 1640, 1641, 1920)
# Which controls of the row lie over one another, and which stand past an edge of the window.
COVERED = """() => {
    const parts = [
        ...document.querySelectorAll("[data-testid=stTopNavLink], [data-testid=stTopNavSection]"),
        ...document.querySelectorAll("[data-testid=stExpandSidebarButton], .st-key-toolbar button"),
    ].filter((each) => each.checkVisibility({ opacityProperty: true }) && each.getBoundingClientRect().width);
    const boxes = parts.map((each) => [each, each.getBoundingClientRect()]);
    const told = (each) => each.innerText.trim() || each.dataset.testid;
    const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top || b.bottom <= a.top;
    const over = boxes.flatMap(([one, a], place) => boxes.slice(place + 1)
        .filter(([other, b]) => !one.contains(other) && !other.contains(one) && !apart(a, b))
        .map(([other]) => `${told(one)} and ${told(other)}`));
    const outside = boxes.filter(([, box]) => box.left < 0 || box.right > innerWidth).map(([each]) => told(each));
    const seen = (part) => part.checkVisibility() && part.getBoundingClientRect().width > 4
        && !getComputedStyle(part).clipPath.startsWith("inset");
    const words = (each) => [...each.querySelectorAll("p, [data-testid=stIconMaterial]")];
    const bare = parts.filter((each) => each.matches("[data-testid=stPopoverButton]") && !words(each).some(seen))
        .map((each) => `${told(each)} shows nothing`);
    return [...bare, parts.length < 6 ? "too few are there" : "", ...over, ...outside].filter(Boolean);
}"""


# Which tools are too small for a finger, or so close to the one before that their words read as one.
CROWDED = """() => {
    const tools = [...document.querySelectorAll(".st-key-toolbar button")].filter((each) => each.checkVisibility());
    const drawn = (tool) => {
        const parts = [...tool.querySelectorAll("p, [data-testid=stIconMaterial]")].filter((part) =>
            part.getBoundingClientRect().width > 4 && !getComputedStyle(part).clipPath.startsWith("inset"));
        const boxes = parts.map((part) => part.getBoundingClientRect());
        return [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
    };
    const small = tools.filter((tool) => tool.getBoundingClientRect().width < 24);
    const close = tools.slice(1).filter((tool, place) => drawn(tool)[0] - drawn(tools[place])[1] < 7.5);
    return [tools.length < 5 ? "too few are there" : "", ...[...small, ...close].map((tool) => tool.innerText)]
        .filter(Boolean);
}"""


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.long)])
def test_no_control_at_the_top_lies_over_another(new_page: Callable[..., Page], app_url: str, language: str) -> None:
    page = new_page(WIDTHS[0], 740)
    go(page, f"{app_url}?lang={language}")
    page.wait_for_selector(".st-key-language button")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        settled(page)
        # The navigation measures itself some moments later; what still lies over another then is told.
        with suppress(TimeoutError):
            page.wait_for_function(f"() => ({COVERED})().length === 0", timeout=8_000)
        assert page.evaluate(COVERED) == [], width
        assert page.evaluate(CROWDED) == [], width


def test_where_a_page_has_no_sign_its_word_stands_in_the_middle_of_its_field(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768)
    go(page, app_url)
    before, after = page.evaluate("""() => {
        const field = document.querySelector("[data-testid=stTopNavLink][aria-current=page]");
        const [outer, inner] = [field, field.querySelector("p")].map((each) => each.getBoundingClientRect());
        return [inner.left - outer.left, outer.right - inner.right];
    }""")
    assert before == pytest.approx(after, abs=2)

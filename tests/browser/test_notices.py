"""What is said after an act, or of a link, moves neither the map nor the controls, covers neither, and can be read."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import MARK, go, map_frame, settled

# How far two things lie over one another, in pixels: height, 0 where they do not.
OVERLAP = """([one, other]) => {
    const [a, b] = [one, other].map((each) => each.getBoundingClientRect());
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return wide > 0 && high > 0 ? high : 0;
}"""
TOLD = ".st-key-notices :is([role=alert], [role=status])"
ENDS = ".st-key-notices button :is(p, .stMarkdownEllipsis)"
CUT = "(words) => words.some((each) => each.scrollWidth > each.clientWidth)"


def box_of(part: Locator) -> dict[str, float]:
    box = part.bounding_box()
    assert box is not None
    return {name: round(value) for name, value in box.items()}


def stands_beside(page: Page, text: str) -> None:
    """What is said is on the screen, beside the map, for those who listen too; all words of its buttons are seen."""
    notice = page.locator(TOLD, has_text=text)
    expect(notice).to_be_in_viewport(ratio=1)
    both = [notice.element_handle(), page.locator("iframe.vessel").element_handle()]
    assert page.evaluate(OVERLAP, both) == 0
    assert not page.locator(ENDS).evaluate_all(CUT)


@pytest.mark.long
@pytest.mark.parametrize("path", ["", "coverage", "plan"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_said_after_an_act_leaves_map_and_controls_where_they_are(
    new_page: Callable[..., Page], app_url: str, path: str, language: str
) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/{path}?lang={language}")
    vessel, clock = page.locator("iframe.vessel"), page.locator(".st-key-typed-day input")
    before = box_of(vessel), box_of(clock)
    map_frame(page).evaluate(MARK)
    clock.fill("31 February")
    clock.press("Enter")
    settled(page)
    stands_beside(page, "未作改动" if language == "zh" else "nothing was changed")
    assert (box_of(vessel), box_of(clock)) == before
    page.locator(".st-key-pin button").first.click()
    settled(page)
    # A month back: a sentence of more lines would move the map too, and is an answer.
    page.locator("[data-testid=stSlider] input").first.press("ArrowLeft")
    settled(page)
    stands_beside(page, "A → B")
    assert (box_of(vessel), box_of(clock)) == before
    page.locator(".st-key-unpin button").click()
    settled(page)
    expect(page.locator(TOLD)).to_have_count(0)
    assert (box_of(vessel), box_of(clock)) == before
    assert map_frame(page).evaluate("window.stillHere") == 1, "the map was loaded once"


@pytest.mark.parametrize("path", ["coverage", "data", "briefing"])
def test_what_a_link_does_not_say_rightly_is_told_on_every_kind_of_page(
    new_page: Callable[..., Page], app_url: str, path: str
) -> None:
    page = new_page(1366, 768)
    page.goto(f"{app_url}/{path}?date=2019-13&own=strange")
    told = page.locator(TOLD)
    expect(told).to_have_count(2)
    for each in told.all():
        expect(each).to_be_in_viewport(ratio=1)
    # In words, never by the name of the parameter alone.
    expect(told.filter(has_text="自有数据标记（own=strange）")).to_have_count(1)


# How high the first line of a notice is, and how much of the window it takes at most while the rest is below.
LINE_PX, FOOT_PX = 24, 40
NARROW = pytest.mark.parametrize(("width", "height"), [(360, 740), (360, 640), (768, 1024)])


def begins_in_sight(told: Locator, height: int) -> None:
    """The first line is on the first screen, of which no more is taken."""
    assert height - FOOT_PX <= box_of(told)["y"] <= height - LINE_PX


@NARROW
def test_on_a_narrow_screen_it_stands_right_under_the_map_and_moves_nothing_above(
    new_page: Callable[..., Page], app_url: str, width: int, height: int
) -> None:
    page = new_page(width, height)
    go(page, f"{app_url}/coverage")
    vessel, clock = page.locator("iframe.vessel"), page.locator(".st-key-typed-day input")
    before = box_of(vessel), box_of(clock)
    clock.fill("31 February")
    clock.press("Enter")
    settled(page)
    told = page.locator(TOLD, has_text="未作改动")
    expect(told).to_be_visible()
    assert (box_of(vessel), box_of(clock)) == before
    begins_in_sight(told, height)
    # And, where it is scrolled to, between the map and all that is said of it.
    twin = page.locator(".st-key-twin")
    twin.scroll_into_view_if_needed()
    page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollBy(0, 200)")
    foot = box_of(vessel)["y"] + box_of(vessel)["height"]
    assert foot <= box_of(told)["y"] <= foot + 40
    assert box_of(told)["y"] + box_of(told)["height"] <= box_of(twin)["y"]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


@NARROW
def test_on_a_narrow_screen_the_map_of_a_faulty_link_is_where_that_of_any_other_is(
    new_page: Callable[..., Page], app_url: str, width: int, height: int
) -> None:
    page = new_page(width, height)
    go(page, f"{app_url}/coverage")
    before = box_of(page.locator("iframe.vessel"))
    go(page, f"{app_url}/coverage?date=2019-13")
    assert box_of(page.locator("iframe.vessel")) == before
    told = page.locator(TOLD)
    begins_in_sight(told, height)
    # Pressed, it is read as a whole.
    told.click(position={"x": 20, "y": 12})
    expect(told).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024)])
def test_the_ways_out_of_a_comparison_are_whole_words_on_every_screen(
    new_page: Callable[..., Page], app_url: str, width: int, height: int
) -> None:
    page = new_page(width, height)
    go(page, f"{app_url}/?lang=en&{urlencode({'against': 'date=2020-12-31&definition=national-approved&radius=50'})}")
    expect(page.locator(".st-key-pinned button")).to_have_count(3)
    assert not page.locator(ENDS).evaluate_all(CUT)

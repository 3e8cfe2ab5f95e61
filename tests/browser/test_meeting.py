"""The page for a meeting: from a file, without a network, in an old browser, by keyboard, large, and usable by
everybody; and the same within the app.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Frame, Page, expect

from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.words import say_in
from documents.meeting import meeting_page
from tests.browser.steps import TAKEN_AWAY, go, settled
from tests.worlds import choices, loaded, the_atlas, usual_question

LINKS = ["/overview", "/coverage?radius=80&layers=neighbours+prefectures+reach"]
# Whether the first of the legend, what the fill of the land means, is within what is seen of it.
KEY = """() => {
    const [body, block] = ["body", "block"].map((each) => document.querySelector(`.atlas-legend .atlas-${each}`));
    const [seen, first] = [body, block].map((each) => each.getBoundingClientRect());
    return first.height > 0 && first.top >= seen.top - 1;
}"""
FILL = "() => document.getElementById('map').contentWindow.atlas.on.has('reach')"


def usable(frame: Frame) -> None:
    frame.evaluate(AXE_SCRIPT)
    violations = frame.evaluate("() => axe.run({ resultTypes: ['violations'], iframes: false })")["violations"]
    assert [each["id"] for each in violations if each["impact"] in ("serious", "critical")] == []


@pytest.mark.long
def test_a_meeting_turns_its_views_by_keyboard_from_a_file(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "讲解.html"
    file.write_text(meeting_page(the_atlas(), choices(), LINKS, say_in("zh")), encoding="utf-8")
    for theme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, offline=True, color_scheme=theme)  # type: ignore[arg-type]
        if theme == "light":
            # What came after Chromium 109 is not there, in the map neither.
            context.add_init_script(TAKEN_AWAY)
        page, errors = context.new_page(), list[str]()
        page.on("pageerror", lambda error, told=errors: told.append(str(error)))  # type: ignore[misc]
        page.goto(file.as_uri())
        page.wait_for_function("() => (document.getElementById('map').contentWindow.atlas || {}).ready")
        expect(page.locator("#place")).to_have_text("1 / 2")
        expect(page.locator("#back")).to_be_disabled()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#place")).to_have_text("2 / 2")
        wanted = lead("coverage", Inquiry(the_atlas(), usual_question(radius_km=80)))[0]
        expect(page.locator("h1")).to_have_text(wanted)
        page.wait_for_function(FILL)
        # Forty pixels of 1920 are read from five metres before a screen of 1.4 m.
        assert page.locator("h1").evaluate("(told) => parseFloat(getComputedStyle(told).fontSize)") >= 40
        usable(page.main_frame)
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#place")).to_have_text("1 / 2")
        assert errors == []
        context.close()


@pytest.mark.long
@pytest.mark.parametrize(
    ("width", "height", "theme", "language"),
    [(360, 740, "light", "zh"), (768, 1000, "dark", "en"), (1366, 768, "dark", "zh"), (1920, 1080, "light", "en")],
)
def test_each_view_has_its_sentence_its_key_and_its_place_in_sight_on_every_screen(
    browser: Browser, tmp_path: Path, width: int, height: int, theme: str, language: str
) -> None:
    links = ["/coverage?selected=440200", "/siting?siting=question:most p:2", "/prefecture?id=441500"]
    file = tmp_path / "meeting.html"
    atlas = loaded("14-5", language)
    file.write_text(meeting_page(atlas, choices(), links, say_in(language)), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": height},
        offline=True,
        color_scheme=theme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("() => (document.getElementById('map').contentWindow.atlas || {}).ready")
    (drawn,) = [each for each in page.frames if each != page.main_frame]
    for place in range(len(links)):
        page.keyboard.press("PageDown" if place else "Home")
        expect(page.locator("#place")).to_have_text(f"{place + 1} / {len(links)}")
        drawn.wait_for_function("() => !atlas.moving")
        expect(page.locator("h1")).to_be_in_viewport(ratio=1)
        expect(page.locator("nav")).to_be_in_viewport(ratio=1)
        share = page.locator("#map").evaluate("(map) => map.getBoundingClientRect().height / innerHeight")
        assert share > 0.5, "the map has most of the screen"
        if width > 360:
            assert drawn.evaluate(KEY), place
        usable(page.main_frame)
        usable(drawn)
    assert drawn.evaluate("[atlas.about, atlas.home]") == ["441500", False]
    context.close()


def meeting_of(page: Page) -> Frame:
    """The meeting, once its map has drawn."""
    expect(page.frame_locator(".talk iframe").locator("h1")).not_to_be_empty()
    (frame,) = [each for each in page.frames if "/talk/" in each.url]
    frame.wait_for_function("() => (document.getElementById('map').contentWindow.atlas || {}).ready")
    return frame


def keep(page: Page) -> None:
    page.locator(".st-key-share button").first.click()
    page.locator(".st-key-keep-view button").click()
    settled(page)


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_meeting_within_the_app_fills_the_screen_turns_and_ends(
    theme: str, new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768, color_scheme=theme)
    go(page, f"{app_url}/?date=2020-12-31")
    keep(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="覆盖缺口").first.click()
    settled(page)
    keep(page)
    address = page.url
    page.locator("a.talk-door").click()
    meeting = meeting_of(page)
    assert page.evaluate("document.fullscreenElement.className") == "talk"
    assert meeting.evaluate("document.documentElement.dataset.theme") == theme
    assert meeting.locator("#place").inner_text() == "1 / 2"
    wanted = lead("overview", Inquiry(the_atlas(), usual_question(as_of=date(2020, 12, 31))))[0]
    assert meeting.locator("h1").inner_text() == wanted
    assert meeting.locator("h1").evaluate("(told) => parseFloat(getComputedStyle(told).fontSize)") >= 30
    usable(meeting)
    page.keyboard.press("ArrowRight")
    expect(meeting.locator("#place")).to_have_text("2 / 2")
    meeting.locator("#back").click()
    expect(meeting.locator("#place")).to_have_text("1 / 2")
    page.keyboard.press("Escape")
    expect(page.locator(".talk")).to_have_count(0)
    assert page.url == address
    assert page.evaluate("document.activeElement.className") == "talk-door"
    page.keyboard.press("Enter")
    meeting_of(page).locator("#leave").click()
    expect(page.locator(".talk")).to_have_count(0)

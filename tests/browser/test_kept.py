"""Kept views are put in order by keyboard, mouse and touch; what was taken out is put back; file and export follow."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from atlas.kept import as_file
from tests.browser.steps import go, settled

DAYS = ["2012-12-31", "2016-12-31", "2020-12-31"]
NAMED = [f"总览 · {day}" for day in DAYS]
LINKS = [f"/overview?date={day}" for day in DAYS]
FOCUSED = """() => {
    let at = document.activeElement;
    while (at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    return at.getAttribute("aria-label") || at.textContent;
}"""


def kept(page: Page, app_url: str) -> Locator:
    """The list of three views that were kept before, within sharing."""
    go(page, app_url)
    page.locator(".st-key-share button").first.click()
    file = {"name": "讲解.json", "mimeType": "application/json", "buffer": as_file(LINKS).encode()}
    page.locator(".st-key-kept-list input[type=file]").set_input_files([file])  # type: ignore[list-item]
    lines = page.locator(".st-key-kept-order li")
    expect(lines).to_have_count(3)
    settled(page)
    return lines


def in_order(page: Page, lines: Locator, *places: int) -> None:
    """The list says so, and so does the server once it has run."""
    expect(lines.locator("> span")).to_have_text([f"{n}. {NAMED[at]}" for n, at in enumerate(places, 1)])
    settled(page)
    expect(lines.locator("> span")).to_have_text([f"{n}. {NAMED[at]}" for n, at in enumerate(places, 1)])


def saved(page: Page, key: str) -> str:
    with page.expect_download() as waiting:
        page.locator(f".st-key-{key} button").click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def test_a_view_is_moved_by_keyboard_with_the_focus_on_it_and_the_file_has_the_new_order(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768)
    lines = kept(page, app_url)
    page.get_by_label(f"上移：3. {NAMED[2]}").focus()
    # Twice at once: the second does not wait for the run of the first.
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    in_order(page, lines, 2, 0, 1)
    assert page.evaluate(FOCUSED) == f"下移：1. {NAMED[2]}", "at the end of the list the other button has it"
    expect(page.get_by_label(f"上移：1. {NAMED[2]}")).to_be_disabled()
    expect(page.get_by_label(f"下移：3. {NAMED[1]}")).to_be_disabled()
    assert json.loads(saved(page, "meeting-list"))["views"] == [LINKS[2], LINKS[0], LINKS[1]]


@pytest.mark.long
def test_what_was_taken_out_is_put_back_where_it_stood(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(1366, 768)
    lines = kept(page, app_url)
    page.get_by_label(f"取消保留：2. {NAMED[1]}").click()
    in_order(page, lines, 0, 2)
    back = f"恢复：{NAMED[1]}"
    assert page.evaluate(FOCUSED) == back
    page.get_by_label(f"取消保留：1. {NAMED[0]}").click()
    page.get_by_label(f"取消保留：1. {NAMED[2]}").click()
    expect(lines).to_have_count(0)
    settled(page)
    for place, shown in ((2, [2]), (0, [0, 2]), (1, [0, 1, 2])):
        page.get_by_role("button", name=f"恢复：{NAMED[place]}").click()
        in_order(page, lines, *shown)
        assert page.evaluate(FOCUSED).endswith(NAMED[place])
    expect(page.get_by_role("button", name=re.compile("恢复："))).to_have_count(0)


@pytest.mark.long
@pytest.mark.parametrize(("width", "height", "theme"), [(360, 740, "dark"), (768, 1000, "light")])
def test_a_finger_moves_a_view_and_the_meeting_and_its_export_follow(
    new_page: Callable[..., Page], app_url: str, width: int, height: int, theme: str
) -> None:
    page = new_page(width, height, has_touch=True, color_scheme=theme)
    lines = kept(page, app_url)
    for button in lines.locator("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 32
        assert box["x"] + box["width"] <= width
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("() => axe.run('.st-key-kept-order', { resultTypes: ['violations'], iframes: false })")
    assert [each["id"] for each in found["violations"]] == []
    page.get_by_label(f"下移：1. {NAMED[0]}").tap()
    in_order(page, lines, 1, 0, 2)
    export = saved(page, "meeting-page")
    (told,) = re.findall(r'<script type="application/json" id="views">(.*?)</script>', export, re.DOTALL)
    years = ["2016年", "2012年", "2020年"]
    assert [year in each["sentences"][0] for year, each in zip(years, json.loads(told), strict=True)] == [True] * 3
    page.locator("a.talk-door").tap()
    meeting = page.frame_locator(".talk iframe")
    expect(meeting.locator("h1")).to_contain_text("2016年")
    meeting.locator("#on").tap()
    expect(meeting.locator("h1")).to_contain_text("2012年")

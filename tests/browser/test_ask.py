"""The one box: opened by its key from anywhere, by mouse and finger; what it understood, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import command, go, map_frame, settled

pytestmark = pytest.mark.long
PATHS = ("", "coverage", "compare", "plan", "prefecture?id=440500", "siting", "briefing", "data", "review", "manual")
NARROW = 360


def typed(page: Page, text: str) -> None:
    """The box opened by its key, and something typed into it as it is now."""
    page.keyboard.press("Control+k")
    box = page.get_by_role("textbox", name="地名、机构、代码、拼音，或一句话提问")
    expect(box).to_be_focused()
    page.keyboard.type(text)
    expect(box).to_have_value(text)


def test_a_question_is_asked_on_every_page_by_keyboard_alone(page: Page, app_url: str) -> None:
    for path in PATHS:
        page.goto(f"{app_url}/{path}")
        page.wait_for_selector(".st-key-toolbar button.open")
        settled(page)
        typed(page, "粤北80公里可及")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/coverage\?.*radius=80.*zone=north"))
        expect(page.locator(".lead")).to_contain_text("粤北")
        expect(page.locator(".lead")).to_contain_text("80公里")


def test_what_is_not_understood_is_told_and_corrected_by_a_click(page: Page, app_url: str) -> None:
    go(page, app_url)
    typed(page, "汕未缺什么")
    dialog = page.get_by_role("dialog", name="查找或提问")
    expect(dialog.locator(".unknown b")).to_have_text("汕未")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="汕尾", exact=True).click()
    expect(dialog.locator(".unknown")).to_have_count(0)
    dialog.get_by_role("button", name="看结果").click()
    page.wait_for_url(re.compile(r"/prefecture\?.*id=441500"))
    expect(dialog).to_be_hidden()


def test_a_name_is_found_on_the_map_from_within_it(page: Page, app_url: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    frame.locator(".leaflet-container").focus()
    typed(page, "４４０５００")
    page.keyboard.press("Enter")
    expect(frame.locator(".atlas-card h2")).to_contain_text("汕头")
    settled(page)
    if not frame.locator(".atlas-panel.open").count():
        frame.locator(".atlas-panel .atlas-fold").click()
    frame.get_by_role("button", name="查找或提问").click()
    page.keyboard.type("广州知识产权法院")
    page.keyboard.press("Enter")
    expect(frame.locator(".atlas-card h2")).to_contain_text("广州知识产权法院")
    # Its layer, which was off, is on.
    page.wait_for_url(re.compile("layers=[^&]*courts"))


def test_the_link_is_that_of_the_command_line(page: Page, app_url: str) -> None:
    go(page, app_url)
    typed(page, "2020年末哪些市没有")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("date=2020-12-31"))
    (told,) = command("ask", "2020年末哪些市没有")["questions"]
    assert told["link"] == "/?date=2020-12-31"


def test_a_finger_asks_on_a_telephone(
    new_page: Callable[..., Page], app_url: str, screenshot: Callable[..., Path]
) -> None:
    page = new_page(width=NARROW, height=740, has_touch=True, is_mobile=True)
    go(page, app_url)
    page.get_by_role("button", name="查找或提问").first.tap()
    dialog = page.get_by_role("dialog", name="查找或提问")
    dialog.get_by_role("button", name="汕尾缺什么").tap()
    expect(dialog.locator(".understood")).to_contain_text("汕尾")
    screenshot("ask-360", page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW
    small = dialog.locator("button").evaluate_all(
        "all => all.filter(each => each.getBoundingClientRect().height < 24).map(each => each.textContent)"
    )
    assert small == []
    dialog.get_by_role("button", name="看结果").tap()
    page.wait_for_url(re.compile(r"/prefecture\?.*id=441500"))


def test_a_list_takes_wide_digits_as_digits(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/coverage")
    page.get_by_role("button", name="筛选与指标").click()
    page.get_by_role("combobox", name="年份").click()
    page.keyboard.insert_text("２０２３")
    expect(page.get_by_role("option")).to_have_text(["2023"])

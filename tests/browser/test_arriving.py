"""A page that was turned to by keyboard is read from its beginning: the focus stands there, under the page's name."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import go, settled

NAMES = {"coverage": "覆盖缺口", "data": "数据与来源"}
OUTLINED = "(each) => each.matches(':focus-visible') && parseFloat(getComputedStyle(each).outlineWidth) >= 2"


def stands_at_the_beginning(page: Page, name: str, told: str = "") -> None:
    """The focus is where the page begins, seen and named; `told` is a part of the sentence there."""
    here = page.locator("[data-testid=stMain] :focus")
    expect(here).to_have_accessible_name(name)
    if told:
        expect(here).to_have_class(re.compile("st-key-lead"))
        expect(here).to_have_accessible_description(re.compile(told))
    expect(here).to_be_in_viewport(ratio=1)
    assert here.evaluate(OUTLINED)


def asked(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    box = page.get_by_role("textbox", name="地名、机构、代码、拼音，或一句话提问")
    expect(box).to_be_focused()
    page.keyboard.type(text)
    expect(box).to_have_value(text)
    page.keyboard.press("Enter")


def test_the_answer_to_a_question_in_the_box_is_where_the_keyboard_is(page: Page, app_url: str) -> None:
    go(page, app_url)
    # The box gives the focus back to what had it, which the page asked for has too.
    page.locator(".st-key-typed-day input").focus()
    asked(page, "粤北80公里可及")
    page.wait_for_url(re.compile(r"/coverage\?.*zone=north"))
    settled(page)
    stands_at_the_beginning(page, NAMES["coverage"], "粤北")
    # On the page where one is already, too.
    asked(page, "粤东80公里可及")
    page.wait_for_url(re.compile(r"/coverage\?.*zone=belt-east"))
    settled(page)
    stands_at_the_beginning(page, NAMES["coverage"], "粤东")
    page.keyboard.press("Tab")
    expect(page.locator(".st-key-lead")).not_to_have_attribute("aria-label", re.compile(""))


@pytest.mark.parametrize("width", [360, 1366])
def test_a_page_of_the_list_begins_at_its_beginning(new_page: Callable[..., Page], app_url: str, width: int) -> None:
    page = new_page(width, 768)
    go(page, app_url)
    for path, told in (("coverage", "公里"), ("data", "")):
        if width < 1000:
            page.get_by_test_id("stExpandSidebarButton").first.press("Enter")
        page.get_by_role("link", name=NAMES[path]).first.press("Enter")
        page.wait_for_url(re.compile(path))
        settled(page)
        stands_at_the_beginning(page, NAMES[path], told)


def test_who_stays_on_a_page_keeps_his_place(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/coverage")
    slider = page.locator("[data-testid='stSlider'] input").first
    slider.press("ArrowLeft")
    settled(page)
    expect(slider).to_be_focused()

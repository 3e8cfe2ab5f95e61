"""Office computers: the last Chromium for Windows 7 (109), browsers older still, and a server without https."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import TAKEN_AWAY, go, map_frame

WITH_A_MAP = ["", "coverage", "siting", "compare", "plan", "prefecture?id=441500"]
SENTENCE = "本机浏览器版本过低"


def opens(page: Page, address: str) -> None:
    go(page, address)
    expect(page.locator(".lead").first).to_be_visible()
    assert page.get_by_text("Bad message format").count() == 0
    assert page.locator("#too-old").count() == 0


def test_the_overview_opens_in_chromium_109(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page()
    page.add_init_script(TAKEN_AWAY)
    opens(page, app_url)
    assert map_frame(page).evaluate("typeof [].toSorted") == "undefined", "the map needs nothing of it"
    assert page.evaluate("[3, 1, 2].toSorted().join() + Object.hasOwn({ a: 1 }, 'a')") == "1,2,3true"


@pytest.mark.long
def test_every_page_opens_in_chromium_109(
    new_page: Callable[..., Page], app_url: str, screenshot: Callable[..., Path]
) -> None:
    page = new_page(1366, 768)
    page.add_init_script(TAKEN_AWAY)
    for path in WITH_A_MAP:
        opens(page, f"{app_url}/{path}")
        screenshot(f"old-{path.split('?')[0] or 'overview'}", page)
    for path in ("briefing", "data", "review", "manual"):
        page.goto(f"{app_url}/{path}")
        expect(page.get_by_role("heading").first).to_be_visible()


@pytest.mark.long
def test_a_browser_of_today_fetches_nothing_of_it(page: Page, app_url: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    go(page, app_url)
    assert any("leaflet.js" in each for each in fetched)
    assert not any("core-js" in each for each in fetched)


@pytest.mark.parametrize(
    ("query", "words"), [("", SENTENCE), pytest.param("?lang=en", "This browser is too old", marks=pytest.mark.long)]
)
def test_where_nothing_can_be_read_one_sentence_stands_on_the_page(
    browser: Browser, app_url: str, query: str, words: str
) -> None:
    # Not under watch: what cannot be read is an error in the console, as it should be.
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.route("**/static/js/index.*.js", lambda route: route.fulfill(body="let = ;", content_type="text/javascript"))
    page.goto(f"{app_url}/{query}")
    expect(page.locator("#too-old")).to_contain_text(words)
    assert page.locator("body").inner_text().strip() == page.locator("#too-old").inner_text().strip()
    context.close()


@pytest.mark.long
def test_a_page_that_is_only_slow_takes_the_sentence_back(browser: Browser, app_url: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{app_url}/manual")
    page.evaluate(
        "() => { document.getElementById('root').id = 'kept'; document.body.insertAdjacentHTML('beforeend', "
        "'<div id=root></div>'); window.dispatchEvent(new ErrorEvent('error')); }"
    )
    expect(page.locator("#too-old")).to_be_visible()
    page.evaluate("document.getElementById('root').append('there')")
    expect(page.locator("#too-old")).to_have_count(0)
    context.close()


def test_a_link_is_copied_on_plain_http_as_well(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page()
    page.add_init_script("if (window.top === window) delete Navigator.prototype.clipboard;")
    go(page, f"{app_url}/?date=2020-12-31")
    page.locator(".st-key-share button").first.click()
    link = page.locator("[data-testid=stCode]").first
    expect(link).to_be_visible()
    text = link.locator("code").inner_text()
    link.hover()
    link.get_by_role("button").click()
    expect(link).to_be_visible()
    reader = new_page(permissions=["clipboard-read"])
    reader.goto(f"{app_url}/livez")
    assert reader.evaluate("navigator.clipboard.readText()") == text
    assert "date=2020-12-31" in text


@pytest.mark.long
def test_streamlit_says_in_the_language_of_the_page_what_it_says_itself(browser: Browser, app_url: str) -> None:
    # Not under watch: a page that is not there is an error in the console, as it should be.
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{app_url}/nowhere")
    expect(page.get_by_role("dialog")).to_contain_text("没有这一页")
    expect(page.get_by_role("dialog")).to_contain_text("地址所指的页面不存在，已转到总览。")
    go(page, f"{app_url}/siting")
    chooser = page.locator("[data-testid=stFileUploaderDropzone]").first
    expect(chooser).to_contain_text("选择文件")
    assert "Upload" not in page.locator("[data-testid=stMain]").inner_text()
    page.context.close()

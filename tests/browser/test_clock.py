"""The clock plays: a year a second, the map with it, one entry of the history, and stops at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import go, settled

PLAY, STOP = "播放（每秒一年）", "停止播放"


def day(page: Page) -> str:
    return str(page.locator("[data-testid='stSlider'] input").first.get_attribute("aria-valuetext"))


# A year stands for a second: whoever looks now and then, as a busy machine does, may miss it.
KEEP = """() => {
    const told = (window.told = []);
    const keep = () => told.push(document.querySelector(".lead")?.textContent ?? "");
    new MutationObserver(keep).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


def says(page: Page, text: str) -> None:
    expect(page.locator(".lead").first).to_contain_text(text)


def plays(page: Page, until: str) -> None:
    """Play, until the page has said this day."""
    page.evaluate(KEEP)
    page.get_by_label(PLAY).click()
    page.wait_for_function("(day) => told.some((each) => each.includes(day))", arg=until)


@pytest.mark.long
def test_a_play_moves_a_year_a_second_and_back_undoes_it_as_one_act(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/?date=2012-12-31")
    entries, address = page.evaluate("history.length"), page.url
    plays(page, until="2014年12月31日")
    assert page.url == address, "the address stays until it stops"
    page.get_by_label(STOP).click()
    expect(page.get_by_label(PLAY)).to_be_visible()
    page.wait_for_function("(address) => location.href !== address", arg=address)
    settled(page)
    # A busy machine may have been a year further before it was told to stop.
    stopped = day(page)
    assert stopped >= "2014-12-31"
    assert f"date={stopped}" in page.url
    page.wait_for_timeout(1500)
    assert day(page) == stopped
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    says(page, "2012年12月31日")
    plays(page, until="2013年12月31日")
    box = page.locator("iframe.vessel").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_label(PLAY)).to_be_visible()


@pytest.mark.long
def test_who_wants_no_motion_has_the_steps_alone_and_the_map_is_in_sight(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768, reduced_motion="reduce")
    go(page, f"{app_url}/?date=2012-12-31")
    assert page.get_by_label(PLAY).count() == 0 or not page.get_by_label(PLAY).is_visible()
    page.get_by_label("进一年").click()
    says(page, "2013年12月31日")
    box = page.locator("iframe.vessel").bounding_box()
    assert box is not None
    assert 768 - box["y"] >= 500


@pytest.mark.long
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1366, 768)])
def test_by_key_it_is_played_and_stopped_at_once_and_what_is_no_day_says_so(
    new_page: Callable[..., Page], app_url: str, width: int, height: int
) -> None:
    page = new_page(width, height)
    go(page, f"{app_url}/?date=2012-12-31")
    typed = page.locator(".st-key-typed-day input")
    typed.fill("2019-02-30")
    typed.press("Enter")
    expect(page.locator(".st-key-notices")).to_contain_text("输入的不是日期")
    assert day(page) == "2012-12-31"
    typed.fill("２０１３年３月")
    typed.press("Enter")
    says(page, "2013年3月31日")
    expect(typed).to_have_value("")
    settled(page)
    page.get_by_label(PLAY).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label(STOP)).to_be_focused()
    says(page, "2013年12月31日")
    page.keyboard.press("Escape")
    expect(page.get_by_label(PLAY)).to_be_focused()
    settled(page)
    stopped = day(page)
    page.wait_for_timeout(2500)
    assert day(page) == stopped < "2020"

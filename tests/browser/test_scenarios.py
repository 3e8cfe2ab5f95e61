"""A scenario in a link: every page speaks of it, says so, and one click leads back to the data."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import command, go, numbers_of, settled

SCENARIO = "add protection_centre 116.1000,24.3000 <b>梅州</b>; close protection-centre-foshan"


def link(path: str, scenario: str = SCENARIO, **more: str) -> str:
    return f"/{path}?{urlencode({'scenario': scenario, 'scenario-name': '粤东*北*', **more})}"


@pytest.mark.parametrize("path", ["", "coverage", "compare", "prefecture"])
def test_every_page_speaks_of_the_scenario_in_its_link(new_page: Callable[..., Page], app_url: str, path: str) -> None:
    page, query = new_page(), link(path, **({"id": "441400"} if path == "prefecture" else {}))
    go(page, f"{app_url}{query}")
    expect(page.locator(".st-key-notices")).to_contain_text("推演中（设想方案：粤东*北*，改动2项）。数据未改动。")
    expect(page.get_by_text("页面出错")).to_have_count(0)
    assert numbers_of(page) == command("link", query)


def test_leaving_the_scenario_brings_the_data_back(page: Page, app_url: str) -> None:
    go(page, f"{app_url}{link('coverage')}")
    page.get_by_role("button", name="退出设想方案").click()
    settled(page)
    expect(page.get_by_text("推演中")).to_have_count(0)
    assert "scenario" not in page.url
    told = {name: value for name, value in command("gaps").items() if name not in ("parks", "catchment")}
    assert numbers_of(page)["gaps"] == told  # type: ignore[index]


def test_a_change_that_cannot_be_made_is_told_and_the_rest_is_shown(page: Page, app_url: str) -> None:
    go(page, f"{app_url}{link('', scenario='close moon; close protection-centre-foshan')}")
    notices = page.locator(".st-key-notices")
    expect(notices).to_contain_text("以下改动无法实施，已略去：close moon")
    expect(notices).to_contain_text("，改动1项")


EIGHT = "; ".join(
    f"add protection_centre {point}"
    for point in (
        *("113.58333,24.8", "113.08333,22.58333", "110.38749,21.23391", "110.91364,21.66625"),
        *("112.46091,23.04893", "114.41523,23.11147", "116.11768,24.28859", "115.3475,22.78199"),
    )
)


def test_eight_supposed_centres_are_nowhere_shown_as_proven_on_a_walk_of_the_pages(page: Page, app_url: str) -> None:
    """Overview, dialog, coverage, a prefecture and back: 9 of 21 by the records, 17 only as supposed."""
    go(page, f"{app_url}{link('', scenario=EIGHT, definition='national-approved')}")
    card = page.locator(".st-key-card-fast-protection")
    expect(card).to_contain_text("9/21 → 17/21（设想）")
    expect(card).to_contain_text("确证 8 · 需 17")
    expect(card).to_contain_text("距 17 还差 8；未见官方结果")
    expect(card).not_to_contain_text("已达标")
    card.get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("9/21 → 17/21（设想）")
    expect(dialog).to_contain_text("设想，不是记录（8）")
    expect(dialog).to_contain_text("在尚无机构的地市再增 8 个机构")
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("link", name="覆盖缺口").first.click()
    settled(page)
    beside = page.get_by_test_id("stMain")
    expect(beside).to_contain_text("设想：至少16 · 推定17 · 至多17，需17")
    expect(beside).to_contain_text("有（设想）（8）")
    expect(beside).to_contain_text("有，确证（8）")
    page.get_by_role("link", name="我的地市").first.click()
    settled(page)
    page.locator(".st-key-choose-prefecture-440200 button").click()
    settled(page)
    expect(page.locator(".figures")).to_contain_text("（设想）")
    page.get_by_role("button", name="退出设想方案").click()
    settled(page)
    expect(page.locator(".figures")).not_to_contain_text("设想")

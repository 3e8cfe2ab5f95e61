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
    assert numbers_of(page)["gaps"] == command("gaps")  # type: ignore[index]


def test_a_change_that_cannot_be_made_is_told_and_the_rest_is_shown(page: Page, app_url: str) -> None:
    go(page, f"{app_url}{link('', scenario='close moon; close protection-centre-foshan')}")
    notices = page.locator(".st-key-notices")
    expect(notices).to_contain_text("以下改动无法实施，已略去：close moon")
    expect(notices).to_contain_text("，改动1项")

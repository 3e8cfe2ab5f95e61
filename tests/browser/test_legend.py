"""The legend is open and its key in sight wherever a reader begins and whatever is said; it says what it waits for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.legends import IN_SIGHT, legend
from tests.browser.steps import MAP_HAS_DRAWN, go, map_frame, to


@pytest.mark.parametrize("width", [1366, 1920])
def test_who_begins_on_a_page_without_a_map_finds_the_legend_as_open_as_others(
    new_page: Callable[..., Page], app_url: str, width: int
) -> None:
    page = new_page(width, 768)
    go(page, f"{app_url}/coverage")
    opened = "[...document.querySelectorAll('.atlas-box.open')].map((each) => each.className)"
    others = map_frame(page).evaluate(opened)
    assert others
    page = new_page(width, 768)
    page.goto(f"{app_url}/data")
    to(page, "覆盖缺口")
    page.wait_for_function(MAP_HAS_DRAWN)
    map_frame(page).wait_for_function(f"({opened}).length === {len(others)}")
    assert map_frame(page).evaluate(opened) == others
    assert legend(page) == IN_SIGHT


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/compare?wrong=rapid-rights-chaozhou-tableware", "视为错误"),
        ("/coverage?radius=9999", "链接中的"),
        ("/?own=12345678", "此链接制作时"),
    ],
)
def test_what_is_said_of_a_link_pushes_no_key_out_of_sight(page: Page, app_url: str, path: str, said: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    go(page, f"{app_url}{path.partition('?')[0]}")
    alone = page.locator("iframe.vessel").bounding_box()
    go(page, app_url + path)
    expect(page.locator(".st-key-notices")).to_contain_text(said)
    assert page.locator("iframe.vessel").bounding_box() == alone
    assert legend(page) == IN_SIGHT


@pytest.mark.parametrize(
    ("layer", "waits_for"),
    [("two-measures", "选了对照量后显示"), ("clusters", "“是否成片”"), ("difference", "固定情形")],
)
def test_a_fill_that_waits_for_a_choice_says_for_which(page: Page, app_url: str, layer: str, waits_for: str) -> None:
    go(page, f"{app_url}/compare?layers=prefectures+{layer}")
    assert waits_for in map_frame(page).locator(".atlas-legend .atlas-block").inner_text()

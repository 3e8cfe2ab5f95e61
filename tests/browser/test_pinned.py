"""A reader pins a view as A, changes the question, and sees, shares, swaps and ends the comparison."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import command, go, map_frame, numbers_of, pick, settled

ANY = "任一快保护机构（含省分中心、市区级）"

pytestmark = pytest.mark.long


def test_a_view_is_pinned_compared_shared_swapped_and_let_go(
    page: Page, new_page: Callable[..., Page], app_url: str
) -> None:
    go(page, f"{app_url}/coverage?radius=80")
    page.get_by_role("button", name="固定为A").click()
    settled(page)
    pinned = page.locator(".st-key-pinned")
    expect(pinned).to_contain_text("当前情形已固定为A")
    pick(page, "快保护机制的统计口径", ANY)
    expect(pinned).to_contain_text(f"口径：国家级，已获批或运行 → {ANY}")
    expect(pinned).to_contain_text("可及的居民由A的58.2%到B的58.2%")
    expect(map_frame(page).locator("body")).to_contain_text("可及居民占比，B减A")
    address = urlsplit(page.url)
    told = numbers_of(page)
    assert told == command("link", f"{address.path}?{address.query}")
    assert told["difference"]["differs"][0]["part"] == "口径"
    other = new_page()
    go(other, page.url)
    expect(other.locator(".st-key-pinned")).to_contain_text(f"口径：国家级，已获批或运行 → {ANY}")
    assert numbers_of(other) == told
    page.get_by_role("button", name="互换A与B").click()
    settled(page)
    expect(pinned).to_contain_text(f"口径：{ANY} → 国家级，已获批或运行")
    page.go_back()
    settled(page)
    expect(pinned).to_contain_text(f"口径：国家级，已获批或运行 → {ANY}")
    page.get_by_role("button", name="结束比较").click()
    settled(page)
    expect(pinned).to_have_count(0)
    assert "against" not in page.url
    assert numbers_of(page)["difference"] is None

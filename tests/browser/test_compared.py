"""Both versions of a record that somebody wants to correct, side by side on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import settled

LONG = "另见公告第12号，说明该中心运行日期为2020年5月6日，并附批复文号与名单。" * 4
# How far a table could be scrolled within its frame, across and down.
HIDDEN = "(frame) => [frame.scrollWidth - frame.clientWidth, frame.scrollHeight - frame.clientHeight]"


def filled(form: Locator, **texts: str) -> None:
    for label, text in texts.items():
        form.get_by_label(label, exact=True).fill(text)


@pytest.mark.long
def test_both_versions_of_a_record_are_read_without_scrolling_a_table(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(360, 740)
    page.goto(f"{app_url}/prefecture?id=441700")
    settled(page)
    page.get_by_role("tab", name="核对与更正").click()
    settled(page)
    form = page.locator("[data-testid=stForm]")
    filled(form, 备注=LONG, 文件或网页题名="公告", 发布单位="市场监督管理局", 更正理由和核对情况="已核对")
    filled(form, **{"日期，如2026-05-01": "2026-05-01"})
    form.get_by_role("button", name="提出更正").click()
    expect(page.get_by_text("已提出，编号")).to_be_visible()
    page.goto(f"{app_url}/review")
    changed = page.locator('[class*="st-key-table-change-"]').first
    expect(changed.get_by_text("另见公告第12号", exact=False)).to_be_visible()
    settled(page)
    assert changed.locator(".scroll").evaluate(HIDDEN) == [0, 0]
    assert changed.locator("thead th").count() == 3
    page.get_by_role("button", name="撤回").first.click()
    settled(page)

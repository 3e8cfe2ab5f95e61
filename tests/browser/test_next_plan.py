"""Every page under another plan (tests/plans/next): its titles, its zones, its numbers, and none of the old plan's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import running_app
from tests.browser.steps import MAP_HAS_DRAWN, map_frame

PLANS = Path(__file__).resolve().parents[1] / "plans"


@pytest.fixture(scope="module")
def next_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_app(tmp_path_factory.mktemp("next") / "log.txt", ATLAS_PLAN="next", ATLAS_PLANS=str(PLANS)) as url:
        yield url


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("coverage", "有一家国家级保护中心"),
        ("compare", "甲区（15）"),
        ("plan", "测试规划（不是真实规划）"),
        ("prefecture?id=441500", "甲区"),
        ("?layers=zones", "规划分区"),
    ],
)
def test_the_page_follows_the_plan(page: Page, next_url: str, path: str, told: str) -> None:
    page.goto(f"{next_url}/{path}")
    page.wait_for_function(MAP_HAS_DRAWN)
    if path == "?layers=zones":
        titles = map_frame(page).evaluate("Object.values(atlas.captions.zones)")
        assert titles == ["测试甲区", "测试乙区"]
    elif path == "compare":
        expect(page.locator(".lead")).to_contain_text("各区中乙区最差")
        assert map_frame(page).evaluate("atlas.on.has('measured')")
    else:
        expect(page.get_by_text(told).first).to_be_visible()
    assert page.get_by_text("页面出错").count() == 0

"""By distance instead of × 1.3, and by a loaded matrix: page, map, table, command line and link agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.atlas.travels import asked, text
from tests.browser.steps import command, go, map_frame, settled

FILE = "minutes.csv"


def table_sum(page: Page, gaps: dict[str, int]) -> None:
    """The card and the check of the gap list say these residents."""
    covered, total = gaps["covered"], gaps["total"]
    expect(page.get_by_text(f"{total:,}人中的{covered:,}人")).to_be_visible()
    expect(page.get_by_text(f"{total - covered:,}人不可及 = {total:,} − {covered:,}")).to_be_visible()


@pytest.mark.long
def test_roads_by_distance_are_the_same_on_page_map_command_line_and_link(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/coverage?radius=100")
    page.get_by_role("radio", name="直线×随距离系数").click()
    settled(page)
    gaps = command("gaps", "--radius-km", "100", "--distance", "by-distance")
    table_sum(page, gaps)
    assert "distance=by-distance" in page.url
    assert map_frame(page).evaluate("atlas.ringM") == pytest.approx(gaps["straight_m"])
    linked = command("link", page.url)
    assert {each: linked["gaps"][each] for each in gaps if each in linked["gaps"]} == {
        each: gaps[each] for each in gaps if each in linked["gaps"]
    }


@pytest.mark.long
def test_a_loaded_matrix_is_the_same_on_page_map_command_line_and_link(
    page: Page, app_url: str, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_text(text("minutes"), encoding="utf-8")
    go(page, f"{app_url}/coverage?radius=60")
    page.get_by_text("用本单位的路网计算").click()
    page.locator("input[type=file]").first.set_input_files(tmp_path / FILE)
    expect(page.get_by_text("60分钟内可及的居民").first).to_be_visible(timeout=20_000)
    settled(page)
    gaps = command("gaps", "--radius-km", "60", "--matrix", str(tmp_path / FILE))
    table_sum(page, gaps)
    assert f"distance={asked('minutes').distance}" in page.url
    page.get_by_role("button", name="在地图上显示可及范围").click()
    settled(page)
    legend = map_frame(page).get_by_role("heading", name="60分钟内可及的居民（按辖区）")
    expect(legend).to_contain_text("某测绘院")
    assert command("link", page.url, "--matrix", str(tmp_path / FILE))["gaps"]["covered"] == gaps["covered"]

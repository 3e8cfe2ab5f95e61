"""By distance instead of × 1.3, and by a loaded matrix: page, map, table, command line and link agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.atlas.travels import asked, text
from tests.browser.steps import LATLNG, click_at, command, go, map_frame, settled
from tests.worlds import rows

FILE, SITES = "minutes.csv", "with-parks.csv"


def table_sum(page: Page, gaps: dict[str, int]) -> None:
    """The card and the check of the gap list say these residents."""
    covered, total = gaps["covered"], gaps["total"]
    expect(page.get_by_text(f"{total:,}人中的{covered:,}人")).to_be_visible()
    expect(page.get_by_text(f"{total - covered:,}人不可及 = {total:,} − {covered:,}")).to_be_visible()


def brought(page: Page, url: str, file: Path, content: str) -> None:
    """The page counts by this file."""
    file.write_text(content, encoding="utf-8")
    go(page, url)
    page.get_by_text("用本单位的路网计算").click()
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_text("60分钟内可及的居民").first).to_be_visible()
    settled(page)


def places(page: Page, file: Path) -> None:
    """Every place is drawn as a dot of its class, as many as the command line counts; one says its class."""
    frame = map_frame(page)
    drawn = "[...atlas.shown].filter(([, about]) => about.id === 'travel-places')"
    assert frame.evaluate(f"{drawn}.length") == len(rows("demand_points"))
    assert not frame.evaluate("atlas.on.has('reach-rings')")
    counted = command("layers", "--radius-km", "60", "--matrix", str(file))["layers"]["travel-places"]
    assert counted == frame.evaluate("atlas.counts()['travel-places']")
    legend = frame.locator(".atlas-block", has_text="居民点到最近机构的路程")
    expect(legend).to_contain_text("30–60分钟（可及）")
    expect(legend).to_contain_text("不得用于导航")
    # Far from any body: a dot is what is under the pointer, and names itself with its class.
    far = frame.evaluate(f"{drawn}.find(([, about]) => about.name === 'no-way')[0].feature.properties.id")
    lon, lat = frame.evaluate(LATLNG, far)
    click_at(page, frame, lon, lat)
    expect(frame.locator(".atlas-card.open")).to_contain_text("没有可服务的机构，或矩阵中无路")
    settled(page)


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
    brought(page, f"{app_url}/coverage?radius=60", tmp_path / FILE, text("minutes"))
    gaps = command("gaps", "--radius-km", "60", "--matrix", str(tmp_path / FILE))
    table_sum(page, gaps)
    assert f"distance={asked('minutes').distance}" in page.url
    page.get_by_role("button", name="在地图上显示可及范围").click()
    settled(page)
    legend = map_frame(page).get_by_role("heading", name="60分钟内可及的居民（按辖区）")
    expect(legend).to_contain_text("某测绘院")
    places(page, tmp_path / FILE)
    linked = command("link", page.url, "--matrix", str(tmp_path / FILE))
    assert linked["gaps"]["covered"] == gaps["covered"]
    expect(page.get_by_text("可及口径以公里为限，载入的矩阵以分钟计")).to_be_visible()


@pytest.mark.long
def test_siting_by_a_matrix_says_what_it_lacks_and_then_answers_as_command_line_and_link_do(
    page: Page, app_url: str, tmp_path: Path
) -> None:
    brought(page, f"{app_url}/coverage?radius=60", tmp_path / FILE, text("minutes"))
    page.get_by_role("link", name="选址推演").first.click()
    expect(page.get_by_text("--from demand_points --to bodies parks")).to_be_visible()
    settled(page)
    assert not page.get_by_role("button", name="求解").count()
    brought(page, f"{app_url}/coverage?radius=60", tmp_path / SITES, text("minutes", sites=True))
    page.get_by_role("link", name="选址推演").first.click()
    typed = ("--problem", "mclp", "--p", "2", "--candidates", "parks", "--radius-km", "60", "--lang", "zh")
    told = command("site", *typed, "--matrix", str(tmp_path / SITES))
    expect(page.locator(".certificate b")).to_have_text(f"可及居民{told['objective']:,}人", timeout=60_000)
    expect(page.locator(".certificate")).to_contain_text("不得用于导航")
    # The page is told before its address is.
    settled(page)
    assert command("link", page.url, "--matrix", str(tmp_path / SITES))["search"]["sites"] == told["sites"]

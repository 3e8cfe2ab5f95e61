"""Every prefecture's own link, opened by a stranger: the right city, the tables' numbers, a silent console."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import MAP_HAS_DRAWN, map_frame

SETS = Path(__file__).resolve().parents[2] / "data" / "sets"
# Whole beside the legend, so not always in the middle; and near: it is a fair part of what the window could hold.
WITHIN = """([west, south, east, north]) => {
    const { map, homeView } = atlas, place = L.latLngBounds([[south, west], [north, east]]);
    const near = map.getZoom() > homeView.zoom && map.getZoom() > map.getBoundsZoom(place) - 2;
    return map.getBounds().contains(place) && near;
}"""


@cache
def rows(set_id: str) -> list[dict[str, str]]:
    with (SETS / set_id / f"{set_id}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@cache
def prefectures() -> dict[str, dict[str, Any]]:
    features = json.loads((SETS / "prefectures" / "prefectures.geojson").read_text(encoding="utf-8"))["features"]
    return {each["properties"]["adcode"]: each for each in features}


def box(shape: dict[str, Any]) -> list[float]:
    """West, south, east, north of the part with most corners, so that 东沙 does not stretch 汕尾."""
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    shell = max((part[0] for part in parts), key=len)
    east, north = zip(*(point[:2] for point in shell), strict=True)
    return [min(east), min(north), max(east), max(north)]


@pytest.mark.long
@pytest.mark.parametrize(("width", "height"), [(360, 780), (1366, 768)])
@pytest.mark.parametrize("adcode", sorted(prefectures()))
def test_its_link_opens_the_city(
    new_page: Callable[..., Page], app_url: str, screenshot: Callable[..., Path], adcode: str, width: int, height: int
) -> None:
    page = new_page(width, height)
    page.goto(f"{app_url}/prefecture?id={adcode}")
    page.wait_for_function(MAP_HAS_DRAWN)
    about = prefectures()[adcode]["properties"]
    expect(page.get_by_role("heading", name=re.compile(about["name_zh"]))).to_be_visible()
    assert f"id={adcode}" in page.url
    residents = next(int(row["residents_2020"]) for row in rows("residents_prefecture") if row["adcode"] == adcode)
    figures = page.locator(".figures")
    expect(figures).to_contain_text(f"{residents / 1e4:,.1f}万人")
    bodies = [row for row in rows("bodies") if row["prefecture"] == adcode and row["record_type"] == "body"]
    expect(figures).to_contain_text(f"共{len(bodies)}条记录")
    frame = map_frame(page)
    frame.wait_for_function(f"() => atlas.about === '{adcode}'")
    # It is on its way there.
    frame.wait_for_function(WITHIN, arg=box(prefectures()[adcode]["geometry"]))
    counties = [row for row in rows("residents_county") if row["adcode"][:4] == adcode[:4]]
    sheet = page.locator(".sheet")
    expect(sheet.locator("h2", has_text="县级单位")).to_have_count(1)
    assert sheet.locator("table").first.locator("tbody tr").count() == len(counties)
    printed = sheet.locator("table").first.locator("tbody td:nth-child(2)").all_text_contents()
    assert sorted(printed) == sorted(f"{int(row['residents_2020']):,}" for row in counties)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if adcode in ("440500", "441500"):
        screenshot(f"city-{adcode}-{width}", page)

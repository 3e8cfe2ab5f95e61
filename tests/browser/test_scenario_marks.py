"""A scenario on the map: its marks come with the state and go with it; and a click can choose a place."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Frame, Page, expect

from tests.browser.steps import LATLNG, MARK, VIEW, ZOOMED, click_at, clock, go, map_frame, settled, to

CHANGES = (
    "add new-1 protection_centre 114.4000,23.1000; close protection-centre-foshan; "
    "move protection-centre-dongguan 113.9500,22.7500"
)
LAYERS = "neighbours prefectures coverage reach-rings protection-centres rapid-rights-centres"
SHOWN = """() => Object.fromEntries([...atlas.shown]
    .filter(([layer, about]) => about.id === 'protection-centres')
    .map(([layer, about]) => [layer.feature.properties.id, about.name]))"""
HEAR = """() => {
    const { listener } = atlas;
    window.told = [];
    atlas.listen((asked) => { told.push(asked); listener(asked); });
}"""


def with_scenario(url: str, changes: str = CHANGES, **more: str) -> str:
    return f"{url}/?{urlencode({'layers': LAYERS, 'scenario': changes, 'scenario-name': '北部先行'} | more)}"


def told(frame: Frame) -> list[dict[str, Any]]:
    return list(frame.evaluate("told"))


def test_what_is_supposed_is_drawn_counted_and_told(page: Page, app_url: str) -> None:
    go(page, with_scenario(app_url))
    frame = map_frame(page)
    shown = frame.evaluate(SHOWN)
    assert shown["new-1"] == "assumed"
    assert shown["protection-centre-dongguan"] == "moved"
    assert shown["protection-centre-foshan"] == "closed"
    assert frame.evaluate(LATLNG, "new-1") == [114.4, 23.1]
    assert frame.evaluate(LATLNG, "protection-centre-dongguan") == [113.95, 22.75]
    # The closed one is drawn, but in no count; the way of the moved one is drawn, but is no feature.
    assert frame.evaluate("atlas.counts()['protection-centres']") == len(shown) - 1
    assert frame.evaluate("atlas.ghosts.length") == 2
    rings = "[...atlas.shown].filter(([layer, about]) => about.id === 'reach-rings').map(([layer]) => layer)"
    ids = frame.evaluate(f"{rings}.map((layer) => layer.feature.properties.id)")
    assert {"ring-new-1", "ring-protection-centre-dongguan"} <= set(ids)
    assert "ring-protection-centre-foshan" not in ids
    assert len(ids) == len(set(ids))
    assert frame.evaluate(f"new Set({rings}.map((layer) => layer.getRadius())).size") == 1
    legend = frame.locator(".atlas-legend")
    for text in ("设想：新设", "设想：迁至此处", "设想：关闭或视为错误，不计数"):
        expect(legend.get_by_text(text)).to_be_attached()
    expect(page.get_by_text("设想方案：北部先行，改动3项")).to_be_visible()


def test_it_is_selected_like_any_other_and_leaves_with_the_scenario(page: Page, app_url: str) -> None:
    go(page, with_scenario(app_url))
    frame = map_frame(page)
    frame.evaluate(MARK)
    frame.evaluate("void atlas.map.setView([23.0, 114.2], 9, { animate: false })")
    view = frame.evaluate(VIEW)
    click_at(page, frame, 114.4, 23.1)
    page.wait_for_url("**selected=new-1*")
    expect(page.locator(".st-key-selection")).to_contain_text("设想")
    expect(frame.locator(".atlas-card")).to_contain_text("设想，不是记录")
    settled(page)
    page.get_by_role("button", name="退出设想方案").click()
    frame.wait_for_function("() => !atlas.features['protection-centres'].has('new-1')")
    settled(page)
    assert "scenario" not in page.url
    assert "selected" not in page.url
    assert frame.evaluate(SHOWN)["protection-centre-foshan"].startswith("operating")
    assert frame.evaluate(LATLNG, "protection-centre-dongguan") != [113.95, 22.75]
    assert frame.evaluate("atlas.ghosts.length") == 0
    assert frame.evaluate("window.stillHere") == 1
    assert frame.evaluate(VIEW) == view
    page.go_back()
    frame.wait_for_function("() => atlas.features['protection-centres'].has('new-1')")
    assert frame.evaluate("window.stillHere") == 1


def test_it_stays_on_other_pages_and_days_and_layers_switch_it(page: Page, app_url: str) -> None:
    go(page, with_scenario(app_url))
    frame = map_frame(page)
    frame.evaluate(MARK)
    clock(page)
    page.wait_for_url("**date=2025-11-30*")
    settled(page)
    assert frame.evaluate(SHOWN)["new-1"] == "assumed"
    to(page, "覆盖缺口")
    expect(page.get_by_text("设想方案：北部先行，改动3项")).to_be_visible()
    assert frame.evaluate(SHOWN)["new-1"] == "assumed"
    frame.evaluate("atlas.toggle('protection-centres', false)")
    assert frame.evaluate(SHOWN) == {}
    assert frame.evaluate("atlas.ghosts.length") == 0
    assert frame.evaluate("window.stillHere") == 1


def test_a_broken_part_of_the_link_is_told_and_the_rest_is_shown(page: Page, app_url: str) -> None:
    go(page, with_scenario(app_url, f"close moon; {CHANGES}; move protection-centre-zhuhai 120,23"))
    expect(page.get_by_text("有2项变动无法进行，已略去；第一项：close moon")).to_be_visible()
    assert map_frame(page).evaluate(SHOWN)["new-1"] == "assumed"


def test_hostile_names_stay_text(page: Page, app_url: str) -> None:
    name = "<img src=x onerror=alert(1)>"
    go(page, with_scenario(app_url, f"add new-1 protection_centre 114.4,23.1 {name}", selected="new-1"))
    frame = map_frame(page)
    expect(frame.locator(".atlas-card h2")).to_contain_text(name)
    assert frame.locator(".atlas-card img").count() == 0
    assert page.locator("img[src=x]").count() == 0


def test_a_click_chooses_a_place_until_escape(page: Page, app_url: str) -> None:
    go(page, with_scenario(app_url))
    frame = map_frame(page)
    frame.evaluate(MARK)
    frame.evaluate(ZOOMED)
    view = frame.evaluate(VIEW)
    frame.evaluate(HEAR)
    state = json.dumps({"picking": True})
    frame.evaluate(f"atlas.setState({state})")
    host, hint = frame.locator(".leaflet-container"), frame.locator(".atlas-hint")
    assert host.evaluate("(each) => getComputedStyle(each).cursor") == "crosshair"
    expect(hint).to_contain_text("点击地图选点")
    click_at(page, frame, 113.2, 22.5)
    lon, lat = told(frame)[-1]["at"]
    assert abs(lon - 113.2) < 0.01
    assert abs(lat - 22.5) < 0.01
    assert frame.evaluate("atlas.selected") is None
    # Python was not asked for a place here, so it ends the choosing; a mark is selected while choosing goes on.
    settled(page)
    frame.evaluate(f"atlas.setState({state})")
    click_at(page, frame, 113.95, 22.75)
    assert "at" not in told(frame)[-1]
    assert told(frame)[-1]["selected"] == "protection-centre-dongguan"
    settled(page)
    for press in (
        lambda: host.press("Escape"),
        lambda: page.keyboard.press("Escape"),
        hint.get_by_role("button").click,
    ):
        frame.evaluate(f"atlas.setState({state})")
        expect(hint).to_be_visible()
        if press is not hint.get_by_role("button").click:
            page.locator("body").focus()
        press()
        expect(hint).to_be_hidden()
        assert told(frame)[-1]["picking"] is False
        assert host.evaluate("(each) => getComputedStyle(each).cursor") != "crosshair"
        settled(page)
    assert frame.evaluate("window.stillHere") == 1
    assert frame.evaluate(VIEW) == view

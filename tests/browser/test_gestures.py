"""The map lets the page scroll: wheel and finger are its own only when the reader means the map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import NOTCH, go, map_frame, over_the_land

SCROLLED = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTop"
ZOOM = "atlas.map.getZoom()"


def swipe(page: Page, x: float, y: float, by: int) -> None:
    """One finger down at a place, moved up or down in steps, and lifted."""
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 21):
        touch("touchMove", {"x": x, "y": y + by * step / 20})
    touch("touchEnd")


def test_fourteen_notches_over_the_map_scroll_the_page(
    page: Page, app_url: str, screenshot: Callable[..., Path]
) -> None:
    page.set_viewport_size({"width": 390, "height": 480})
    go(page, app_url)
    frame = map_frame(page)
    over_the_land(page, frame)
    zoom, scrolled = frame.evaluate(ZOOM), page.evaluate(SCROLLED)
    page.mouse.wheel(0, NOTCH)
    expect(frame.locator(".atlas-told")).to_have_text("按住 Ctrl 或先点击地图，再用滚轮缩放")
    tip = frame.locator(".atlas-tip").bounding_box()
    assert tip is None or tip["x"] >= 0, "what is told of the feature under the pointer stands on the map"
    screenshot("wheel-hint", page)
    for _ in range(13):
        page.mouse.wheel(0, NOTCH)
    page.wait_for_function(f"() => ({SCROLLED})() > {scrolled + 1000}")
    assert frame.evaluate(ZOOM) == zoom
    expect(frame.locator(".atlas-told")).to_be_hidden()


@pytest.mark.parametrize("meant", ["click", "Ctrl"])
def test_the_wheel_zooms_with_ctrl_or_after_a_click(page: Page, app_url: str, meant: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    x, y = over_the_land(page, frame)
    zoom, scrolled = frame.evaluate(ZOOM), page.evaluate(SCROLLED)
    if meant == "click":
        page.mouse.click(x, y)
    else:
        page.keyboard.down("Control")
    page.mouse.wheel(0, -3 * NOTCH)
    frame.wait_for_function(f"() => {ZOOM} > {zoom}")
    page.keyboard.up("Control")
    assert page.evaluate(SCROLLED) == scrolled


def test_what_the_map_cannot_follow_goes_on_to_the_page(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    go(page, app_url)
    frame = map_frame(page)
    page.mouse.click(*over_the_land(page, frame))
    scrolled = page.evaluate(SCROLLED)
    frame.evaluate("void atlas.map.setZoom(atlas.map.getMinZoom(), { animate: false })")
    page.mouse.wheel(0, 4 * NOTCH)
    page.wait_for_function(f"() => ({SCROLLED})() > {scrolled + 100}")


def test_one_finger_scrolls_the_page(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(390, 780, has_touch=True, is_mobile=True)
    go(page, app_url)
    frame = map_frame(page)
    x, y = over_the_land(page, frame)
    centre, scrolled = frame.evaluate("atlas.map.getCenter()"), page.evaluate(SCROLLED)
    swipe(page, x, y, -200)
    page.wait_for_function(f"() => ({SCROLLED})() > {scrolled + 100}")
    assert frame.evaluate("atlas.map.getCenter()") == centre
    assert not frame.evaluate("atlas.map.dragging.enabled()")
    assert frame.evaluate("atlas.map.touchZoom.enabled()")

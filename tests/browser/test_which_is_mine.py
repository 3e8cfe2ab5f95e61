"""A walk with clicks on neighbours: the page of one's own prefecture stays on it, through pages, back and reload, until
a door is taken; a stranger who has clicked elsewhere is offered all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.steps import MAP_HAS_DRAWN, click_at, go, map_frame, settled, to

MINE, NEIGHBOUR, FAR = ("441500", "汕尾市"), ("445200", "揭阳市"), "440200"
MIDDLE = "(adcode) => atlas.features.prefectures.get(adcode).feature.properties.at"


def click_on(page: Page, frame: Frame, adcode: str) -> None:
    """The middle of a prefecture, where no box covers it; then what the card leads on to."""
    lat, lon = frame.evaluate(MIDDLE, adcode)
    click_at(page, frame, lon, lat)
    page.wait_for_url(re.compile(f"selected={adcode}"))
    settled(page)
    expect(frame.locator(".atlas-doors button")).not_to_have_count(0)


def is_about(page: Page, place: tuple[str, str]) -> None:
    expect(page.get_by_role("heading", name=place[1])).to_be_visible()
    page.wait_for_url(re.compile(rf"[?&]id={place[0]}\b"))
    map_frame(page).wait_for_function(f"() => atlas.about === '{place[0]}'")


@pytest.mark.long
def test_a_neighbour_is_looked_at_from_ones_own_page_and_entered_only_by_its_door(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/prefecture?id={MINE[0]}")
    frame = map_frame(page)
    click_on(page, frame, NEIGHBOUR[0])
    is_about(page, MINE)
    page.reload()
    page.wait_for_function(MAP_HAS_DRAWN)
    is_about(page, MINE)
    to(page, "覆盖缺口")
    frame = map_frame(page)
    click_on(page, frame, FAR)
    to(page, "我的地市")
    is_about(page, MINE)
    frame.evaluate("atlas.goTo('445200')")
    frame.wait_for_function("() => !atlas.moving")
    click_on(page, frame, NEIGHBOUR[0])
    frame.get_by_role("button", name="揭阳的页面").click()
    is_about(page, NEIGHBOUR)
    page.go_back()
    is_about(page, MINE)
    stranger = new_page(1366, 768)
    go(stranger, app_url)
    click_on(stranger, map_frame(stranger), FAR)
    stranger.get_by_role("link", name="我的地市").first.click()
    expect(stranger.locator("[class*=st-key-choose-prefecture-] button")).to_have_count(21)
    assert "id=" not in stranger.url

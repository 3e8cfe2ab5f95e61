"""Five things a leader or planner comes for, by the number of clicks from the overview on the screen of an office."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import command, go, settled
from tests.worlds import the_atlas

pytestmark = pytest.mark.long
WIDTH, HEIGHT = 1366, 768


class Reader:
    """Somebody in front of a page, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()
        settled(self.page)

    def ask(self, text: str) -> None:
        """Open the box, type, choose what it leads to."""
        self.click(self.page.locator(".st-key-toolbar button.open"))
        self.page.keyboard.type(text)
        self.click(self.page.locator("dialog button.go.sure"))


@pytest.fixture
def reader(new_page: Callable[..., Page], app_url: str) -> Reader:
    page = new_page(width=WIDTH, height=HEIGHT)
    go(page, app_url)
    return Reader(page)


def lead(page: Page) -> Locator:
    """The first sentence, which is in sight without scrolling."""
    found = page.locator(".lead")
    expect(found).to_be_in_viewport(ratio=1)
    return found


def test_the_twelve_that_are_missing_stand_on_the_page(reader: Reader) -> None:
    having = command("coverage")["best"]["prefectures"]
    missing = [
        name for adcode, name in the_atlas().names.items() if adcode in the_atlas().prefectures and adcode not in having
    ]
    assert len(missing) == 12
    for name in missing:
        expect(lead(reader.page)).to_contain_text(name)
    assert reader.clicks == 0


def test_the_worst_county_of_the_west_is_two_clicks_away(reader: Reader) -> None:
    worst = the_atlas().name_of(command("gaps", "--zone", "belt-west")["gaps"][0]["county"])
    reader.click(reader.page.get_by_role("link", name="覆盖缺口"))
    reader.click(reader.page.locator(".st-key-below-coverage").get_by_text("粤西", exact=True).first)
    expect(reader.page.locator(".lead")).to_contain_text(worst)
    assert reader.clicks == 2
    reader.clicks = 0
    reader.ask("粤西最差的县")
    expect(lead(reader.page)).to_contain_text(worst)
    assert reader.clicks == 2


def test_fifty_and_eighty_kilometres_by_prefecture_are_three_clicks_away(reader: Reader) -> None:
    reader.click(reader.page.get_by_role("link", name="区域比较"))
    expect(lead(reader.page)).to_contain_text("50公里")
    reader.ask("各市80公里可及")
    expect(lead(reader.page)).to_contain_text("80公里")
    reader.page.wait_for_url(re.compile(r"/compare\?.*radius=80"))
    assert reader.clicks <= 3


def test_the_next_two_sites_and_their_effect_are_in_sight_after_three_clicks(reader: Reader) -> None:
    reader.ask("再建两家建在哪")
    sentence = lead(reader.page)
    expect(sentence).to_contain_text(re.compile(r"再建2家：.+、.+%.*%"))
    assert reader.clicks <= 3
    assert reader.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0


def test_what_one_prefecture_lacks_is_two_clicks_away(reader: Reader) -> None:
    reader.click(reader.page.get_by_role("link", name="我的地市"))
    reader.click(reader.page.get_by_role("button", name="汕尾", exact=True))
    expect(lead(reader.page)).to_contain_text("汕尾")
    reader.page.wait_for_url(re.compile("id=441500"))
    assert reader.clicks == 2


def test_the_slider_of_the_radius_and_the_map_it_changes_are_on_one_screen(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(width=WIDTH, height=HEIGHT)
    go(page, f"{app_url}/coverage")
    slider = page.get_by_role("slider", name=re.compile("估算路程"))
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**/coverage?*radius=80*")
    settled(page)
    expect(page.locator(".st-key-widget-radius_km")).to_be_in_viewport(ratio=1)
    legend = page.frame_locator("iframe[src*='/atlas/']").get_by_role("heading", name="80公里内可及的居民（按辖区）")
    expect(legend).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-atlas-map")).to_be_in_viewport(ratio=0.9)

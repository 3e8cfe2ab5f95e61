"""Everybody can use it: axe-core finds nothing serious, the keyboard reaches everything with a visible focus, fingers
and narrow screens too, and whoever asks for contrast, stillness or paper gets it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.steps import MAP_HAS_DRAWN, TABLES, map_frame, settled

PATHS = ("", "coverage", "compare", "plan", "prefecture?id=441500", "siting", "briefing", "data", "review", "manual")
WITHOUT_MAP = ("briefing", "data", "review", "manual")
TABS = {"coverage": 3, "compare": 4, "prefecture?id=441500": 5}
PAINTED = "(part) => ['border', 'backgroundColor', 'outline'].map((each) => getComputedStyle(part)[each]).join()"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = {360: 740, 768: 1000, 1366: 768, 1920: 1080}
# Each frame is looked at by itself: only so a violation inside the map names its element.
RUN = """([tags, part]) => axe.run(document.querySelector(part),
    { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], iframes: false })"""
# What stands over the page, and the pages with something that opens.
POPOVER = "[data-testid=stPopoverBody]"
CLICK = "(element) => element.click()"
OPENING = (
    "?card=fast-protection", "coverage", "compare?other-measure=gdp", "plan?card=T064", "prefecture?id=440600",
    "siting?siting=question:most p:2", "briefing", "data",
)  # fmt: skip
FOCUSED = """() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
}"""
SCROLLED = """() => [document.scrollingElement, document.querySelector("[data-testid=stMain]")]
    .map((each) => each.scrollWidth)"""
# What shows the focus: an outline or a shadow of the element or of what it sits in, as with sliders and radios.
SEEN = """(element) => {
    for (let each = element, up = 0; each && up < 4; each = each.parentElement, up += 1) {
        const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(each);
        if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) return true;
        if (boxShadow !== "none") return true;
    }
    return Boolean(element.matches("canvas"));
}"""


def go(page: Page, app_url: str, path: str) -> None:
    """Open a page and wait for its map, if it has one, and for its script."""
    page.goto(f"{app_url}/{path}")
    if path.split("?", maxsplit=1)[0] not in WITHOUT_MAP:
        page.wait_for_function(MAP_HAS_DRAWN)
    settled(page)


def faults(target: Page | Frame, part: str = "html") -> list[str]:
    """What axe-core finds serious or critical in a part, one line each: rule, element, help."""
    # By the debugger's protocol, which the page's own policy against foreign scripts does not concern.
    target.evaluate(AXE_SCRIPT)
    found = target.evaluate(RUN, [TAGS, part])["violations"]
    return [
        f"{each['impact']} {each['id']}: {node['target']} {node['html'][:200]} -- {each['help']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def clean(page: Page, state: str, *, with_map: bool = True) -> None:
    """Neither the page nor the map in it has a fault in this state."""
    found = faults(page) + (faults(map_frame(page)) if with_map else [])
    assert not found, state + "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("path", "theme", "width"),
    [(path, ("light", "dark")[place % 2], (1366, 360)[place // 2 % 2]) for place, path in enumerate(PATHS)],
)
def test_axe_finds_nothing_serious_and_no_width_scrolls_sideways(
    new_page: Callable[..., Page], app_url: str, path: str, theme: str, width: int
) -> None:
    page = new_page(width, WIDTHS[width], color_scheme=theme)
    go(page, app_url, path)
    clean(page, f"{path} {theme} {width}", with_map=path not in WITHOUT_MAP)
    for each, height in WIDTHS.items():
        page.set_viewport_size({"width": each, "height": height})
        # Tables and charts follow a moment later.
        page.wait_for_function(f"() => Math.max(...({SCROLLED})()) <= {each}", timeout=8_000)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 360])
def test_axe_finds_nothing_serious_in_any_part_of_any_page(
    new_page: Callable[..., Page], app_url: str, width: int, theme: str, language: str
) -> None:
    touch = {"has_touch": True, "is_mobile": True} if width == 360 else {}
    page = new_page(width, WIDTHS[width], color_scheme=theme, **touch)
    for path in PATHS:
        go(page, app_url, f"{path}{'&' if '?' in path else '?'}lang=en" if language == "en" else path)
        clean(page, path, with_map=path not in WITHOUT_MAP)
        for place in range(1, TABS.get(path, 0)):
            page.get_by_role("tab").nth(place).click()
            settled(page)
            clean(page, f"{path}, part {place}", with_map=False)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_axe_finds_nothing_serious_in_what_opens(
    new_page: Callable[..., Page], app_url: str, screenshot: Any, theme: str
) -> None:
    page = new_page(1366, 768, color_scheme=theme)
    go(page, app_url, "?selected=440100")
    frame = map_frame(page)
    frame.get_by_role("button", name="图层").click()
    expect(frame.locator(".atlas-card.open")).to_be_visible()
    page.locator("[data-testid=stExpander] summary").first.click()
    settled(page)
    screenshot(f"opened-{theme}", page)
    clean(page, "layers, card, table")
    for name in ("筛选与指标", "分享", "帮助"):
        page.get_by_role("button", name=name).click()
        page.wait_for_timeout(400)
        clean(page, name, with_map=False)
        page.keyboard.press("Escape")
    page.get_by_role("button", name="记录与条款").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)
    clean(page, "evidence", with_map=False)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_axe_finds_nothing_serious_in_anything_that_opens_on_any_page(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768)
    opened = dict[str, int]()
    for number, path in enumerate(OPENING):
        page.emulate_media(color_scheme=("light", "dark")[number % 2])
        go(page, app_url, path)
        # What opens and stays: parts of the page, the choice of columns of each table; with a dialog only those in it.
        dialog = page.get_by_role("dialog")
        inside = dialog if "card=" in path else page.locator("body")
        folded = inside.locator("[data-testid=stExpander] details:not([open]) > summary:visible, .chooser > summary")
        for place in reversed(range(folded.count())):
            folded.nth(place).evaluate(CLICK)
        settled(page)
        told = [f"{path}, unfolded: {each}" for each in faults(page)]
        # What opens over the page, one after another.
        over = inside.locator("[data-testid=stPopover] button:visible")
        for place in range(over.count()):
            over.nth(place).evaluate(CLICK)
            expect(page.locator(POPOVER)).to_be_visible()
            settled(page)
            told += [f"{path}, {over.nth(place).inner_text()}: {each}" for each in faults(page, POPOVER)]
            page.keyboard.press("Escape")
            expect(page.locator(POPOVER)).to_be_hidden()
        assert not told, "\n".join(told)
        opened[path] = dialog.count() + folded.count() + over.count()
    assert all(opened.values()), opened


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_box_for_questions(
    new_page: Callable[..., Page], app_url: str, theme: str
) -> None:
    page = new_page(1366, 768, color_scheme=theme)
    go(page, app_url, "")
    page.keyboard.press("Control+k")
    page.keyboard.type("汕未缺什么？黄埔，再建两家建在哪")
    expect(page.locator("dialog .unknown").first).to_be_visible()
    clean(page, "questions in words", with_map=False)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()


def walk(page: Page, most: int) -> list[tuple[str, bool]]:
    """Tab through the page: what is focused, told by name or class, and whether that can be seen."""
    steps = []
    for _ in range(most):
        page.keyboard.press("Tab")
        place: Page | Frame = page
        focused = page.evaluate_handle(FOCUSED)
        if focused.evaluate("(element) => element?.tagName === 'IFRAME'"):
            place = map_frame(page)
            focused = place.evaluate_handle("() => document.activeElement")
        told = focused.evaluate(
            "(element) => [element?.getAttribute('aria-label'), element?.innerText, element?.className,"
            " element?.tagName].filter((each) => typeof each === 'string').join(' | ')"
        )
        steps.append((f"{'map: ' if place is not page else ''}{told}", bool(focused.evaluate(SEEN))))
    return steps


def test_the_keyboard_reaches_everything_and_its_focus_is_seen(page: Page, app_url: str) -> None:
    go(page, app_url, "?selected=440100")
    map_frame(page).evaluate("document.querySelector('.atlas-panel:not(.open) .atlas-fold')?.click()")
    steps = walk(page, 75)
    told = [text for text, _ in steps]
    for wanted in ("总览", "覆盖缺口", "分享", "English", "截至日期", "筛选与指标", "map: 地图", "map: 图层", "条款"):
        assert any(wanted in text for text in told), (wanted, told)
    for wanted in ("atlas-search", "checkbox|INPUT", "图例", "放大", "全省", "关闭"):
        assert any(text.startswith("map:") and re.search(wanted, text) for text in told), (wanted, told)
    unseen = [text for text, seen in steps if not seen and "BODY" not in text]
    assert not unseen


def test_the_map_answers_to_the_keyboard(page: Page, app_url: str) -> None:
    go(page, app_url, "")
    frame = map_frame(page)
    frame.locator(".leaflet-container").focus()
    zoom, place = frame.evaluate("[atlas.map.getZoom(), atlas.map.getCenter().lng]")
    page.keyboard.press("+")
    frame.wait_for_function(f"() => atlas.map.getZoom() > {zoom}")
    page.keyboard.press("ArrowRight")
    frame.wait_for_function(f"() => atlas.map.getCenter().lng > {place}")
    # A key pressed while the map still moves is not heard.
    frame.wait_for_function("() => !atlas.map._animatingZoom && !atlas.map._panAnim?._inProgress")
    page.keyboard.press("-")
    frame.wait_for_function(f"() => atlas.map.getZoom() < {zoom} + 0.9")
    page.keyboard.press("Control+k")
    page.keyboard.type("阳江市")
    page.keyboard.press("Enter")
    expect(frame.locator(".atlas-card h2")).to_contain_text("阳江")
    page.wait_for_url(re.compile("selected="))
    settled(page)
    frame.locator(".leaflet-container").focus()
    page.keyboard.press("Escape")
    expect(frame.locator(".atlas-card.open")).to_have_count(0)
    assert "leaflet-container" in frame.evaluate("document.activeElement.className")
    if not frame.locator(".atlas-panel.open").count():
        frame.get_by_role("button", name="图层").press("Enter")
    frame.locator(".atlas-search").focus()
    page.keyboard.press("Escape")
    expect(frame.locator(".atlas-panel.open")).to_have_count(0)
    assert "atlas-fold" in frame.evaluate("document.activeElement.className")


def test_a_row_of_a_table_can_be_chosen_by_keyboard(page: Page, app_url: str) -> None:
    go(page, app_url, "coverage?zone=north")
    page.locator(f".st-key-below-coverage {TABLES} thead button").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("selected=c44"))


@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_screen(new_page: Callable[..., Page], app_url: str, width: int) -> None:
    touch = {"has_touch": True, "is_mobile": True} if width == 360 else {}
    page = new_page(width, WIDTHS[width], **touch)
    for path in PATHS:
        go(page, app_url, path)
        assert max(page.evaluate(SCROLLED)) <= width, path


def test_on_a_telephone_the_map_is_on_the_first_screen_and_a_tap_selects(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(360, 740, has_touch=True, is_mobile=True)
    go(page, app_url, "coverage")
    box = page.locator("iframe.vessel").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740
    assert box["height"] <= 0.6 * 740, "no room beside the map for a finger that scrolls the page"
    frame = map_frame(page)
    sizes = frame.evaluate(
        "[...document.querySelectorAll('.atlas-tools button, .atlas-fold')].map((each) => each.getBoundingClientRect())"
        ".map(({ width, height }) => Math.min(width, height))"
    )
    assert min(sizes) >= 44
    spot = frame.evaluate(
        """() => {
            const { at } = atlas.features.prefectures.get('440200').feature.properties;
            const { x, y } = atlas.map.latLngToContainerPoint(at);
            return [x, y];
        }"""
    )
    page.touchscreen.tap(box["x"] + spot[0], box["y"] + spot[1])
    page.wait_for_url(re.compile("selected=440200"))
    expect(frame.locator(".atlas-card h2")).to_contain_text("韶关")


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_the_map_follows_what_the_system_asks_for(
    new_page: Callable[..., Page], app_url: str, screenshot: Any, theme: str
) -> None:
    page = new_page(1366, 768, forced_colors="active", reduced_motion="reduce", color_scheme=theme)
    go(page, app_url, "?selected=440100")
    frame = map_frame(page)
    adjust = "(selector) => getComputedStyle(document.querySelector(selector)).forcedColorAdjust"
    assert frame.evaluate(adjust, ".atlas-swatch") == "none"
    assert frame.evaluate(adjust, ".atlas-name") == "none"
    screenshot(f"forced-colours-{theme}", page)
    clean(page, "forced colours")
    moved = frame.evaluate(
        """() => {
            atlas.map.zoomIn(1);
            const zooming = Boolean(atlas.map._animatingZoom), before = atlas.map.getCenter().lng;
            atlas.map.panBy([80, 0]);
            return [zooming, atlas.map.getCenter().lng > before];
        }"""
    )
    assert moved == [False, True]


def test_what_is_chosen_is_seen_in_the_colours_of_the_system(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(1366, 768, forced_colors="active")
    go(page, app_url, "coverage")
    marks = page.get_by_test_id("stRadioOption").locator("> div > div:first-child")
    for choices in (marks, page.locator("[data-variant=segmented_control]"), page.locator("[data-variant=pills]")):
        expect(choices.nth(1)).to_be_visible()
        one, other = (choices.nth(place).evaluate(PAINTED) for place in (0, 1))
        assert one != other
    switch = page.get_by_test_id("stCheckbox").first.locator("label > div").first
    off = switch.evaluate(PAINTED)
    assert "1px solid" in off, "a switch is seen"
    page.get_by_test_id("stCheckbox").first.locator("label").click()
    settled(page)
    assert switch.evaluate(PAINTED) != off


@pytest.mark.parametrize("path", ["", pytest.param("coverage", marks=pytest.mark.long)])
def test_paper_gets_light_colours_and_the_legend_and_the_screen_its_own_back(
    new_page: Callable[..., Page], app_url: str, path: str
) -> None:
    page = new_page(1366, 768, color_scheme="dark")
    go(page, app_url, path)
    frame = map_frame(page)
    state = """() => [atlas.theme, atlas.map.getZoom(), atlas.map.getSize().x,
        getComputedStyle(document.querySelector(".atlas-legend .atlas-body")).overflowY]"""
    before = frame.evaluate(state)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    theme, _, width, overflow = frame.evaluate(state)
    assert (theme, width, overflow) == ("light", 690, "visible")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    frame.wait_for_function(f"(before) => String(({state})()) === String(before)", arg=before)
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) <= (4 if not path else 12), (
        "whole tables, and no sheet for nothing"
    )


def test_a_map_that_does_not_come_says_so(browser: Browser, app_url: str, screenshot: Any) -> None:
    # Not a watched page: the error in its console is the point.
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page.route("**/manifest.json", lambda route: route.fulfill(status=200, body="not JSON"))
    page.goto(app_url)
    page.wait_for_function(
        "() => [...document.querySelectorAll('*')].some((each) =>"
        " each.shadowRoot?.querySelector('iframe.vessel')?.contentDocument?.querySelector('.atlas-failure'))"
    )
    frame = map_frame(page)
    expect(frame.locator(".atlas-failure")).to_have_text("地图未能载入，请刷新页面")
    screenshot("map-failed", page)
    page.close()

"""A reader pins a view as A, changes the question, and sees, shares, swaps and ends the comparison."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.atlas.travels import text
from tests.browser.steps import command, go, map_frame, numbers_of, pick, settled

ANY = "任一快保护机构（含省分中心、市区级）"

pytestmark = pytest.mark.long


def test_a_view_is_pinned_compared_shared_swapped_and_let_go(
    page: Page, new_page: Callable[..., Page], app_url: str
) -> None:
    go(page, f"{app_url}/coverage?radius=80")
    page.get_by_role("button", name="固定为A").click()
    settled(page)
    pinned = page.locator(".st-key-pinned")
    expect(pinned).to_contain_text("当前情形已固定为A")
    pick(page, "快保护机制的统计口径", ANY)
    expect(pinned).to_contain_text(f"口径：国家级，已获批或运行 → {ANY}")
    expect(pinned).to_contain_text("可及的居民由A的58.2%到B的58.2%")
    expect(map_frame(page).locator("body")).to_contain_text("各县可及占比，B减A")
    address = urlsplit(page.url)
    told = numbers_of(page)
    assert told == command("link", f"{address.path}?{address.query}")
    assert told["difference"]["differs"][0]["part"] == "口径"
    other = new_page()
    go(other, page.url)
    expect(other.locator(".st-key-pinned")).to_contain_text(f"口径：国家级，已获批或运行 → {ANY}")
    assert numbers_of(other) == told
    page.get_by_role("button", name="互换A与B").click()
    settled(page)
    expect(pinned).to_contain_text(f"口径：{ANY} → 国家级，已获批或运行")
    page.go_back()
    settled(page)
    expect(pinned).to_contain_text(f"口径：国家级，已获批或运行 → {ANY}")
    page.get_by_role("button", name="结束比较").click()
    settled(page)
    expect(pinned).to_have_count(0)
    assert "against" not in page.url
    assert numbers_of(page)["difference"] is None


def test_a_pinned_view_keeps_its_matrix_when_another_is_loaded(page: Page, app_url: str) -> None:
    def bring(unit: str) -> str:
        file = page.locator(".st-key-widget-own-travel-file input[type=file]")
        file.set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": text(unit).encode()})
        page.wait_for_function("(before) => location.href !== before", arg=page.url)
        settled(page)
        return parse_qs(urlsplit(page.url).query)["distance"][0]

    go(page, f"{app_url}/coverage?radius=60")
    page.get_by_text("用本单位的路网计算", exact=True).click()
    first = bring("minutes")
    before = map_frame(page).evaluate("[...atlas.on]")
    assert "reach" in before
    page.get_by_role("button", name="固定为A").click()
    settled(page)
    assert bring("km") != first
    expect(page.locator(".st-key-pinned")).to_contain_text("半径：60分钟 → 60公里")
    page.get_by_role("button", name="互换A与B").click()
    settled(page)
    assert parse_qs(urlsplit(page.url).query)["distance"][0] == first
    page.get_by_role("button", name="结束比较").click()
    settled(page)
    assert map_frame(page).evaluate("[...atlas.on]") == before


def test_a_and_b_stand_on_one_map_on_either_side_of_a_line(
    page: Page, new_page: Callable[..., Page], app_url: str
) -> None:
    layers = "layers=neighbours+prefectures+reach"
    then = f"{app_url}/coverage?date=2020-12-31&{layers}"
    page.set_viewport_size({"width": 1366, "height": 768})
    go(page, then)
    page.get_by_role("button", name="固定为A").click()
    settled(page)
    page.locator("[data-testid='stSlider'] input").first.focus()
    page.keyboard.press("End")
    settled(page)
    strip, vessel = page.locator(".st-key-pinned").bounding_box(), page.locator("iframe.vessel").bounding_box()
    assert strip is not None
    assert vessel is not None
    # Beside the map, which stays where it is (test_notices.py), and within the first screen.
    assert vessel["x"] + vessel["width"] <= strip["x"]
    assert vessel["y"] < 400
    assert strip["y"] + strip["height"] < 768
    page.get_by_role("button", name="A、B对照").click()
    settled(page)
    line = page.get_by_label("分界线：左为A，右为B")
    expect(page.locator(".swipe p").first).to_contain_text("A · 日期：2020-12-31")
    expect(page.locator(".swipe p").last).to_contain_text("B · 日期：2025-12-31")
    line.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert line.input_value() == "60"
    vessel_frame = map_frame(page)
    twin = next(each for each in page.frames if each.url.endswith("#pinned"))
    vessel_frame.evaluate("void atlas.map.setView([22.8, 113.5], 8.5, { animate: false })")
    where = "(({ lat, lng }) => [atlas.map.getZoom(), lat.toFixed(2), lng.toFixed(2)].join())(atlas.map.getCenter())"
    assert twin.evaluate(where) == vessel_frame.evaluate(where)
    shown = "Object.entries(atlas.classes.coverage || {}).sort().join()"
    alone = new_page()
    go(alone, page.url.split("&against=")[0] + "&date=2020-12-31")
    assert twin.evaluate(shown) == map_frame(alone).evaluate(shown) != vessel_frame.evaluate(shown)
    page.get_by_role("button", name="只看变化").click()
    settled(page)
    expect(page.locator(".swipe")).to_have_count(0)


BESIDE = (
    "coverage?date=2025-12-31&against=date%3D2020-12-31%26definition%3Dnational-approved%26radius%3D50"
    "&layers=neighbours+prefectures+reach"
)
# What the words at the line cover of the controls of the map, whose frame begins where the line's place does.
COVERED = """([frame, words]) => {
    const controls = [...frame.contentDocument.querySelectorAll(".atlas-panel, .leaflet-control-zoom")];
    const start = frame.getBoundingClientRect();
    const place = (each) => each.getBoundingClientRect();
    return words.filter((each) => place(each).width).flatMap((each) => controls.filter((control) => {
        const [one, other] = [place(each), place(control)];
        const [left, top] = [other.left + start.left, other.top + start.top];
        return one.left < left + other.width && left < one.right && one.top < top + other.height && top < one.bottom;
    }).map((control) => `${each.textContent} over ${control.className}`));
}"""
# The same of all that stands over the map, the key among it, wherever that is.
OVER_BOXES = COVERED.replace(".atlas-panel, .leaflet-control-zoom", ".atlas-box, .atlas-tools")
TORN = """(buttons) => buttons.flatMap((button) => {
    const node = document.createTreeWalker(button.querySelector("p"), NodeFilter.SHOW_TEXT).nextNode();
    return [...node.data.matchAll(/[A-Za-z]+/g)].filter((word) => {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
    }).map(([word]) => word);
})"""


@pytest.mark.parametrize(("width", "height"), [(768, 1024), (1366, 768)])
def test_the_words_at_the_line_do_not_cover_the_key(
    new_page: Callable[..., Page], app_url: str, width: int, height: int
) -> None:
    page = new_page(width, height)
    go(page, f"{app_url}/plan?radius=80&against=radius%3D50")
    words = page.locator(".swipe p")
    expect(words.last).to_contain_text("B · 半径：80公里")
    frame = page.locator("iframe.vessel").element_handle()
    page.wait_for_function(f"(told) => !({OVER_BOXES})(told).length", arg=[frame, words.element_handles()])
    expect(words.last).to_be_visible()


@pytest.mark.parametrize(
    ("width", "height", "theme", "language"),
    [(360, 740, "light", "zh"), (360, 740, "dark", "en"), (1366, 768, "dark", "zh"), (1366, 768, "light", "en")],
)
def test_the_line_is_moved_by_mouse_finger_and_key_and_its_words_cover_no_control(
    new_page: Callable[..., Page], app_url: str, width: int, height: int, theme: str, language: str
) -> None:
    page = new_page(width, height, color_scheme=theme, has_touch=width < 500)
    go(page, f"{app_url}/{BESIDE}&lang={language}")
    line, words = page.locator(".swipe input"), page.locator(".swipe p")
    expect(words.first).to_contain_text("2020-12-31")
    line.evaluate("(line) => line.scrollIntoView({ block: 'center' })")
    box = line.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    frame = page.locator("iframe.vessel").element_handle()
    for key, end in (("End", 100), ("Home", 0)):
        line.press(key)
        assert line.input_value() == str(end)
        assert line.get_attribute("aria-valuetext") == f"A {end} % · B {100 - end} %"
        assert page.evaluate(COVERED, [frame, words.element_handles()]) == []
    at, to = box["x"] + 22, box["x"] + box["width"] * 0.6
    if width < 500:
        finger = page.context.new_cdp_session(page)
        for kind, x in (("touchStart", at), ("touchMove", at + 40), ("touchMove", to), ("touchEnd", to)):
            points = [] if kind == "touchEnd" else [{"x": x, "y": middle}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    else:
        page.mouse.move(at, middle)
        page.mouse.down()
        page.mouse.move(to, middle, steps=4)
        page.mouse.up()
    assert 50 <= int(line.input_value()) <= 70
    assert page.locator(".st-key-pinned button").evaluate_all(TORN) == []
    share = sum(each["height"] for each in [words.first.bounding_box()] if each) / box["height"]
    assert share < 0.25, "the map is seen"

"""The map explains itself: names stand on their own land, no edge of the context is seen, the key is in sight."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Frame, Page, expect

from layers.folium_map import FRAME
from tests.browser.legends import IN_SIGHT, legend
from tests.browser.steps import NOTCH, click_at, clock, go, map_frame, over_the_land, settled
from tests.worlds import the_atlas

SIZES = [(360, 780), (768, 1024), (1366, 768), (1920, 1080)]
PAGES = ["", "coverage", "siting", "compare", "plan"]
# What the map holds about its names, and where each prefecture lies on the screen.
NAMES = "() => atlas.ui.labels.placed()"
WRITTEN = "() => [...document.querySelectorAll('.atlas-name')].map((each) => each.getBoundingClientRect().toJSON())"
OUTLINES = """() => Object.fromEntries(atlas.features.prefectures.collection.features.map(({properties, geometry}) => [
    properties.id,
    (geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates]).map(([shell]) =>
        shell.map(([lon, lat]) => { const { x, y } = atlas.map.latLngToContainerPoint([lat, lon]); return [x, y]; })),
]))"""
VIEWS = [
    "atlas.whole(false)",
    *(f"atlas.show('{view}')" for view in ("8_23.1_113.4", "9.5_22.6_113.6", "9_23.5_116.6")),
]
AREAS = {each["id"]: each["prefecture"] for each in the_atlas().world["demonstration_areas"].to_dict("records")}
# A name may touch a neighbour's land by as much as the squares of ground.js are coarse.
SLIVER = 0.1


def astray(frame: Frame) -> list[str]:
    """The names outside their own prefecture without a line that leads there, and those over another one."""
    outlines = {
        adcode: shapely.make_valid(shapely.MultiPolygon([[ring, []] for ring in rings]))
        for adcode, rings in frame.evaluate(OUTLINES).items()
    }
    found = []
    for name in frame.evaluate(NAMES):
        if name["id"] == "neighbours":
            continue
        box, line = name["box"], name["box"].get("line")
        own = AREAS.get(name["feature"], name["feature"].removeprefix("c"))
        own = own if own in outlines else next(each for each in outlines if each[:4] == own[:4])
        stands = shapely.box(box["x0"], box["y0"], box["x1"], box["y1"])
        over = sum(
            shapely.area(shapely.intersection(stands, shape)) for adcode, shape in outlines.items() if adcode != own
        )
        reach = shapely.buffer(outlines[own], 6)
        leads = line and reach.intersects(shapely.Point(line["to"]["x"], line["to"]["y"]))
        at_home = reach.intersects(shapely.Point(box["x"], box["y"]))
        if over > SLIVER * stands.area or not (leads or at_home):
            found.append(f"{name['feature']} ({'led' if line else 'not led'}, {over / stands.area:.0%} over others)")
    return found


def test_every_name_stands_on_its_own_land_or_is_led_to_it(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    go(page, app_url)
    frame = map_frame(page)
    names = frame.evaluate(NAMES)
    assert {each["feature"] for each in names} >= {*the_atlas().world["prefectures"]["adcode"]}, (
        "all 21 have their name"
    )
    assert {each["feature"] for each in names} >= set(AREAS)
    assert astray(frame) == []
    assert len(frame.evaluate(WRITTEN)) == len(names)


@pytest.mark.parametrize(
    ("selected", "heading"),
    [("440500", "Prefecture"), ("protection-centre-foshan", re.compile("^Protection centre · "))],
)
def test_the_card_of_one_thing_is_not_headed_by_the_word_for_many(
    page: Page, app_url: str, selected: str, heading: str | re.Pattern[str]
) -> None:
    go(page, f"{app_url}/?lang=en&selected={selected}&layers=neighbours+prefectures+protection-centres")
    expect(map_frame(page).locator(".atlas-card .atlas-about")).to_have_text(heading)


def crossing(frame: Frame) -> list[tuple[str, str]]:
    """The pairs of names whose lines run through each other."""
    led = [
        (name["feature"], shapely.LineString([[line[end]["x"], line[end]["y"]] for end in ("from", "to")]))
        for name in frame.evaluate(NAMES)
        if (line := name["box"].get("line"))
    ]
    assert len(led) > 1, "on this screen several names are led to their land"
    return [(one, other) for (one, a), (other, b) in combinations(led, 2) if a.intersects(b)]


def pierced(frame: Frame) -> list[tuple[str, str]]:
    """Names at whose end of the line, a dot, another name stands."""
    names = frame.evaluate(NAMES)
    ends = [(name["feature"], name["box"]["line"]["to"]) for name in names if "line" in name["box"]]
    boxes = [(name["feature"], name["box"]) for name in names]
    return [
        (one, other)
        for one, end in ends
        for other, box in boxes
        if box["x0"] < end["x"] < box["x1"] and box["y0"] < end["y"] < box["y1"]
    ]


# The names that are drawn over those of prefectures, or level with them.
OVER = """() => {
    const names = [...document.querySelectorAll(".atlas-name")];
    const height = (each) => Number(getComputedStyle(each).zIndex) || 0;
    const [own, others] = [true, false].map((own) => names.filter((each) => each.matches(".prefectures") === own));
    return others.filter((each) => own.some((name) => height(name) <= height(each))).map((each) => each.innerText);
}"""


def test_no_name_stands_on_the_end_of_a_line_and_those_of_prefectures_over_all(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768)
    for path, views in (
        ("", ["6.75_22.5_113.4", "7.25_22.5_113.4"]),
        ("compare", ["7.5_22.5_113.4", "7.5_23.3_113.4"]),
    ):
        go(page, f"{app_url}/{path}?lang=en")
        frame = map_frame(page)
        for view in views:
            frame.evaluate(
                f"async () => {{ atlas.show('{view}'); await new Promise((done) => setTimeout(done, 300)); }}"
            )
            assert len(frame.evaluate(NAMES)) > 15
            assert pierced(frame) == [], view
            assert frame.evaluate(OVER) == [], view


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_telephone_no_line_of_a_name_runs_through_another(
    new_page: Callable[..., Page], app_url: str, language: str
) -> None:
    page = new_page(360, 780)
    go(page, f"{app_url}/compare?lang={language}")
    assert crossing(map_frame(page)) == []
    map_frame(page).evaluate("atlas.show('6.4_23.0_114.6')")
    settled(page)
    assert crossing(map_frame(page)) == []


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_is_astray_at_any_size_or_zoom(
    new_page: Callable[..., Page], app_url: str, screenshot: Callable[..., Path], language: str
) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/?lang={language}")
    frame = map_frame(page)
    frame.evaluate("atlas.toggle('counties', true)")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for view in VIEWS:
            frame.evaluate(f"async () => {{ {view}; await new Promise((done) => setTimeout(done, 300)); }}")
            assert astray(frame) == [], (width, view)
            assert len(frame.evaluate(NAMES)) > 2, (width, view)
        screenshot(f"names-{language}-{width}", page)


@pytest.mark.long
def test_names_of_another_place_would_be_found(page: Page, app_url: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    frame.evaluate("""() => {
        const placed = atlas.ui.labels.placed();
        const [one, other] = ["440100", "441600"].map((id) => placed.find(({ feature }) => feature === id));
        one.box = { ...other.box };
        atlas.ui.labels.placed = () => [one];
    }""")
    assert astray(frame) == ["440100 (not led, 100% over others)"]


def corners(frame: Frame) -> dict[str, float]:
    """What the map shows at its widest, pushed into each corner."""
    return dict(
        frame.evaluate("""() => {
            const { map } = atlas;
            const seen = { south: 90, west: 180, north: -90, east: -180 };
            for (const [lat, lon] of [[0, 90], [0, 130], [60, 90], [60, 130]]) {
                map.setView([lat, lon], map.getMinZoom(), { animate: false });
                const bounds = map.getBounds();
                seen.south = Math.min(seen.south, bounds.getSouth());
                seen.west = Math.min(seen.west, bounds.getWest());
                seen.north = Math.max(seen.north, bounds.getNorth());
                seen.east = Math.max(seen.east, bounds.getEast());
            }
            return seen;
        }""")
    )


@pytest.mark.long
def test_no_window_shows_more_than_the_frame(page: Page, app_url: str) -> None:
    """What is drawn goes on beyond the frame: tests/data/test_geography.py."""
    (south, west), (north, east) = FRAME
    go(page, app_url)
    address = map_frame(page).url
    for width, height in [*SIZES, (3440, 1440), (690, 600), (600, 690)]:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        page.wait_for_function("window.atlas?.ready")
        seen = corners(page.main_frame)
        assert south - 0.02 <= seen["south"] < seen["north"] <= north + 0.02, (width, height)
        assert west - 0.02 <= seen["west"] < seen["east"] <= east + 0.02, (width, height)


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_key_of_the_fill_is_in_sight_on_every_page_of_an_office_computer(
    new_page: Callable[..., Page], app_url: str, screenshot: Callable[..., Path], language: str
) -> None:
    page = new_page(1366, 768)
    for path in PAGES:
        go(page, f"{app_url}/{path}?lang={language}")
        screenshot(f"legend-{language}-{path or 'overview'}", page)
        assert legend(page) == IN_SIGHT, path
        assert astray(map_frame(page)) == [], path


@pytest.mark.long
def test_the_legend_never_lies_on_the_prefecture_that_a_page_is_about(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 768)
    for adcode in the_atlas().world["prefectures"]["adcode"]:
        go(page, f"{app_url}/prefecture?id={adcode}")
        map_frame(page).wait_for_function(f"() => atlas.about === '{adcode}' && !atlas.home && !atlas.moving")
        assert legend(page) == IN_SIGHT, adcode
        assert astray(map_frame(page)) == [], adcode


def test_what_a_pinned_view_says_beside_the_map_pushes_no_key_out_of_sight(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    go(page, app_url)
    alone = page.locator("iframe.vessel").bounding_box()
    page.get_by_role("button", name="固定为A").click()
    settled(page)
    clock(page)
    settled(page)
    expect(page.locator(".st-key-pinned")).to_be_visible()
    assert page.locator("iframe.vessel").bounding_box() == alone
    assert legend(page) == IN_SIGHT
    assert astray(map_frame(page)) == []
    page.get_by_role("button", name="结束比较").click()
    settled(page)
    assert page.locator("iframe.vessel").bounding_box() == alone


TIP = "document.querySelector('.atlas-tip').style.display"


def test_a_tip_goes_with_what_it_tells_of(page: Page, app_url: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    x, y = over_the_land(page, frame)
    page.mouse.move(x + 1, y)
    assert frame.evaluate(TIP) == "block"
    page.keyboard.down("Control")
    page.mouse.wheel(0, -2 * NOTCH)
    frame.wait_for_function(f"() => {TIP} === 'none'")
    page.keyboard.up("Control")
    page.mouse.move(x + 3, y)
    frame.wait_for_function("() => !atlas.moving")
    page.mouse.move(x + 5, y)
    frame.wait_for_function(f"() => {TIP} === 'block'")
    frame.evaluate("atlas.goTo('440800')")
    frame.wait_for_function(f"() => {TIP} === 'none'")


def test_a_name_says_what_the_land_under_it_says_and_the_number_comes_first(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    go(page, f"{app_url}/compare?measure=gdp-per-resident&selected=440200")
    frame = map_frame(page)
    told = "57,710元（2024） · 39,259 – 70,585"
    expect(frame.locator(".atlas-card .atlas-about")).to_contain_text(told)
    (name,) = [each for each in frame.evaluate(NAMES) if each["feature"] == "440200"]
    box = page.locator("iframe.vessel").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + name["box"]["x"] + 1, box["y"] + name["box"]["y"])
    page.mouse.move(box["x"] + name["box"]["x"], box["y"] + name["box"]["y"])
    expect(frame.locator(".atlas-tip")).to_have_text(f"韶关{told}")


@pytest.mark.parametrize("path", ["compare?measure=gdp-per-resident", "coverage?kinds=court"])
def test_a_name_that_stands_on_other_land_says_nothing_of_that_land(page: Page, app_url: str, path: str) -> None:
    """By prefecture each name says what its own land says; by county, what the county of it under the pointer says."""
    page.set_viewport_size({"width": 1366, "height": 768})
    go(page, f"{app_url}/{path}")
    frame = map_frame(page)
    names = [each for each in frame.evaluate(NAMES) if each["feature"] in the_atlas().prefectures]
    assert len(names) > 15
    box = page.locator("iframe.vessel").bounding_box()
    assert box is not None
    told = {}
    for name in names:
        page.mouse.move(box["x"] + 2, box["y"] + 2)
        page.mouse.move(box["x"] + name["box"]["x"], box["y"] + name["box"]["y"])
        told[name["feature"]] = frame.locator(".atlas-tip").inner_text()
    counties = the_atlas().world["counties"]
    for adcode, text in told.items():
        own = [the_atlas().name_of(adcode), *counties["name_zh"][counties["prefecture"] == adcode]]
        assert text.startswith(tuple(each.removesuffix("市") for each in own)), (adcode, text)
        # 东莞 and 中山 have one place each, wherever their names stand.
        assert "地级以上市" not in text or adcode not in ("441900", "442000"), text
        assert path.startswith("coverage") or "元（2024）" in text, (adcode, text)


def test_a_name_that_is_clicked_selects_what_it_names(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    go(page, app_url)
    frame = map_frame(page)
    led = [each for each in frame.evaluate(NAMES) if each["id"] == "demonstration-areas" and each["box"].get("line")]
    assert led
    for name in led[:2]:
        # What the page says of the place before may have moved the map.
        settled(page)
        box = page.locator("iframe.vessel").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + name["box"]["x"], box["y"] + name["box"]["y"])
        expect(frame.locator(".atlas-card")).to_be_visible()
        frame.wait_for_function("(feature) => atlas.selected === feature", arg=name["feature"])


@pytest.mark.long
def test_reefs_without_people_take_no_colour(page: Page, app_url: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    at_dongsha = "(id) => atlas.features[id].get('441500').getBounds().contains([20.7, 116.72])"
    assert frame.evaluate(at_dongsha, "prefectures")
    assert not frame.evaluate(at_dongsha, "coverage")


@pytest.mark.long
def test_the_fill_can_be_made_weaker_and_its_key_with_it(page: Page, app_url: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    opacity = "() => atlas.features.coverage.get('440100').options.fillOpacity"
    before, land = frame.evaluate(opacity), frame.evaluate(opacity.replace("coverage", "prefectures"))
    frame.locator(".atlas-panel > .atlas-fold").click()
    slider = frame.get_by_label("底色浓淡")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    assert frame.evaluate(opacity) == pytest.approx(before / 2)
    assert frame.evaluate(opacity.replace("coverage", "prefectures")) == land, "the land itself stays"
    expect(frame.locator(".atlas-strength .atlas-count")).to_have_text("50 %")
    assert frame.evaluate("atlas.styleOf('coverage', 'certain').fillOpacity") == pytest.approx(before / 2)


def test_a_click_on_the_land_says_who_serves_the_point_and_how_far_it_is(
    page: Page, app_url: str, screenshot: Callable[..., Path]
) -> None:
    go(page, f"{app_url}/coverage")
    frame = map_frame(page)
    click_at(page, frame, 114.40, 23.08)
    served = frame.locator(".atlas-served")
    expect(served.first).to_contain_text("此处（惠城区）最近的服务机构是")
    expect(served.first).to_contain_text("公里以外（按辖区、")
    click_at(page, frame, 113.10, 22.90)
    expect(served.first).to_contain_text("公里以内（按辖区、")
    screenshot("served", page)
    frame.evaluate("atlas.select('440100')")
    expect(served).to_have_count(0)

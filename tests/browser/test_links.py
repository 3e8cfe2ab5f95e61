"""Any view is a link: in a fresh profile it gives the numbers that the command line gives for the same parameters."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
import shapely
from playwright.sync_api import Page, expect

import cli
from atlas.question.question import to_params
from tests.browser.steps import MAP_HAS_DRAWN, TABLES, go, map_frame, numbers_of, same_place, settled, to
from tests.browser.tabs import Tabs
from tests.worlds import choices, random_question, the_atlas

SEED = 20261123
PAGES = ("", "coverage", "compare", "plan", "prefecture")


def random_link(source: random.Random) -> str:
    """A page with everything that may stand in its address, chosen at random."""
    offered, page = choices(), source.choice(PAGES)
    question = random_question(source).with_changes(
        confirmed=tuple(sorted(source.sample(sorted(offered.bodies), source.choice([0, 0, 3])))),
        zone=source.choice(["", *offered.zones]) if page == "coverage" else "",
        regions=tuple(source.sample(list(offered.prefectures), source.choice([0, 3]))) if page == "compare" else "",
        scoreboard=source.choice(list(offered.boards)),
        radius_km=source.randint(5, 150),
        scenario=source.choice(["", "", "add court 116.1000,24.3000 a; close protection-centre-foshan"]),
    )
    question = question.with_changes(confirmed=tuple(each for each in question.confirmed if each not in question.wrong))
    params = to_params(question, offered)
    if page != "plan":
        params.pop("board", None)
    if page == "prefecture":
        params["id"] = source.choice(list(offered.prefectures))
    if source.random() < 0.3:
        params["lang"] = "en"
    if source.random() < 0.3:
        params["view"] = f"8.50_{source.uniform(21, 25):.4f}_{source.uniform(110, 117):.4f}"
    return f"/{page}?{urlencode(params)}"


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize("tenth", range(10))
def test_a_hundred_random_links_give_the_numbers_of_the_command_line(
    new_page: Callable[..., Page], app_url: str, capsys: pytest.CaptureFixture[str], tenth: int
) -> None:
    source = random.Random(SEED + tenth)
    for _ in range(10):
        link = random_link(source)
        assert cli.main(["link", link, "--json"]) == 0, link
        told = json.loads(capsys.readouterr().out)
        page = new_page()
        go(page, f"{app_url}{link}")
        assert numbers_of(page) == told, link
        page.context.close()


def test_the_place_of_the_map_is_in_the_address_and_brought_back(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page()
    go(page, f"{app_url}/?radius=80")
    map_frame(page).evaluate("void atlas.map.setView([23.1, 116.4], 9.5, { animate: false })")
    page.wait_for_url("**view=9.50_23.1000_116.4000*")
    assert "radius=80" in page.url
    other = new_page()
    go(other, page.url)
    assert same_place(map_frame(other).evaluate("atlas.view()"), "9.50_23.1000_116.4000")


def test_the_view_wins_over_the_place_a_page_is_about(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/prefecture?id=441500&view=9.00_24.5000_113.5000")
    assert same_place(map_frame(page).evaluate("atlas.view()"), "9.00_24.5000_113.5000")


def test_english_stays_in_the_address_of_a_map_that_has_been_moved(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/coverage?radius=80")
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**lang=en*")
    settled(page)
    map_frame(page).wait_for_function("() => window.atlas && atlas.ready && atlas.manifest.language === 'en'")
    map_frame(page).evaluate("void atlas.map.setView([22.6, 113.4], 9.25, { animate: false })")
    page.wait_for_url("**view=9.25*")
    settled(page)
    assert "lang=en" in page.url
    page.reload()
    expect(page.get_by_role("button", name="中文")).to_be_visible()


def test_english_is_in_the_address_and_stays_through_the_pages(page: Page, app_url: str) -> None:
    go(page, app_url)
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**lang=en*")
    expect(page.get_by_text("Fast-protection coverage of the 21 prefectures")).to_be_visible()
    settled(page)
    frame = map_frame(page)
    frame.wait_for_function("() => window.atlas && atlas.ready && atlas.manifest.language === 'en'")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="Coverage gaps").first.click()
    page.wait_for_url("**/coverage?*lang=en*")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("tab", name="可及与缺口清单")).to_be_visible()
    settled(page)
    assert "lang" not in page.url


def test_a_link_of_other_data_says_so_until_something_is_changed(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/?radius=80&data=0123456789ab")
    notice = page.get_by_text("此链接生成于数据版本0123456789ab")
    expect(notice).to_be_visible()
    map_frame(page).evaluate("atlas.select('440500')")
    page.wait_for_url("**selected=440500*")
    settled(page)
    expect(notice).to_have_count(0)
    assert f"data={the_atlas().version}" in page.url


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("moon=full", "“moon”无法识别"),
        ("lang=xx", "语言（lang=xx）"),
        ("plan=99-9", "规划（plan=99-9）"),
        ("data=yesterday", "数据版本（data=yesterday）"),
        ("view=here", "地图位置（view=here）"),
        ("view=9.00_nan_113.0", "地图位置（view=9.00_nan_113.0）"),
        ("card=none-such", "指标卡（card=none-such）"),
        ("radius=far", "距离（radius=far）"),
    ],
)
def test_what_is_wrong_in_a_link_degrades_only_itself(page: Page, app_url: str, query: str, told: str) -> None:
    go(page, f"{app_url}/?date=2020-12-31&{query}")
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_text("2020-12-31").first).to_be_visible()


def test_the_shared_link_says_date_definition_and_data(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page()
    go(page, f"{app_url}/coverage")
    page.locator(".st-key-share button").first.click()
    link = page.locator("[data-testid=stCode] code").first.inner_text()
    assert link.startswith(f"{app_url}/coverage?")
    for part in ("date=2025-12-31", "definition=national-approved", f"data={the_atlas().version}"):
        assert part in link
    other = new_page()
    go(other, link)
    assert other.locator(".st-key-notices [data-testid=stAlert]").count() == 0


def test_the_first_visit_is_shown_around_and_the_next_is_not(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page()
    go(page, app_url)
    page.get_by_role("button", name="开始").click()
    for step, title in enumerate(("地图", "时间轴", "口径", "证据", "各页面"), start=1):
        expect(page.locator(".st-key-tour").get_by_text(f"{step}/5 {title}")).to_be_visible()
        if step < 5:
            page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="结束导览").click()
    expect(page.locator(".st-key-tour")).to_have_count(0)
    again = page.context.new_page()
    go(again, app_url)
    expect(again.get_by_text("首次使用？")).to_have_count(0)


@pytest.mark.parametrize("language", ["中文", "English"])
def test_on_an_office_screen_the_offer_to_be_shown_around_lies_over_no_land_and_no_word_of_the_map(
    new_page: Callable[..., Page], app_url: str, language: str
) -> None:
    page = new_page(1366, 768)
    go(page, app_url)
    if language == "English":
        page.get_by_role("button", name=language).click()
        expect(page.locator(".lead")).to_contain_text("prefectures")
        settled(page)
        page.wait_for_function(MAP_HAS_DRAWN)
    offer = page.locator(".st-key-invitation").bounding_box()
    frame = page.locator("iframe.vessel").bounding_box()
    assert offer
    assert frame
    parts = map_frame(page).evaluate("""() => [
        ...atlas.features.prefectures.collection.features
            .flatMap(({ properties, geometry }) => geometry.coordinates.flat(geometry.type === "MultiPolygon" ? 1 : 0)
                .map((ring) => [properties.n, ring.map(([lon, lat]) => atlas.map.latLngToContainerPoint([lat, lon]))])),
        ...[...document.querySelectorAll(".atlas-name, .atlas-box")].map((each) => {
            const { left: x, top: y, right, bottom } = each.getBoundingClientRect();
            return [each.textContent, [{ x, y }, { x: right, y }, { x: right, y: bottom }, { x, y: bottom }]];
        }),
    ].map(([name, ring]) => [name, ring.map(({ x, y }) => [x, y])])""")
    assert len(parts) > 60
    left, top = offer["x"] - frame["x"], offer["y"] - frame["y"]
    under = shapely.box(left, top, left + offer["width"], top + offer["height"])
    assert [name for name, ring in parts if under.intersects(shapely.make_valid(shapely.Polygon(ring)))] == []


def test_the_manual_is_one_page_and_leads_back(page: Page, app_url: str) -> None:
    go(page, app_url)
    page.get_by_role("link", name="使用手册").first.click()
    expect(page.get_by_role("heading", name="粤知图使用手册")).to_be_visible()
    to(page, "覆盖缺口")


@pytest.fixture(scope="module")
def english(tabs: Tabs, app_url: str) -> Iterator[Callable[[str], Page]]:
    """A page in English to look at, opened once for all who ask for the same one after another."""
    with tabs.seen_by_several() as page:
        opened = list[str]()

        def at(path: str) -> Page:
            if opened[-1:] != [path]:
                go(page, f"{app_url}/{path}{'&' if '?' in path else '?'}lang=en")
                opened.append(path)
            return page

        yield at


def test_quotation_marks_take_no_more_room_in_english_than_a_letter(
    english: Callable[[str], Page],
) -> None:
    page = english("")
    for place in (page.locator(".lead p").first, page.frame_locator("iframe.vessel").locator("body")):
        width = place.evaluate(
            """(place) => {
                const mark = place.ownerDocument.createElement("span");
                Object.assign(mark.style, { position: "absolute", fontSize: "100px" });
                mark.textContent = "\u201c";
                place.append(mark);
                const width = mark.getBoundingClientRect().width;
                mark.remove();
                return width;
            }"""
        )
        assert width <= 60


@pytest.mark.parametrize("path", ["", "coverage", "compare", "plan", "prefecture?id=441500"])
def test_no_chinese_is_left_on_an_english_page(english: Callable[[str], Page], path: str) -> None:
    page = english(path)
    words = page.locator("[data-testid=stApp]").inner_text() + map_frame(page).locator("body").inner_text()
    left = [line for line in words.splitlines() if re.search("[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]", line)]
    # The other language is named in itself.
    assert [line for line in left if line.strip() != "中文"] == []


@pytest.mark.parametrize("query", ["", "?id=999999", "?id=440800x&date=2020-12-31"])
def test_a_prefecture_that_is_none_offers_the_21_and_shows_no_number_of_another(
    page: Page, app_url: str, query: str
) -> None:
    go(page, f"{app_url}/prefecture{query}")
    offered = page.locator("[class*=st-key-choose-prefecture-] button")
    expect(offered).to_have_count(21)
    assert page.get_by_text("不存在，请选择").count() == (1 if query else 0)
    assert page.locator(".card").count() == 0
    assert "id=" not in page.url
    offered.filter(has_text="汕尾").click()
    page.wait_for_url("**id=441500*")
    expect(page.get_by_role("heading", name="汕尾")).to_be_visible()
    page.go_back()
    expect(offered).to_have_count(21)


def test_a_plan_that_is_none_offers_those_there_are(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/plan?board=12-5")
    expect(page.get_by_text("不存在，请选择")).to_be_visible()
    assert page.locator(TABLES).count() == 0
    page.locator(".st-key-choose-scoreboard-13-5 button").click()
    page.wait_for_url("**board=13-5*")


def test_the_text_of_a_link_is_text(page: Page, app_url: str) -> None:
    name = "见 http://example.com/a 与 a -> b >= c"
    go(page, f"{app_url}/?{urlencode({'scenario': 'close protection-centre-foshan', 'scenario-name': name})}")
    shown = page.locator(".st-key-notices").inner_text().replace("\u2060", "")
    assert name in shown
    assert page.locator(".st-key-notices a").count() == 0

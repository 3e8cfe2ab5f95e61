"""The siting page as a planner uses it: ask, read the certificate, lock a site, search again, stop a long search; and
what cannot be asked or met says so and loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import LATLNG, TABLES, click_at, command, go, map_frame, numbers_of, rows_of, settled, taken

RULE = "siting?radius=80&siting=floors:north=3"
LONG = "siting?borders=ignore&siting=question:all aim:p-median p:10 sites:places limit-s:60"
WAIT_MS = 60_000
# How far a search is; the first sentence of the page ends where this goes on.
AT_WORK = "正在求解[（：]"
PROPOSED = """() => Object.fromEntries([...atlas.shown]
    .filter(([layer, about]) => about.id === 'proposed-sites')
    .map(([layer, about]) => [layer.feature.properties.id, about.name]))"""


def search(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(search )?(重新)?求解$")).click()
    settled(page)


def card(page: Page) -> Any:
    return page.locator(".card.met, .card.open").first


def test_a_planner_finds_the_fewest_centres_locks_one_and_searches_again(
    page: Page, app_url: str, screenshot: Any
) -> None:
    go(page, f"{app_url}/{RULE}")
    search(page)
    expect(card(page)).to_contain_text("已证最优", timeout=WAIT_MS)
    asked = ("--k", "17", "--theta", "0.8", "--zone-floor", "north=3", "--radius-km", "80")
    told = command("site", "--problem", "rule", *asked)
    expect(card(page).locator("b")).to_have_text(f"新增{told['objective']}个中心")
    expect(card(page)).to_contain_text("按机构计，需17个地市，已知9个，还差8个；若阳江的记录有误，差9个")
    expect(card(page)).to_contain_text("少一个中心，至多16个地市")
    screenshot("siting-rule", full_page=True)
    rows = rows_of(taken(page, "CSV"))
    assert len(rows) == told["objective"] == len(told["sites"])

    # Lock out the first of its sites by its row: another must do, or more.
    page.locator(f".st-key-below-siting {TABLES} tbody tr").first.click()
    settled(page)
    page.get_by_role("button", name=f"排除{rows[0]['名称']}").click()
    settled(page)
    assert "ban%3A" in page.url
    expect(page.get_by_text("此问题尚未求解")).to_be_visible()
    search(page)
    expect(card(page).locator("b")).to_contain_text("个中心", timeout=WAIT_MS)
    again = rows_of(taken(page, "CSV"))
    assert rows[0]["名称"] not in [each["名称"] for each in again]
    # The first question is kept: going back asks nobody again.
    page.go_back()
    settled(page)
    expect(card(page).locator("b")).to_have_text(f"新增{told['objective']}个中心")


def test_a_long_search_is_told_and_stopped_with_what_it_has(page: Page, app_url: str, screenshot: Any) -> None:
    go(page, f"{app_url}/{LONG}")
    search(page)
    expect(page.get_by_text(re.compile("正在求解（平均距离最短）：目前最好"))).to_be_visible(timeout=WAIT_MS)
    screenshot("siting-at-work")
    page.get_by_role("button", name="停止，保留目前最好").click()
    expect(card(page)).to_contain_text("未证最优（人工停止），与最优相差至多", timeout=WAIT_MS)
    expect(card(page).locator("h2")).to_have_text("未证最优")
    screenshot("siting-stopped")


def test_other_readers_are_answered_while_one_searches(new_page: Callable[..., Page], app_url: str) -> None:
    one, other = new_page(1366, 900), new_page(1366, 900)
    go(one, f"{app_url}/{LONG}")
    search(one)
    expect(one.get_by_text(re.compile(AT_WORK))).to_be_visible(timeout=WAIT_MS)
    go(other, f"{app_url}/coverage")
    expect(other.get_by_text("口径台账").first).to_be_visible()
    expect(one.get_by_text(re.compile(AT_WORK))).to_be_visible()
    one.get_by_role("button", name="停止，保留目前最好").click()
    expect(card(one)).to_be_visible(timeout=WAIT_MS)


def test_what_cannot_be_met_names_the_conflict_and_what_cannot_be_asked_is_not_searched(
    page: Page, app_url: str
) -> None:
    go(page, f"{app_url}/siting?radius=30&siting=k:21 share:100 floors:north=5")
    search(page)
    for place in (page.get_by_test_id("stAlertContentWarning"), page.locator(".lead")):
        conflict = place.get_by_text(re.compile("候选点怎样选都不能同时满足.*最小的可行放宽"))
        expect(conflict).to_be_visible(timeout=WAIT_MS)
    go(page, f"{app_url}/siting?siting=question:most p:99 lock:999 colour:red")
    expect(page.get_by_text("链接中的选址条件（siting=p:99 colour:red）无法使用")).to_be_visible()
    expect(page.get_by_text("999不在候选点中，却被锁定或排除；请从列表移去。")).to_be_visible()
    expect(page.get_by_role("button", name="求解", exact=True)).to_have_count(0)


def test_the_frontier_is_drawn_with_its_table_and_the_order(page: Page, app_url: str, screenshot: Any) -> None:
    go(page, f"{app_url}/siting?siting=question:frontier most:6")
    search(page)
    expect(page.get_by_text("每个数目都已证明最优。")).to_be_visible(timeout=WAIT_MS)
    expect(
        page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first
    ).to_be_visible()
    points, order = rows_of(taken(page, "CSV", 0)), rows_of(taken(page, "CSV", 1))
    people = [int(each["可及居民"]) for each in points]
    assert people == sorted(people)
    assert [int(each["可及居民"]) + int(each["比最优少"]) for each in order] == people
    screenshot("siting-frontier", full_page=True)


def test_an_answer_becomes_a_scenario_that_is_edited_saved_opened_and_shared(
    page: Page, new_page: Callable[..., Page], app_url: str, tmp_path: Path, screenshot: Any
) -> None:
    go(page, f"{app_url}/siting?radius=80&siting=question:most p:2")
    search(page)
    expect(card(page)).to_contain_text("已证最优", timeout=WAIT_MS)
    page.get_by_role("button", name="把这些新建点作为设想方案").click()
    settled(page)
    expect(page.get_by_text("改动（2）")).to_be_visible()

    # A click on the map adds a third; undo takes it back.
    page.get_by_role("button", name="在地图上点选").click()
    settled(page)
    box = page.locator("iframe").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.4)
    settled(page)
    expect(page.get_by_text("改动（3）")).to_be_visible()
    page.get_by_role("button", name="撤销上一步").click()
    settled(page)
    expect(page.get_by_text("改动（2）")).to_be_visible()

    # The file says on the command line what the page says, and opens in another session, where the data is as it was.
    file = tmp_path / "scenario.json"
    file.write_bytes(taken(page, "存为文件"))
    told = command("whatif", str(file))
    before, after, more = told["before"]["share"], told["after"]["share"], told["delta"]["covered"]
    line = f"80公里内居民：{before:.1%} → {after:.1%}（设想，{more:+,}人）"
    expect(page.get_by_text(line)).to_be_visible()
    screenshot("siting-scenario", full_page=True)
    other = new_page(1366, 900)
    go(other, f"{app_url}/siting")
    expect(other.get_by_text("改动（0）")).to_be_visible()
    other.locator(".st-key-scenario-file input[type=file]").set_input_files(file)
    settled(other)
    expect(other.get_by_text(line)).to_be_visible()

    # The link alone says the same; a broken file is said and changes nothing.
    third = new_page(1366, 900)
    go(third, page.url)
    expect(third.get_by_text(line)).to_be_visible()
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "something else"}', encoding="utf-8")
    third.locator(".st-key-scenario-file input[type=file]").set_input_files(broken)
    settled(third)
    expect(third.get_by_text(re.compile("broken.json无法打开"))).to_be_visible()
    expect(third.get_by_text(line)).to_be_visible()
    third.get_by_role("button", name="退出设想方案").click()
    settled(third)
    expect(third.get_by_text("改动（0）")).to_be_visible()


def test_parks_of_ones_own_are_loaded_drawn_and_locked_by_a_click(
    page: Page, app_url: str, tmp_path: Path, screenshot: Any
) -> None:
    parks = tmp_path / "园区.csv"
    parks.write_text(
        "id,name,lon,lat\na,汕尾园区,115.3700,22.7800\nb,河源园区,114.7000,23.7400\nc,阳江园区,111.9800,21.8600\n",
        encoding="utf-8-sig",
    )
    broken = tmp_path / "坏表.csv"
    broken.write_text("id,name,lon,lat\na,园区,22.78,115.37\n", encoding="utf-8")
    go(page, f"{app_url}/siting?radius=80&siting=question:most p:2")
    page.get_by_text("条件", exact=True).click()
    files = page.locator(".st-key-widget-siting-candidates-file input[type=file]")
    files.set_input_files(broken)
    expect(page.get_by_text("坏表.csv第2行：22.78, 115.37不在广东省内")).to_be_visible()
    files.set_input_files(parks)
    page.wait_for_url("**sites%3Aown*")
    settled(page)
    search(page)
    expect(card(page)).to_contain_text("已证最优", timeout=WAIT_MS)
    expect(card(page)).to_contain_text("候选点3个")
    frame = map_frame(page)
    frame.wait_for_function(f"() => Object.keys(({PROPOSED})()).length === 2")
    shown = frame.evaluate(PROPOSED)
    assert set(shown.values()) == {"proposed"}
    chosen = next(iter(shown))
    click_at(page, frame, *frame.evaluate(LATLNG, chosen))
    name = {"site-a": "汕尾园区", "site-b": "河源园区", "site-c": "阳江园区"}[chosen]
    page.get_by_role("button", name=f"锁定{name}").click()
    page.wait_for_url("**lock%3A*")
    frame.wait_for_function(f"() => ({PROPOSED})()['{chosen}'] === 'locked'")
    settled(page)
    assert "selected" not in page.url
    search(page)
    expect(card(page)).to_contain_text("已证最优", timeout=WAIT_MS)
    screenshot("siting-own", full_page=True)


@pytest.mark.long
def test_a_file_that_the_door_refuses_is_told_in_a_sentence(
    browser: Browser, app_url: str, tmp_path: Path, screenshot: Any
) -> None:
    # Not a watched page: the refusal in its console is the point.
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page.route("**/_stcore/upload_file/**", lambda route: route.fulfill(status=413, body="-"))
    go(page, f"{app_url}/siting")
    field = page.locator(".st-key-scenario-file")
    told = "(field) => getComputedStyle(field, '::after').content"
    assert field.evaluate(told) == "none"
    file = tmp_path / "scenario.json"
    file.write_text("{}", encoding="utf-8")
    field.locator("input[type=file]").set_input_files(file)
    expect(field.get_by_role("alert")).to_be_attached()
    assert field.evaluate(told).startswith('"文件未接收：')
    field.scroll_into_view_if_needed()
    screenshot("file-refused", page)
    page.context.close()


def test_each_site_says_in_how_many_runs_it_was_chosen(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/siting?radius=80&siting=question:most p:2")
    search(page)
    expect(card(page)).to_contain_text("已证最优", timeout=WAIT_MS)
    page.get_by_role("button", name="重算100次").click()
    expect(page.get_by_text(re.compile("共100次，.*种子"))).to_be_visible(timeout=WAIT_MS)
    rows = rows_of(taken(page, "CSV", 2))
    chosen = [int(re.fullmatch(r"100次中(\d+)次", each["入选次数"])[1]) for each in rows]
    assert chosen == sorted(chosen, reverse=True)
    assert sum(chosen) == 200


def test_a_shared_answer_opens_with_its_answer_and_says_so_beside_the_link(
    page: Page, new_page: Callable[..., Page], app_url: str, screenshot: Any
) -> None:
    query = "siting?radius=80&siting=question:most p:2"
    go(page, f"{app_url}/{query}")
    expect(card(page)).to_contain_text("已证最优", timeout=WAIT_MS)
    page.locator(".st-key-share button").first.click()
    expect(page.get_by_text(re.compile("打开链接即见结果：求解需[0-9.]+秒"))).to_be_visible()
    screenshot("siting-shared")
    page.keyboard.press("Escape")
    other = new_page(1366, 900)
    go(other, f"{app_url}/{query}")
    expect(card(other).locator("b")).to_have_text(str(card(page).locator("b").text_content()), timeout=WAIT_MS)
    assert numbers_of(other) == command("link", f"/{query}")


def test_an_answer_that_takes_longer_waits_for_one_button_and_no_half_of_it_is_shown(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/{LONG}")
    expect(page.get_by_text("此问题求解超过2秒，等您按下再开始。")).to_be_visible(timeout=WAIT_MS)
    expect(card(page)).to_have_count(0)
    expect(page.get_by_role("button", name="求解", exact=False).last).to_be_visible()
    told: Any = numbers_of(page)
    assert told["search"]["status"] == "not-solved"
    page.locator(".st-key-share button").first.click()
    expect(page.get_by_text("求解超过2秒：打开链接见问题，按一次“求解”即得结果。")).to_be_visible()


def test_readers_who_leave_make_room_within_seconds_and_who_waits_is_told_its_place(
    new_page: Callable[..., Page], app_url: str
) -> None:
    long = [new_page(1366, 900) for _ in range(2)]
    for each in long:
        go(each, f"{app_url}/{LONG}")
        expect(each.get_by_text("等您按下再开始")).to_be_visible(timeout=WAIT_MS)
    for each in long:
        search(each)
        expect(each.get_by_text(re.compile(AT_WORK))).to_be_visible(timeout=WAIT_MS)
    last = new_page(1366, 900)
    go(last, f"{app_url}/siting?radius=80&siting=question:most p:2")
    expect(last.get_by_text("排队等候：下一个就是。")).to_be_visible(timeout=WAIT_MS)
    last.get_by_role("button", name="取消等候").click()
    settled(last)
    search(last)
    expect(last.get_by_text("排队等候：下一个就是。")).to_be_visible(timeout=WAIT_MS)
    long[0].close()
    expect(card(last)).to_contain_text("已证最优", timeout=15_000)
    long[1].get_by_role("button", name="停止，保留目前最好").click()
    expect(card(long[1])).to_be_visible(timeout=WAIT_MS)


def test_an_answer_is_told_in_the_language_that_its_reader_turns_to(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/siting?siting=question:most p:2")
    lead = page.locator(".lead p").first
    expect(lead).to_contain_text("再建2家")
    page.get_by_text("English", exact=True).first.click()
    expect(lead).to_contain_text("Next 2: ")
    assert not re.search("[\u4e00-\u9fff]", lead.inner_text())


IN_SIGHT = """() => {
    const map = document.querySelector(".st-key-atlas-map").getBoundingClientRect();
    const header = document.querySelector("[data-testid=stHeader]").getBoundingClientRect();
    return header.bottom <= map.top && map.bottom <= window.innerHeight;
}"""


def test_the_map_stays_in_sight_down_to_the_last_condition(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/siting")
    page.locator(".st-key-stage summary", has_text="条件").click()
    settled(page)
    last = page.get_by_role("radiogroup", name="求解时间")
    last.evaluate("(control) => control.scrollIntoView({ block: 'end' })")
    page.wait_for_function(IN_SIGHT)
    expect(last).to_be_in_viewport(ratio=1)


def test_the_keyboard_comes_to_what_stands_under_a_map_that_stays(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(1366, 768)
    go(page, f"{app_url}/siting?selected=440100")
    page.locator(".st-key-stage summary", has_text="条件").click()
    settled(page)
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 500)")
    page.wait_for_function(IN_SIGHT)
    page.keyboard.press("Tab")
    last = page.locator(".st-key-selection").get_by_role("button", name="CSV").first
    last.focus()
    expect(last).to_be_in_viewport(ratio=1, timeout=5_000)

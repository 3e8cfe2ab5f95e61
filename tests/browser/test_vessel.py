"""The map that stays: one frame through reruns, pages, tabs, a new data version and a restart of the server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from atlas.question.choices import month_ends
from tests.browser.server import ROOT, running_app, wait_until_ready
from tests.browser.steps import (
    MAP_HAS_DRAWN,
    MARK,
    VIEW,
    ZOOMED,
    choose,
    clock,
    go,
    map_frame,
    same_place,
    settled,
    to,
)
from tools.servers import end, free_port

PLANNED = """[[planned]]
id = "test-centre"
name_zh = "测试中心（不是真实规划）"
name_en = "test centre, not a real plan"
prefecture = "441400"
lon = 116.12
lat = 24.29
position = "city_seat"
clause = "clause-1"
target = "N001"
"""
NEXT = ROOT / "tests" / "plans" / "next"


def rendered(frame: Frame) -> int:
    return int(frame.evaluate("Number(document.documentElement.dataset.rendered)"))


def test_thirty_reruns_neither_load_the_map_again_nor_move_it(page: Page, app_url: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    frame.evaluate(MARK)
    frame.evaluate(ZOOMED)
    view = frame.evaluate(VIEW)
    ends = month_ends(date(2023, 6, 30), date(2025, 11, 30))
    assert len(ends) == 30
    for day in reversed(ends):
        clock(page)
        page.wait_for_url(f"**date={day}*")
    settled(page)
    assert frame.evaluate("window.stillHere") == 1
    assert frame.evaluate(VIEW) == view
    assert [each for each in page.frames if "/map.html" in each.url] == [frame]


def test_a_click_reaches_python_and_other_widgets_and_comes_back(page: Page, app_url: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    frame.evaluate(MARK)
    frame.evaluate("atlas.select('441400')")
    expect(page.get_by_role("heading", name="梅州市")).to_be_visible()
    settled(page)
    frame.get_by_role("button", name="梅州的页面").click()
    places = page.get_by_role("combobox", name="地市")
    expect(places).to_have_value("梅州")
    choose(places, page.get_by_role("option", name="汕尾").first)
    frame.wait_for_function("() => atlas.about === '441500'")
    assert frame.evaluate("window.stillHere") == 1


def test_switching_pages_keeps_the_map_and_each_page_its_own_view(page: Page, app_url: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    frame.evaluate(MARK)
    frame.evaluate(ZOOMED)
    view = frame.evaluate(VIEW)
    for title in ("覆盖缺口", "区域比较", "规划指标"):
        to(page, title)
        assert frame.evaluate("window.stillHere") == 1, title
        assert frame.evaluate(VIEW) == "", title
    page.get_by_role("link", name="总览").first.click()
    settled(page)
    assert frame.evaluate("window.stillHere") == 1
    assert same_place(frame.evaluate(VIEW), view)
    page.wait_for_url("**view=9.25_*")


def test_layers_switch_without_asking_the_server(page: Page, app_url: str) -> None:
    go(page, app_url)
    frame = map_frame(page)
    shown = "[...atlas.shown.values()].filter((about) => about.id === 'counties').length"
    assert frame.evaluate(f"() => {{ atlas.toggle('counties', true); return {shown}; }}") == 124
    assert frame.evaluate(f"() => {{ atlas.toggle('counties', false); return {shown}; }}") == 0


def test_two_tabs_do_not_know_each_other(new_page: Callable[..., Page], app_url: str) -> None:
    one = new_page()
    go(one, app_url)
    other = one.context.new_page()
    go(other, f"{app_url}/?date=2020-12-31")
    map_frame(other).evaluate("atlas.select('440500')")
    other.wait_for_url("**selected=440500*")
    settled(one)
    assert map_frame(one).evaluate("atlas.selected") is None
    assert "selected" not in one.url
    clock(one)
    one.wait_for_url("**date=2025-11-30*")
    assert "date=2020-12-31" in other.url


@contextmanager
def serving(port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("ATLAS_", "STREAMLIT_"))}
    with log.open("ab") as output:
        command = [sys.executable, "tools/run.py", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_until_ready(f"http://localhost:{port}", process, log)
        yield process
    finally:
        end(process)


def test_it_goes_on_after_the_server_has_been_restarted(browser: object, tmp_path: Path) -> None:
    # Not under watch: a server that is away leaves failed requests in the console, as it should.
    port, log = free_port(), tmp_path / "log.txt"
    page: Page = browser.new_context(locale="zh-CN").new_page()  # type: ignore[attr-defined]
    with serving(port, log):
        go(page, f"http://localhost:{port}/?date=2022-12-31")
        frame = map_frame(page)
        frame.evaluate(MARK)
        frame.evaluate(ZOOMED)
        frame.evaluate("atlas.select('440500')")
        page.wait_for_url("**selected=440500*")
        view = frame.evaluate(VIEW)
    with serving(port, log):
        page.wait_for_function("() => document.querySelector('[data-test-connection-state=CONNECTED]')", timeout=60_000)
        settled(page)
        assert (frame.evaluate("window.stillHere"), frame.evaluate(VIEW)) == (1, view)
        assert frame.evaluate("atlas.selected") == "440500"
        before = rendered(frame)
        with page.expect_response("**/map/overview?*turned=date*") as first:
            clock(page)
        assert first.value.status == 200
        frame.wait_for_function(f"() => Number(document.documentElement.dataset.rendered) > {before}")
        page.wait_for_url("**date=2022-11-30*")
    page.context.close()


HAS_CENTRE = "() => Boolean(window.atlas?.ready && atlas.features['planned-centres'].has('test-centre'))"


@pytest.mark.timeout(200)
def test_a_new_data_version_changes_the_map_and_keeps_view_and_history(page: Page, tmp_path: Path) -> None:
    shutil.copytree(NEXT, tmp_path / "plans" / "next")
    settings = {"ATLAS_PLAN": "next", "ATLAS_PLANS": str(tmp_path / "plans")}
    with running_app(tmp_path / "log.txt", **settings) as url:
        go(page, f"{url}/?date=2022-12-31")
        frame = map_frame(page)
        frame.evaluate(MARK)
        frame.evaluate(ZOOMED)
        view, entries = frame.evaluate(VIEW), page.evaluate("history.length")
        planned = tmp_path / "plans" / "next" / "planned.toml"
        planned.write_text(PLANNED, encoding="utf-8")
        # The new version is composed beside the pages: it is there some changes later.
        changes, late = 0, time.monotonic() + 90
        while changes == 0 or not map_frame(page).evaluate(HAS_CENTRE):
            clock(page)
            settled(page)
            page.wait_for_function(MAP_HAS_DRAWN)
            # As a reader, not as fast as the machine can: composing works beside the pages.
            page.wait_for_timeout(1000)
            changes += 1
            assert time.monotonic() < late, "no change brought the new version"
        frame = map_frame(page)
        assert frame.evaluate("window.stillHere === undefined"), "the page without the new centre was not left"
        assert same_place(frame.evaluate(VIEW), view)
        settled(page)
        assert page.evaluate("history.length") == entries + changes, "only a change of the date is an entry"
        # What cannot be read takes nothing away.
        planned.write_text("[[planned", encoding="utf-8")
        clock(page)
        settled(page)
        assert map_frame(page).evaluate("atlas.features['planned-centres'].has('test-centre')")


def test_it_works_under_a_path_of_its_own(page: Page, tmp_path: Path) -> None:
    with running_app(tmp_path / "log.txt", under="zhi/tu", STREAMLIT_SERVER_BASE_URL_PATH="zhi/tu") as url:
        go(page, f"{url}/coverage?radius=80")
        assert "/zhi/tu/atlas/" in map_frame(page).url
        with page.expect_response("**/zhi/tu/map/coverage?*turned=date*") as first:
            clock(page)
        assert first.value.status == 200
        settled(page)
        to(page, "区域比较")
        page.wait_for_url("**/zhi/tu/compare?*radius=80*")
        page.reload()
        page.wait_for_function(MAP_HAS_DRAWN)

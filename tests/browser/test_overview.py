"""The overview as a reader meets it: it opens at every size, shows what the data say, and loads its map once."""

from __future__ import annotations

import gzip
import json
import random
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Frame, Page, expect

from atlas.map_state import map_state, view_of
from atlas.question.question import Question, to_params
from atlas.words import say_in
from layers import folium_map
from tests.browser.rest import wait_for_rest
from tests.browser.steps import MAP_HAS_DRAWN, TABLES, map_frame
from tests.hostile import NAMES
from tests.worlds import choices, hostile_world, random_question, the_atlas

SIZES = [(360, 740), (768, 1000), (1366, 768), (1920, 1080)]
DRAWN = """() => Object.fromEntries(atlas.order
    .map((id) => [id, [...atlas.shown].filter(([, about]) => about.id === id).length])
    .filter(([, n]) => n))"""


def opened(page: Page, url: str, params: dict[str, str] | None = None) -> Frame:
    """Open the overview and return the frame of the map once it has drawn."""
    page.goto(f"{url}/?{urlencode(params or {})}")
    page.wait_for_function(MAP_HAS_DRAWN)
    expect(page.locator("[data-testid='stExpander']").first).to_be_visible()
    return map_frame(page)


def settled(page: Page, frame: Frame, condition: str) -> None:
    """Wait until the map says `condition` and no script is running."""
    frame.wait_for_function(condition)
    page.wait_for_function("() => !document.querySelector('[data-testid=\"stStatusWidget\"]')")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_opens_at_every_size(
    new_page: Callable[..., Page], app_url: str, screenshot: Callable[..., Path], width: int, height: int, theme: str
) -> None:
    page = new_page(width, height, color_scheme=theme)
    frame = opened(page, app_url)
    settled(page, frame, f"() => atlas.theme === '{theme}'")
    wait_for_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_text("9/21")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    map_box = page.locator("iframe.vessel").bounding_box()
    assert map_box is not None
    cards = [card.bounding_box() for card in page.locator("[class*='st-key-card-']").all()]
    assert all(map_box["width"] * map_box["height"] > box["width"] * box["height"] for box in cards if box)
    screenshot(f"overview-{theme}-{width}", page, full_page=True)


@pytest.mark.parametrize("link", range(20))
def test_map_table_and_data_agree_in_the_browser(page: Page, app_url: str, link: int) -> None:
    source = random.Random(7 + link // 5)
    question: Question = [random_question(source) for _ in range(link % 5 + 1)][-1]
    frame = opened(page, app_url, to_params(question, choices()))
    found = view_of(the_atlas(), question)
    wanted = {layer: len(found.decision[layer]) for layer in question.layers if len(found.decision[layer])}
    assert frame.evaluate(DRAWN) == wanted, question
    total = sum(wanted.values())
    expect(page.get_by_text(f"（{total} 行）")).to_be_visible()


def test_the_plans_count_puts_six_and_seven_on_the_map_of_2020(page: Page, app_url: str) -> None:
    frame = opened(page, app_url, {"date": "2020-12-31"})
    drawn = frame.evaluate(DRAWN)
    assert (drawn["protection-centres"], drawn["rapid-rights-centres"]) == (6, 7)
    frame = opened(page, app_url, {"date": "2020-12-31", "dates": "literal"})
    drawn = frame.evaluate(DRAWN)
    assert (drawn["protection-centres"], drawn["rapid-rights-centres"]) == (5, 2)


def test_switching_a_layer_and_choosing_a_place_reach_the_address_without_a_second_load(
    page: Page, app_url: str
) -> None:
    frame = opened(page, app_url)
    frame.evaluate("window.stillHere = true; atlas.toggle('courts', true)")
    page.wait_for_url(re.compile("courts"))
    frame.evaluate("atlas.select('441700')")
    page.wait_for_url(re.compile("selected=441700"))
    expect(page.get_by_role("heading", name="阳江市")).to_be_visible()
    assert frame.evaluate("window.stillHere && atlas.on.has('courts') && atlas.selected === '441700'")
    layers = parse_qs(urlsplit(page.url).query)["layers"][0].split()
    assert "courts" in layers


def test_a_click_on_the_land_selects_the_prefecture_under_it(page: Page, app_url: str) -> None:
    frame = opened(page, app_url)
    # What stands above it moves the map while it comes.
    wait_for_rest(page)
    box = page.locator("iframe.vessel").bounding_box()
    spot = frame.evaluate(
        """() => {
            const { at } = atlas.features.prefectures.get('441400').feature.properties;
            const spot = atlas.map.latLngToContainerPoint(at);
            return [spot.x, spot.y + 14];
        }"""
    )
    assert box is not None
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    page.wait_for_url(re.compile("selected=441400"))
    expect(page.get_by_role("heading", name="梅州市")).to_be_visible()


def test_a_layer_that_goes_while_the_theme_changes_leaves_nothing_behind(page: Page, app_url: str) -> None:
    frame = opened(page, app_url)
    left = """() => {
        atlas.setState({ on: ["prefectures"], theme: "dark", echo: atlas.n });
        return Object.entries(atlas.groups).filter(([, group]) => group.getLayers().length).map(([id]) => id);
    }"""
    assert frame.evaluate(left) == ["prefectures"]


def test_a_card_opens_its_records_and_its_clause(page: Page, app_url: str, screenshot: Callable[..., Path]) -> None:
    opened(page, app_url)
    page.get_by_role("button", name="记录与条款").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("80% 以上地市建立知识产权快保护机制")
    expect(dialog).to_contain_text("阳江")
    screenshot("card", page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_going_back_brings_the_former_question(page: Page, app_url: str) -> None:
    frame = opened(page, app_url, {"date": "2020-12-31"})
    frame.evaluate("atlas.select('440500')")
    page.wait_for_url(re.compile("selected=440500"))
    page.go_back()
    settled(page, frame, "() => atlas.selected === null")


def test_a_broken_link_degrades_only_what_is_broken(page: Page, app_url: str) -> None:
    opened(page, app_url, {"date": "tomorrow", "definition": "any-rapid-body", "layers": "prefectures moon"})
    expect(page.get_by_text("date=tomorrow")).to_be_visible()
    expect(page.get_by_text("layers=moon")).to_be_visible()
    expect(page.get_by_text("可能 21")).to_be_visible()


def test_another_page_keeps_the_same_map(page: Page, app_url: str, screenshot: Callable[..., Path]) -> None:
    frame = opened(page, app_url)
    frame.evaluate("window.stillHere = true")
    page.get_by_role("link", name="数据与来源").click()
    expect(page.get_by_role("heading", name="数据与来源")).to_be_visible()
    screenshot("data", page, full_page=True)
    assert map_frame(page).evaluate("window.stillHere")


def test_the_single_file_works_from_a_stick_and_runs_no_name(page: Page, tmp_path: Path) -> None:
    shown = hostile_world()
    asked = choices()
    question = Question(
        asked.last_day, asked.default_definition, tuple(asked.layers), asked.default_indicator, asked.default_period
    )
    state = map_state(question, view_of(the_atlas(), question))
    stick = tmp_path / "map.html"
    stick.write_text(folium_map.single_file(shown, say_in("zh"), state), encoding="utf-8")
    page.goto(stick.as_uri())
    page.wait_for_function("() => window.atlas && atlas.ready && Number(document.documentElement.dataset.rendered) > 0")
    told = page.evaluate(
        """() => Object.values(atlas.features)
            .flatMap((found) => [...found.values()].map((layer) => layer.feature.properties))
            .map(({ id, n }) => [id, n])"""
    )
    seen = set()
    for feature, name in dict(told).items():
        if name not in NAMES or name in seen:
            continue
        page.evaluate("(id) => atlas.select(id)", feature)
        if page.locator(".atlas-card h2").count():
            assert page.evaluate("document.querySelector('.atlas-card h2').textContent") in NAMES
            seen.add(name)
    assert len(seen) == len(NAMES)
    assert not page.evaluate("'__pwned' in window")


def test_escaped_names_show_their_characters(page: Page) -> None:
    from layers.safe import for_html

    for name in NAMES:
        page.set_content(
            f"<p id='name'>{for_html(name)}</p><div title='{for_html(name)}'></div>"
            f"<script>var t = `{for_html(name)}`;</script>"
        )
        assert page.evaluate("document.getElementById('name').textContent") == name.replace("\0", "")
        assert not page.evaluate("'__pwned' in window")


def test_the_answers_carry_their_headers(app_url: str) -> None:
    with urllib.request.urlopen(f"{app_url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self' blob:" in policy
        assert "'unsafe-eval'" not in policy
        assert "http" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with urllib.request.urlopen(f"{app_url}/readyz") as answer:
        assert json.load(answer)["ready"] is True


def test_the_question_goes_along_to_another_page_and_back(page: Page, app_url: str) -> None:
    frame = opened(page, app_url, {"date": "2020-12-31", "definition": "any-rapid-body"})
    page.get_by_role("link", name="数据与来源").click()
    expect(page.get_by_role("heading", name="数据与来源")).to_be_visible()
    page.get_by_role("link", name="总览").click()
    page.wait_for_url(re.compile("date=2020-12-31"))
    assert "definition=any-rapid-body" in page.url
    drawn = frame.evaluate(DRAWN)
    assert (drawn["protection-centres"], drawn["rapid-rights-centres"]) == (6, 7)


def test_the_way_to_another_page_and_back_may_be_taken_again(page: Page, app_url: str) -> None:
    frame = opened(page, app_url)
    frame.evaluate("window.stillHere = true")
    for _ in range(2):
        page.get_by_role("link", name="数据与来源").click()
        expect(page.get_by_role("heading", name="数据与来源")).to_be_visible()
        page.get_by_role("link", name="总览").click()
        expect(page.get_by_text("9/21")).to_be_visible()
    assert map_frame(page).evaluate("window.stillHere")


@pytest.mark.parametrize("path", ["/", "/data"])
def test_every_address_serves_the_document_whole_and_in_chinese(app_url: str, path: str) -> None:
    request = urllib.request.Request(f"{app_url}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        body = gzip.decompress(answer.read())
        assert b'<html lang="zh-CN"' in body
        assert b"noto-sans-sc.css" in body
        assert "'sha256-" in answer.headers["Content-Security-Policy"]


def test_a_hostile_link_is_shown_as_text(page: Page, app_url: str) -> None:
    opened(page, app_url, {"definition": "![x](http://example.org/x.png) **b** <img src=x>"})
    # An invisible joiner keeps an address from becoming a link.
    expect(page.get_by_text("![x](http:\u2060//example.org/x.png) **b** <img src=x>")).to_be_visible()


def test_choosing_a_row_of_the_table_chooses_on_the_map(page: Page, app_url: str) -> None:
    frame = opened(page, app_url, {"layers": "prefectures protection-centres"})
    page.locator("[data-testid='stExpander'] summary").first.click()
    page.locator(f"[data-testid='stExpander'] {TABLES} tbody tr").first.click()
    page.wait_for_url(re.compile("selected=protection-centre"))
    frame.wait_for_function("() => atlas.selected.startsWith('protection-centre')")


def test_one_step_back_leads_from_the_sources_to_the_same_question(page: Page, app_url: str) -> None:
    opened(page, app_url, {"date": "2020-12-31"})
    page.get_by_role("link", name="数据与来源").click()
    expect(page.get_by_role("heading", name="数据与来源")).to_be_visible()
    page.go_back()
    page.wait_for_url(re.compile("date=2020-12-31"))
    expect(page.get_by_text("数据与来源").first).to_be_visible()
    drawn = map_frame(page).evaluate(DRAWN)
    assert (drawn["protection-centres"], drawn["rapid-rights-centres"]) == (6, 7)

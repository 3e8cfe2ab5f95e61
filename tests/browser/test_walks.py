"""The address says what is shown: after any walk of pages, controls, back and forward, whoever opens it in a fresh
profile sees the same numbers, the same layers and the same place of the map. And "back" undoes one act, no more.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import MAP_HAS_DRAWN, clock, go, map_frame, numbers_of, same_place, settled, unfold
from tests.browser.tabs import Tabs
from ui.desks import PAGES

SEED = 20261126
TITLES = {
    "overview": "总览",
    "coverage": "覆盖缺口",
    "compare": "区域比较",
    "plan": "规划指标",
    "prefecture": "我的地市",
    "siting": "选址推演",
    "briefing": "简报",
    "data": "数据与来源",
    "review": "核对与更正",
    "manual": "使用手册",
}
ASKED = {"date": "2020-12-31", "definition": "national-operating"}
WITHOUT_MAP = ("briefing", "data", "review", "manual")
OWN = {
    "overview": {"coverage", "demonstration-areas"},
    "compare": {"measured"},
    "siting": {"proposed-sites", "reach"},
    "coverage": {"coverage"},
}
Act = Callable[[Page, random.Random], None]


def page_of(page: Page) -> str:
    """Which page the address names."""
    return urlsplit(page.url).path.strip("/") or "overview"


def turn(page: Page, to: str) -> None:
    """One click in the navigation, on any page."""
    page.get_by_role("link", name=TITLES[to]).first.click()
    page.wait_for_function("(to) => (location.pathname.slice(1) || 'overview') === to", arg=to)
    settled(page)


def changed(page: Page, address: str) -> None:
    """The address is another than it was, and says all it has to."""
    page.wait_for_function("(before) => location.href !== before", arg=address)
    settled(page)


def switch(page: Page, layer: str) -> None:
    """The reader switches a layer on the map."""
    toggle = f"atlas.on.has('{layer}') ? atlas.on.delete('{layer}') : atlas.on.add('{layer}'); atlas.ask()"
    map_frame(page).evaluate(f"() => {{ {toggle} }}")
    settled(page)


def zoom(page: Page, view: str) -> None:
    """The reader moves the map, and rests until the address says where it is."""
    level, north, east = view.split("_")
    frame = map_frame(page)
    frame.evaluate(f"void atlas.map.setView([{north}, {east}], {level}, {{ animate: false }})")
    place = frame.evaluate("atlas.view()")
    page.wait_for_function("(place) => (new URLSearchParams(location.search).get('view') ?? '') === place", arg=place)


def define(page: Page, source: random.Random) -> None:
    """Another definition of fast-protection coverage."""
    options = page.get_by_role("option")
    unfold(page.get_by_role("combobox", name="快保护机制的统计口径").first, options.first)
    options.nth(source.randrange(options.count())).click()
    settled(page)


def _elsewhere(page: Page, source: random.Random) -> None:
    turn(page, source.choice([each for each in TITLES if each != page_of(page)]))


def _control(page: Page, source: random.Random) -> None:
    if page_of(page) not in WITHOUT_MAP:
        source.choice([lambda: clock(page), lambda: define(page, source)])()
        settled(page)


def _map(page: Page, source: random.Random) -> None:
    if page_of(page) in WITHOUT_MAP:
        return
    # A step back may have brought the map anew.
    page.wait_for_function(MAP_HAS_DRAWN)
    layer, place = (
        source.choice(["reach-rings", "courts", "indicator", "coverage"]),
        source.choice(["440500", "441500"]),
    )
    view = f"{source.choice([8.5, 9.25])}_{source.uniform(22, 24):.4f}_{source.uniform(111, 116):.4f}"
    acts = [lambda: switch(page, layer), lambda: map_frame(page).evaluate(f"atlas.select('{place}')")]
    source.choice([*acts, lambda: zoom(page, view)])()
    settled(page)


def _back(page: Page, _source: random.Random) -> None:
    if page.evaluate("history.length") > 2:
        page.go_back(wait_until="commit")
        if page.url == "about:blank":
            page.go_forward(wait_until="commit")
            page.wait_for_selector("[data-testid=stApp]")
        settled(page)


def _forward(page: Page, _source: random.Random) -> None:
    page.go_forward(wait_until="commit")
    settled(page)


ACTS: tuple[Act, ...] = (_elsewhere, _elsewhere, _control, _map, _back, _forward)


def searched(page: Page) -> bool:
    """Whether the page has its answer: a question of siting is answered beside it, and waits for its reader where that
    takes longer than one waits for a page.
    """
    if page_of(page) != "siting":
        return True
    page.wait_for_selector(".st-key-siting-search, [data-testid=stAlertContentWarning]")
    settled(page)
    return page.get_by_text("等您按下再开始").count() == 0


def seen(page: Page) -> dict[str, Any]:
    """What a reader sees: the map, once it is there, and the figures."""
    settled(page)
    if page_of(page) not in WITHOUT_MAP:
        page.wait_for_function(MAP_HAS_DRAWN)
    shown: dict[str, Any] = {"figures": page.locator(".card b").all_inner_texts()}
    if page_of(page) not in WITHOUT_MAP:
        frame = map_frame(page)
        shown |= {"on": sorted(frame.evaluate("[...atlas.on]")), "selected": frame.evaluate("atlas.selected")}
    return shown


def view_of(page: Page) -> str:
    """Where the map is, "" on a page without one."""
    if page_of(page) in WITHOUT_MAP:
        return ""
    page.wait_for_function(MAP_HAS_DRAWN)
    return str(map_frame(page).evaluate("atlas.view()"))


def anew(page: Page, address: str) -> None:
    """Open an address as somebody who was never here: a session of its own, and nothing kept in the browser."""
    page.context.clear_cookies()
    if page.url != "about:blank":
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
    go(page, address)


def walk(walker: Page, stranger: Page, app_url: str, seed: int) -> None:
    """Six acts at random: after the second and every later one a stranger sees the same at that address, five in all,
    and at the end takes the same numbers away.
    """
    source = random.Random(seed)
    anew(walker, f"{app_url}/coverage?date=2020-12-31&definition=national-operating")
    done = []
    for number in range(6):
        act = source.choice(ACTS)
        act(walker, source)
        done.append(f"{act.__name__} {walker.url.removeprefix(app_url)}")
        if number >= 1:
            compare(walker, stranger, (seed, done))
    # Numbers of siting are a search of their own, tested where it is.
    if page_of(walker) != "siting":
        assert numbers_of(stranger) == numbers_of(walker), (seed, done)


def compare(walker: Page, stranger: Page, told: object) -> None:
    """Who opens the address sees the same figures, layers and place of the map."""
    settled(walker)
    address, place = walker.url, view_of(walker)
    anew(stranger, address)
    answers = [searched(each) for each in (stranger, walker)]
    theirs, own = seen(stranger), seen(walker)
    if not all(answers):
        # How long a search takes is the machine's, and the page says that it waits: no figures, or the same.
        theirs, own = ({**each, "figures": []} for each in (theirs, own))
    assert theirs == own, told
    there = view_of(stranger)
    assert there == place or same_place(there, place), told


@pytest.mark.parametrize("seed", range(2))
def test_after_a_walk_a_stranger_sees_the_same(new_page: Callable[..., Page], app_url: str, seed: int) -> None:
    walk(new_page(), new_page(), app_url, SEED + seed)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("five", range(4))
def test_after_many_walks_a_stranger_sees_the_same(new_page: Callable[..., Page], app_url: str, five: int) -> None:
    """Forty walks, two hundred addresses."""
    walker, stranger = new_page(), new_page()
    for seed in range(5):
        walk(walker, stranger, app_url, SEED + 100 + 5 * five + seed)


@pytest.fixture(scope="module")
def tour(tabs: Tabs, app_url: str) -> dict[str, dict[str, Any]]:
    """What one reader sees who comes by a link with a question of its own and turns to every page by a click."""
    with tabs.seen_by_several() as page:
        go(page, f"{app_url}/data?{urlencode(ASKED)}")
        found = {}
        for each in PAGES:
            if each.path != page_of(page):
                turn(page, each.path)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            with_map = each.look != "alone"
            if with_map:
                # A page writes its address when its run is over.
                page.wait_for_function("location.search.includes('date=')")
            found[each.path] = {
                "title": page.get_by_role("heading", level=1).inner_text(),
                "broken": page.get_by_text("页面出错").count(),
                "on": set(map_frame(page).evaluate("[...atlas.on]")) if with_map else set(),
                "asked": dict(parse_qsl(urlsplit(page.url).query)),
            }
        turn(page, "overview")
        first = page.locator(".card b").first
        found["overview"]["first card"] = first.inner_text()
        page.reload()
        settled(page)
        found["overview"]["first card anew"] = first.inner_text()
        return found


def test_every_page_is_reached_from_the_navigation_and_shows_what_it_is(tour: dict[str, dict[str, Any]]) -> None:
    """One reader, every page by a click: its address, its title, its map with its own layers, and a silent console."""
    assert TITLES.keys() == {each.path for each in PAGES} == tour.keys()
    for each in PAGES:
        there = tour[each.path]
        if not each.about_one_place:
            assert TITLES[each.path] in there["title"]
        assert there["broken"] == 0, each.path
        assert OWN.get(each.path, set()) <= there["on"], each.path


def test_a_map_that_a_page_hid_shows_the_province_again(page: Page, app_url: str) -> None:
    """It has no size meanwhile, and once went to a corner of the frame for that."""
    go(page, f"{app_url}/")
    for hidden, shown in (("data", "plan"), ("manual", "siting")):
        turn(page, hidden)
        turn(page, shown)
        frame = map_frame(page)
        frame.wait_for_function("atlas.home")
        assert frame.evaluate("atlas.map.getBounds().contains([[21.5, 110], [25, 116]])"), shown


def test_a_window_without_a_size_moves_no_map(page: Page, app_url: str) -> None:
    """Whatever is told of a window while its page is hidden: the map has no size then, and stays where it is."""
    go(page, f"{app_url}/plan")
    frame = map_frame(page)
    frame.wait_for_function("atlas.home")
    frame.evaluate(
        """async () => {
            const rest = () => new Promise((done) => setTimeout(done, 400));
            const look = atlas.map.getContainer().style;
            look.display = "none";
            dispatchEvent(new Event("resize"));
            await rest();
            look.display = "";
            await rest();
        }"""
    )
    assert frame.evaluate("atlas.home")
    assert frame.evaluate("atlas.map.getBounds().contains([[21.5, 110], [25, 116]])")


def test_the_question_of_a_link_goes_with_the_reader_through_the_pages(tour: dict[str, dict[str, Any]]) -> None:
    with_map = [each.path for each in PAGES if each.look != "alone"]
    assert {"overview", "coverage", "plan"} <= {*with_map}
    for each in with_map:
        assert {name: tour[each]["asked"].get(name) for name in ASKED} == ASKED, each
    assert tour["overview"]["first card"] == "4/21"
    assert tour["overview"]["first card anew"] == "4/21", "after a reload too"


def test_back_undoes_one_act_and_forward_does_it_again(page: Page, app_url: str) -> None:
    go(page, app_url)
    start = page.evaluate("history.length")
    acts: list[Callable[[], None]] = [
        lambda: clock(page),
        lambda: turn(page, "plan"),
        lambda: turn(page, "compare"),
        lambda: clock(page),
        lambda: turn(page, "overview"),
        lambda: switch(page, "reach-rings"),
    ]
    addresses = [page.url]
    for act in acts:
        act()
        changed(page, addresses[-1])
        addresses.append(page.url)
    assert page.evaluate("history.length") == start + len(acts)
    assert len(set(addresses)) == len(addresses)
    shown = [page.locator("[data-testid=stSlider]").first.inner_text()]
    for expected in reversed(addresses[:-1]):
        page.go_back()
        settled(page)
        assert page.url == expected
        shown.append(page.locator("[data-testid=stSlider]").first.inner_text())
    assert len(set(shown)) == 3
    for expected in addresses[1:]:
        page.go_forward()
        settled(page)
        assert page.url == expected
    assert page.locator("[data-testid=stSlider]").first.inner_text() == shown[0]


def test_a_layer_switched_on_one_page_leaves_the_others_alone(page: Page, app_url: str) -> None:
    go(page, app_url)
    switch(page, "reach-rings")
    for each, own in OWN.items():
        if each == "overview":
            continue
        turn(page, each)
        on = set(map_frame(page).evaluate("[...atlas.on]"))
        assert own <= on, each
        assert "reach-rings" not in on, each
        assert "layers" not in parse_qs(urlsplit(page.url).query)
    turn(page, "overview")
    assert "reach-rings" in map_frame(page).evaluate("[...atlas.on]")


def test_one_press_gives_a_page_its_own_layers_back(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/compare")
    own = sorted(map_frame(page).evaluate("[...atlas.on]"))
    restore = page.get_by_role("button", name="恢复本页图层")
    expect(restore).to_have_count(0)
    switch(page, "indicator")
    expect(page.get_by_text("本页图层已改动")).to_be_visible()
    restore.click()
    expect(restore).to_have_count(0)
    settled(page)
    assert sorted(map_frame(page).evaluate("[...atlas.on]")) == own
    assert "layers" not in page.url


def test_the_place_of_the_map_belongs_to_its_page(page: Page, app_url: str) -> None:
    go(page, app_url)
    zoom(page, "9.50_23.1000_116.4000")
    turn(page, "coverage")
    assert view_of(page) == ""
    assert "view" not in page.url
    zoom(page, "8.50_22.6000_112.4000")
    turn(page, "data")
    assert "view" not in page.url
    turn(page, "overview")
    assert same_place(view_of(page), "9.50_23.1000_116.4000")
    page.wait_for_url("**view=9.50_*")
    turn(page, "coverage")
    assert same_place(view_of(page), "8.50_22.6000_112.4000")


def test_the_shared_link_says_where_the_map_is_now(page: Page, app_url: str) -> None:
    go(page, f"{app_url}/?date=2020-12-31&view=8.50_22.6000_112.4000")
    zoom(page, "9.50_23.1000_116.4000")
    page.locator(".st-key-share button").first.click()
    link = page.locator("[data-testid=stCode] code").first
    expect(link).to_contain_text("view=9.50_23.1000_116.4000")
    zoom(page, "9.25_23.5000_115.4000")
    expect(link).to_contain_text("view=9.25_23.5000_115.4000")

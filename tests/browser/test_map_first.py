"""The map answers before Streamlit does: while the thumb moves, never an older question over a newer one, and as the
run tells in the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Frame, Page, Route

from tests.browser.steps import TAKEN_AWAY, choose, go, map_frame, settled
from tests.browser.tabs import Tabs

# Every state that the map is given, with what it says of the day asked about.
RECORD = """() => {
    const take = atlas.setState.bind(atlas);
    window.taken = [];
    atlas.setState = (state) => { window.taken.push(state); take(state); };
}"""
THUMB = ".st-key-widget-{field} input[type=range]"
MIDDLE = """(input) => {
    const box = input.parentElement.parentElement.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
}"""
MAP_PARTS = ("on", "classes", "captions", "selected", "ring_m", "extra", "about")


def drag(page: Page, field: str, *steps: int) -> None:
    """Press the thumb of a slider and move it by so many pixels at a time; it is still held then."""
    thumb = page.locator(THUMB.format(field=field))
    thumb.scroll_into_view_if_needed()
    x, y = thumb.evaluate(MIDDLE)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in steps:
        x += step
        page.mouse.move(x, y)


def shown(page: Page, field: str) -> str:
    return str(page.locator(THUMB.format(field=field)).get_attribute("aria-valuetext"))


def warnings(page: Page) -> list[str]:
    """What the console is told as a warning from here on."""
    told = list[str]()

    def hear(message: ConsoleMessage) -> None:
        if message.type == "warning":
            told.append(message.text)

    page.on("console", hear)
    return told


def reach_title(frame: Frame) -> str:
    return str(frame.evaluate("atlas.titleOf('reach')"))


@pytest.mark.long
def test_the_map_is_painted_while_the_thumb_moves_and_the_run_says_the_same(
    new_page: Callable[..., Page], app_url: str
) -> None:
    page = new_page(1366, 900)
    page.add_init_script(TAKEN_AWAY)
    told = warnings(page)
    go(page, f"{app_url}/coverage")
    frame = map_frame(page)
    frame.evaluate(RECORD)
    drag(page, "radius_km", 20, 20)
    km = shown(page, "radius_km")
    assert km != "50"
    # Held still: Streamlit has heard nothing yet.
    frame.wait_for_function(f"() => atlas.titleOf('reach').startsWith('{km}')")
    first = frame.evaluate("taken[taken.length - 1]")
    assert "radius" not in page.url
    page.mouse.up()
    page.wait_for_url(f"**radius={km}*")
    settled(page)
    last = frame.evaluate("taken[taken.length - 1]")
    assert {part: first[part] for part in MAP_PARTS} == {part: last[part] for part in MAP_PARTS}
    assert [each for each in told if "drawn first" in each] == []


@pytest.mark.long
def test_every_kind_of_control_is_heard(page: Page, app_url: str) -> None:
    told = warnings(page)
    go(page, f"{app_url}/coverage?date=2022-12-31")

    def does(act: Callable[[], Any], said: str) -> None:
        """An act asks for the map with what it turned, and the run agrees."""
        with page.expect_request(f"**/map/coverage?*turned={said}*"):
            act()
        settled(page)

    def nth(field: str, place: int) -> None:
        box = page.locator(f".st-key-widget-{field} input[role=combobox]").first
        choose(box, page.locator("[role=option]").nth(place))

    does(lambda: page.get_by_label("退一年").click(), "date")
    does(lambda: nth("definition", 1), "definition")
    does(page.locator(".st-key-widget-ignore_borders label").first.click, "borders")
    does(lambda: page.locator(".st-key-widget-distance button").nth(1).click(), "distance")
    does(lambda: nth("weight", 1), "weight")
    does(page.locator(".st-key-widget-kinds button[aria-label^=移除]").last.click, "kinds")
    page.locator("[data-testid=stPopoverButton][kind=secondary]").first.click()
    does(lambda: nth("indicator", 3), "indicator")
    does(lambda: nth("period", 0), "period")
    assert [each for each in told if "drawn first" in each] == []


@pytest.mark.long
def test_where_nobody_answers_first_everything_is_as_before(page: Page, app_url: str) -> None:
    with page.expect_response("**/controls.json"):
        go(page, f"{app_url}/coverage")
    tried = list[str]()

    def nothing(route: Route) -> None:
        tried.append(route.request.url)
        route.fulfill(status=204)

    page.route("**/map/coverage*", nothing)
    page.locator(THUMB.format(field="radius_km")).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**radius=55*")
    settled(page)
    assert len(tried) == 1
    assert reach_title(map_frame(page)).startswith("55")


# A frame and answers of our own around the module, in the page of the map.
STAND = """async () => {
    const { default: begin } = await import("./first.js");
    const page = window.location.pathname, name = page.split("/").slice(-2)[0];
    const asks = [], painted = [];
    const controls = { as_of: { name: "date", usual: "d9" }, radius_km: { name: "radius", usual: "50" } };
    window.fetch = (url) => String(url).endsWith("controls.json")
      ? Promise.resolve({ ok: true, json: () => Promise.resolve(controls) })
      : new Promise((resolve) => asks.push({
          url: new URL(url),
          answer: (state, on = name) => resolve({ ok: true, json: () => Promise.resolve(
            { page: on, query: new URL(url).search.slice(1).replace(/&turned=.*/, ""), state }) }),
          fail: () => resolve({ ok: false }),
        }));
    const frame = { state: null };
    const first = begin(frame, () => painted.push(first.over(frame.state).says));
    const run = (query, says, more = {}) => {
      frame.state = { says };
      first.take({ page, first: query, state: frame.state, entry: { visit: "v", page: "overview", query }, ...more });
      painted.push(first.over(frame.state).says);
    };
    const turn = (value) => window.dispatchEvent(
      new CustomEvent("atlas-turn", { detail: { name: "date", value } }));
    const rest = () => new Promise((resolve) => setTimeout(resolve, 20));
    window.stand = { asks, painted, run, turn, rest };
    run("", "d9");
    await rest();
}"""


@pytest.fixture(scope="module")
def map_address(tabs: Tabs, app_url: str) -> str:
    """Where the page of the map lies."""
    with tabs.seen_by_several() as page:
        go(page, f"{app_url}/manual")
        return map_frame(page).url


@pytest.fixture
def stand(page: Page, map_address: str) -> Callable[[str], Any]:
    """Runs a body of JavaScript beside first.js, with `run`, `turn`, `asks`, `painted`, `rest`."""
    page.goto(map_address)
    page.evaluate(STAND)
    return lambda body: page.evaluate(
        f"async () => {{ const {{ run, turn, asks, painted, rest }} = window.stand; {body} }}"
    )


def test_an_older_question_is_never_painted_over_a_newer_one(stand: Callable[[str], Any]) -> None:
    assert stand("""
        turn("d1"); turn("d2"); turn("d3");
        const queries = [asks.length, asks[0].url.search];
        asks[0].answer({ says: "first d1" }); await rest();
        queries.push(asks.length, asks[1].url.search);
        run("date=d1", "d1"); run("date=d2", "d2");
        asks[1].answer({ says: "first d3" }); await rest();
        if (asks[2]) { asks[2].answer({ says: "first d3" }); await rest(); }
        run("date=d2", "d2 again"); run("date=d3", "d3"); run("date=d4", "d4");
        return [queries, painted];
    """) == [
        [1, "?date=d1&turned=date", 2, "?date=d3&turned=date"],
        ["d9", "first d1", "first d1", "first d1", "first d3", "first d3", "d3", "d4"],
    ]


def test_what_streamlit_tells_counts_and_another_answer_before_is_told(page: Page, stand: Callable[[str], Any]) -> None:
    told = warnings(page)
    assert stand("""
        turn("d1"); asks[0].answer({ says: "d1" }); await rest();
        run("date=d1", "d1");
        turn("d2"); asks[1].answer({ says: "wrong" }); await rest();
        run("date=d2", "d2");
        turn("d3"); run("date=d3", "d3"); asks[2].answer({ says: "late and wrong" }); await rest();
        return painted;
    """) == ["d9", "d1", "d1", "wrong", "d2", "d3"]
    assert told == [
        "the map was drawn first from another answer: says of date=d2",
        "the map was drawn first from another answer: says of date=d3",
    ]


def test_a_session_with_something_of_its_own_and_another_page_of_the_map_go_without(
    stand: Callable[[str], Any],
) -> None:
    assert stand("""
        run("", "own", { first: undefined }); turn("d1");
        const before = asks.length;
        run("", "d9"); turn("d2"); asks[0].answer({ says: "of other data" }, "0123456789abcdef"); await rest();
        turn("d3"); asks[1].fail(); await rest();
        run("date=d3", "d3");
        return [before, painted];
    """) == [0, ["d9", "own", "d9", "d3"]]


def test_what_streamlit_never_tells_of_is_taken_back(page: Page, stand: Callable[[str], Any]) -> None:
    page.clock.install()
    assert stand("""
        turn("d1"); asks[0].answer({ says: "d1" });
        for (let turn = 0; turn < 9; turn += 1) await Promise.resolve();
        return painted;
    """) == ["d9", "d1"]
    page.clock.run_for(10_500)
    assert stand("return painted") == ["d9", "d1", "d9"]
    assert stand("""
        turn("d2"); asks[1].answer({ says: "d2" });
        for (let turn = 0; turn < 9; turn += 1) await Promise.resolve();
        turn("d9");
        return painted;
    """) == ["d9", "d1", "d9", "d2", "d9"], "turned back before anybody heard"


@pytest.mark.long
def test_two_tabs_are_two_readers(new_page: Callable[..., Page], app_url: str) -> None:
    one, other = new_page(), new_page()
    for page, radius in ((one, 20), (other, 100)):
        go(page, f"{app_url}/coverage?radius={radius}")
    for page in (one, other):
        page.locator(THUMB.format(field="radius_km")).focus()
        page.keyboard.press("ArrowRight")
    one.wait_for_url("**radius=25*")
    other.wait_for_url("**radius=105*")
    for page in (one, other):
        settled(page)
    assert reach_title(map_frame(one)).startswith("25")
    assert reach_title(map_frame(other)).startswith("105")

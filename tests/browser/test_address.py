"""The address between what Streamlit writes there and what a run tells the bridge (layers/browser/bridge.js), which may
be far apart on a busy machine: here nothing comes before it is let come.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

from layers.scripts import BROWSER

AT = "http://localhost"
APP = """<div data-test-connection-state="CONNECTED" data-test-script-state="notRunning"></div><main></main>
<script type="module">
    import show from "/bridge.js";
    const [app, parentElement] = ["div", "main"].map((each) => document.querySelector(each));
    window.tell = (query, visit, view) => show({
        data: { page: "/map.html", title: "map", language: "zh", state: {},
                entry: { visit, page: "siting", path: "/siting", query, view } },
        parentElement, setStateValue: () => {},
    });
    window.run = (state) => { app.dataset.testScriptState = state; };
    window.told = true;
</script>"""
MAP = """<script>window.atlas = {
    ready: true, view: () => "", setState() {}, listen() {}, watch(moved) { parent.moved = moved; },
};</script>"""
FIRST = "export default () => ({ take() {}, over: (state) => state, overBeside: (beside) => beside });"
ONE, OTHER, MOVED = "radius=80&data=1", "radius=80&siting=ban%3A7&data=1", "9.50_22.2513_112.7799"


def answer(route: Route) -> None:
    path = urlsplit(route.request.url).path
    script = {"/bridge.js": (BROWSER / "bridge.js").read_text(encoding="utf-8"), "/first.js": FIRST}.get(path)
    if script is None:
        route.fulfill(content_type="text/html", body=MAP if path == "/map.html" else APP)
    else:
        route.fulfill(content_type="text/javascript", body=script)


class Told:
    """A page of the app whose first run has told of `ONE`, with a clock and a server of ours."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.clock.install(time=0)
        page.route(f"{AT}/**", answer)
        page.goto(f"{AT}/siting?radius=900")
        page.wait_for_function("window.told")
        self.tells(ONE, view="")
        page.wait_for_function("() => window.moved !== undefined")
        page.clock.pause_at(60_000)

    def tells(self, query: str, *, visit: str = "session.1", view: str | None = None) -> None:
        self.page.evaluate("([query, visit, view]) => tell(query, visit, view)", [query, visit, view])

    def streamlit_writes(self, query: str) -> None:
        self.page.evaluate("(query) => history.pushState({}, '', `/siting${query && '?'}${query}`)", query)

    def a_run_ends(self) -> None:
        for state in ("running", "notRunning"):
            self.page.evaluate("(state) => run(state)", state)

    def the_map_moves(self) -> None:
        self.page.evaluate("(view) => moved(view)", MOVED)
        self.page.clock.run_for(1_000)

    @property
    def asks(self) -> str:
        return urlsplit(self.page.url).query


@pytest.fixture
def told(page: Page) -> Told:
    return Told(page)


def test_what_a_run_before_told_is_never_put_over_what_streamlit_has_written_since(told: Told) -> None:
    assert told.asks == ONE, "a link is made to say what is shown"
    told.streamlit_writes(OTHER)
    told.a_run_ends()
    assert told.asks == OTHER
    told.the_map_moves()
    assert told.asks == OTHER
    told.tells(ONE)
    assert told.asks == OTHER, "what was drawn late is the run before"
    told.tells(OTHER)
    assert told.asks == f"{OTHER}&view={MOVED}"
    # Back to the question before, as a new one.
    told.streamlit_writes(ONE)
    told.a_run_ends()
    assert told.asks == ONE
    told.tells(ONE)
    assert told.asks == f"{ONE}&view={MOVED}"


def test_what_was_lost_on_the_way_is_made_good_at_once(told: Told) -> None:
    told.streamlit_writes("")
    told.a_run_ends()
    assert told.asks == ONE, "an address that says nothing knows no more"
    told.tells(OTHER)
    assert told.asks == OTHER, "Streamlit's own entry never came"
    told.streamlit_writes("radius=5")
    told.tells(ONE, visit="session.2")
    assert told.asks == ONE, "an arrival: what Streamlit kept is older"


@pytest.mark.parametrize("again", [False, True], ids=["once", "with a run each second"])
def test_what_no_run_tells_of_stays_for_ten_seconds(told: Told, again: bool) -> None:
    told.streamlit_writes("radius=5")
    told.a_run_ends()
    for _ in range(9):
        told.page.clock.run_for(1_000)
        if again:
            told.a_run_ends()
    assert told.asks == "radius=5"
    told.page.clock.run_for(1_500)
    assert told.asks == ONE

"""The watch over the pages sees what it is there for, and the vendored files work in a browser by themselves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession

from tests.browser.rest import AT_REST, LIMITS
from tests.browser.tabs import Tabs
from tests.browser.watch import Watch

STATIC = Path(__file__).resolve().parents[2] / "static"
LEAFLET_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="leaflet/leaflet.css"><link rel="stylesheet" href="fonts/noto-sans-sc.css">
<script src="leaflet/leaflet.js"></script></head>
<body><p style="font: 16px 'Noto Sans SC'">粤知图 Atlas</p><b style="font: 700 16px 'Noto Sans SC'">韶关 织篢</b>
<div id="map" style="height: 300px"></div>
<script>L.marker([23.1, 113.3]).addTo(L.map("map").setView([23.1, 113.3], 7));</script></body></html>"""

# A page that says, as Streamlit's does, "notRunning" until it hears otherwise, and whose socket does as it is told.
APP = """<div data-test-script-state="notRunning"></div>
<script>
window.WebSocket = class extends EventTarget { send() {} };
const socket = new WebSocket();
const ask = (bytes) => socket.send(Uint8Array.from(bytes));
let spare = [];
window.requestIdleCallback = (act) => spare.push(act);
const pass = () => spare.splice(0).forEach((act) => act());
const hear = (bytes) => {
    socket.dispatchEvent(new MessageEvent("message", { data: Uint8Array.from(bytes).buffer }));
};
</script>"""


class QuietHandler(SimpleHTTPRequestHandler):
    """static/ as files, and one page that uses them."""

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(LEAFLET_PAGE.encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def static_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def watched(browser: Browser, html: str) -> list[str]:
    context = browser.new_context()
    watch = Watch(context)
    context.new_page().set_content(html, wait_until="load")
    faults = list(watch.faults())
    context.close()
    return faults


def test_a_quiet_page_has_no_faults(browser: Browser) -> None:
    assert watched(browser, "<p>粤</p>") == []


def test_a_request_to_another_host_is_seen_and_cannot_leave(browser: Browser) -> None:
    faults = watched(browser, '<img src="https://example.org/x.png">')
    assert "request to another host: https://example.org/x.png" in faults
    assert any("ERR_NAME_NOT_RESOLVED" in fault for fault in faults)


def test_a_console_error_is_seen(browser: Browser) -> None:
    assert any("lost" in fault for fault in watched(browser, "<script>console.error('lost')</script>"))


def test_a_thrown_error_is_seen(browser: Browser) -> None:
    assert any("boom" in fault for fault in watched(browser, "<script>throw new Error('boom')</script>"))


def test_leaflet_and_the_fonts_work_from_static_alone(page: Page, static_url: str) -> None:
    page.goto(static_url)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("L.version") == "1.9.4"
    assert page.locator("img.leaflet-marker-icon").evaluate("mark => mark.complete && mark.naturalWidth > 0")
    loaded = "[...document.fonts].filter(face => face.status === 'loaded').length"
    assert page.evaluate(loaded) >= 2, "neither Latin nor Chinese slices were used"
    rare = "[...document.fonts].some(face => face.unicodeRange.includes('U+7BE2') && face.status === 'loaded')"
    assert page.evaluate(rare), "the slice of rare characters was not used"
    assert page.evaluate("[...document.fonts].filter(face => face.status === 'error').length") == 0


def test_a_tab_comes_back_as_a_strangers(browser: Browser, static_url: str) -> None:
    tabs = Tabs(browser)
    first = tabs.take(800, 600, {})
    first.page.goto(static_url)
    first.page.evaluate("() => { document.cookie = 'seen=1'; history.pushState({}, '', '?more'); }")
    first.page.evaluate("console.error('of the test before')")
    first.context.new_page()
    tabs.give_back(first, used_well=True)
    again = tabs.take(360, 740, {})
    assert again is first
    assert list(again.watch.faults()) == []
    again.page.goto(static_url)
    # Two entries: the empty page and this one, as in a tab that is new.
    assert again.page.evaluate("[document.cookie, history.length, innerWidth]") == ["", 2, 360]
    assert len(again.context.pages) == 1
    other = tabs.take(800, 600, {"color_scheme": "dark"})
    assert other.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    for tab in (again, other):
        tab.context.close()


def look_together(tabs: Tabs, script: str) -> None:
    with tabs.seen_by_several() as page:
        page.evaluate(script)


def test_a_page_that_several_tests_look_at_is_watched_and_used_again_only_when_nothing_went_wrong(
    browser: Browser,
) -> None:
    tabs = Tabs(browser)
    look_together(tabs, "document.title = 'seen'")
    ((kept,),) = tabs.free.values()
    with pytest.raises(AssertionError, match="console error: broken"):
        look_together(tabs, "console.error('broken')")
    with pytest.raises(Error, match="thrown"):
        look_together(tabs, "() => { throw new Error('thrown'); }")
    fresh = tabs.take(800, 600, {})
    assert fresh is not kept
    fresh.context.close()


def test_a_tab_that_a_test_changed_for_good_or_failed_in_is_not_used_again(browser: Browser) -> None:
    tabs = Tabs(browser)
    changed, failed = tabs.take(800, 600, {}), tabs.take(800, 600, {})
    changed.page.add_init_script("window.changed = true")
    tabs.give_back(changed, used_well=True)
    tabs.give_back(failed, used_well=False)
    fresh = tabs.take(800, 600, {})
    assert fresh not in (changed, failed)
    fresh.page.clock.install()
    tabs.give_back(fresh, used_well=True)
    usual = tabs.take(800, 600, {})
    assert usual is not fresh, "its clock is not the machine's"
    usual.context.close()


class App:
    """A page with a clock of ours, and what its server is asked and tells."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_context().new_page()
        self.page.clock.install(time=0)
        self.page.set_content(APP)
        self.page.clock.pause_at(60_000)
        self.looks = 0

    def asks(self, message: BackMsg) -> None:
        self.page.evaluate("(bytes) => ask(bytes)", list(message.SerializeToString()))

    def hears(self, message: ForwardMsg) -> None:
        message.hash, message.metadata.cacheable = "a" * 200, True
        self.page.evaluate("(bytes) => hear(bytes)", list(message.SerializeToString()))

    def at_rest(self, *, after_ms: int = 1_000, drawing: bool = False) -> bool:
        """What a look that begins now has found after a while.

        drawing  whether the browser still has something to do then
        """
        self.looks += 1
        asked = {"look": self.looks, **LIMITS}
        self.page.evaluate(AT_REST, asked)
        self.page.clock.run_for(after_ms)
        for _ in range(2):
            found = bool(self.page.evaluate(AT_REST, asked))
            if not drawing:
                self.page.evaluate("pass()")
        return found


@pytest.fixture
def app(browser: Browser) -> Iterator[App]:
    app = App(browser)
    yield app
    app.page.context.close()


RERUN = BackMsg(rerun_script=ClientState(query_string="date=2020-12-31"))
BEGUN = ForwardMsg(new_session=NewSession(name="a run"))
DONE = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
OVERTAKEN = ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)


def test_a_page_is_at_rest_once_the_run_that_it_asked_for_is_over_however_late_it_began(app: App) -> None:
    assert app.at_rest()
    app.asks(RERUN)
    assert not app.at_rest(after_ms=5_000), "the server is busy"
    app.hears(BEGUN)
    assert not app.at_rest()
    app.asks(RERUN)
    app.hears(OVERTAKEN)
    app.hears(BEGUN)
    assert not app.at_rest()
    app.hears(DONE)
    assert app.at_rest()


def test_the_end_of_the_run_before_is_not_taken_for_that_of_the_run_asked_for_last(app: App) -> None:
    assert app.at_rest()
    app.asks(RERUN)
    app.asks(RERUN)
    app.hears(BEGUN)
    app.hears(DONE)
    assert not app.at_rest(after_ms=900), "the second may be still to come"
    app.hears(BEGUN)
    app.hears(DONE)
    assert app.at_rest(after_ms=500)


def test_a_page_is_not_at_rest_while_the_browser_draws_what_came_last(app: App) -> None:
    assert not app.at_rest(drawing=True)
    assert app.at_rest()
    app.asks(RERUN)
    app.hears(BEGUN)
    app.hears(DONE)
    assert not app.at_rest(drawing=True), "the browser was idle before this came"
    assert not app.at_rest(drawing=True, after_ms=20_000)
    assert app.at_rest()


def test_a_page_is_not_at_rest_before_what_it_puts_off_nor_while_something_moves(app: App) -> None:
    assert not app.at_rest(after_ms=400), "nobody knows what was asked before the first look"
    assert app.at_rest()
    assert not app.at_rest(after_ms=200)
    app.page.evaluate("document.body.animate({ opacity: [0, 1] }, { duration: 1e6 })")
    assert not app.at_rest()
    app.page.evaluate("document.getAnimations()[0].finish()")
    app.page.evaluate("document.body.animate({ opacity: [0, 1] }, { duration: 1e3, iterations: Infinity })")
    assert app.at_rest(), "what turns for ever says nothing"


def test_a_page_is_at_rest_when_its_question_is_never_answered_or_the_connection_lost(app: App) -> None:
    assert app.at_rest()
    app.asks(RERUN)
    assert app.at_rest(after_ms=LIMITS["inVain"] + 1_000)
    app.asks(BackMsg(file_urls_request={"request_id": "1"}))
    assert not app.at_rest(), "a file is on its way, and a run comes after it"
    app.hears(BEGUN)
    app.page.evaluate("socket.dispatchEvent(new Event('close'))")
    assert app.at_rest()

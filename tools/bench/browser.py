"""Reads the clock in a real Chromium: time to map, a rerun, and changes, as the reader of each app would make them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tools.bench.apps import App, Server
from tools.bench.cdn import answer_from_here

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IDLE_MS = 500
LONGEST_MS = 30_000
STOPWATCH = (Path(__file__).resolve().parent / "stopwatch.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Sample:
    """One answer: ms from the reader's act to the frame with the answer, bytes both ways, CPU of the script.

    shown_ms  until the map was drawn anew, which may be before the run has answered;  first  bytes of that answer
    """

    ms: float
    down: int
    up: int
    script_ms: float
    map_ms: float
    shown_ms: float = float("nan")
    first: int = 0


@dataclass(frozen=True)
class Action:
    """Something a reader does: `prepare` is not timed, `act` is; `fresh` says that the map must be drawn anew."""

    prepare: Callable[[Page, int], None]
    act: Callable[[Page, int], None]
    fresh: bool = True


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, reaching no other host."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise SystemExit("no Chromium found; run tools/browser_setup.sh")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who comes for the first time: nothing is in the browser's cache."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(LONGEST_MS)
    fields = ForwardMsg.DESCRIPTOR.fields_by_name
    code = STOPWATCH.replace("__SCRIPT_FINISHED__", str(fields["script_finished"].number))
    context.add_init_script(code.replace("__CUT_SHORT__", str(ForwardMsg.FINISHED_EARLY_FOR_RERUN)))
    answer_from_here(context)
    yield context
    context.close()


def opened(context: BrowserContext, server: Server, app: App, least: int) -> tuple[Page, float]:
    """The app in a new page, and ms from the navigation to its map (to its button, where there is no map)."""
    page = called(context, server)
    ms = page.evaluate("given => window.stopwatch.drawn(...given)", [app.draws, least])
    idle(page)
    return page, float(ms)


def called(context: BrowserContext, server: Server) -> Page:
    """A new page on its way to the app."""
    page = context.new_page()
    page.goto(server.url, wait_until="commit")
    return page


def idle(page: Page) -> None:
    """Wait until nothing runs and nobody has said anything for a while."""
    page.evaluate("ms => window.stopwatch.idle(ms)", IDLE_MS)


def sample(page: Page, server: Server, app: App, action: Action, turn: int, least: int = 0) -> Sample:
    """Do it once and read the clock."""
    action.prepare(page, turn)
    before = len(server.runs())
    page.evaluate("given => window.stopwatch.arm(...given)", [app.draws, least, action.fresh and app.draws != "none"])
    action.act(page, turn)
    seen = page.evaluate("() => window.stopwatch.done")
    spent = server.runs()[before:]
    idle(page)
    return Sample(
        ms=seen["ms"],
        down=seen["down"],
        up=seen["up"],
        script_ms=sum(run.script_ms for run in spent),
        map_ms=sum(run.map_ms for run in spent),
        shown_ms=seen["ms"] if seen["shown"] is None else seen["shown"],
        first=seen["first"],
    )


def all_opened(contexts: list[BrowserContext], server: Server, app: App, least: int) -> list[Page]:
    """The app in a page for each reader, all of whom come together."""
    pages = [called(context, server) for context in contexts]
    for page in pages:
        page.evaluate("given => window.stopwatch.drawn(...given)", [app.draws, least])
    for page in pages:
        idle(page)
    return pages


def at_once(pages: list[Page], app: App, find: str, *, least: int, fresh: bool) -> float:
    """All pages click at the same instant; ms until the last has its answer."""
    when = time.time() * 1000 + 1_000
    for page in pages:
        page.evaluate("given => window.stopwatch.arm(...given)", [app.draws, least, fresh and app.draws != "none"])
        page.evaluate(f"when => {{ window.stopwatch.clickAt(when, () => {find}); }}", when)
    ends = [page.evaluate("() => window.stopwatch.done")["end"] for page in pages]
    for page in pages:
        idle(page)
    return float(max(ends) - when)

"""The real app in a real Chromium that can reach no other host.

`page` fails its test when anything was written to the console as an error or any request left for another host.
`new_page(width=360, height=800, …)` opens more pages under the same watch; `screenshot("name")` keeps a picture in
tests/browser/shots, which git ignores.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.server import running_app
from tests.browser.tabs import Tab, Tabs

HERE = Path(__file__).resolve().parent
SHOTS = HERE / "shots"
LOG = pytest.StashKey[Path]()
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
)
# A busy machine is no fault of the code: what is looked for is waited for as long as Playwright waits for all else.
expect.set_options(timeout=30_000)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Everything in this folder carries the mark `browser`, and is tried once more (docs/decisions/0038)."""
    if HERE in item.path.parents:
        item.add_marker("browser")
        item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failed browser test also shows the end of the app's own log."""
    report = yield
    log = item.config.stash.get(LOG, None)
    if report.failed and log and HERE in item.path.parents:
        report.sections.append(("log of the app", "\n".join(log.read_text(errors="replace").splitlines()[-60:])))
    return report


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of the app, started as `make run` starts it, on a free port; ended with the session."""
    log = tmp_path_factory.mktemp("app") / "log.txt"
    pytestconfig.stash[LOG] = log
    with running_app(log) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; never skipped, `make test` sees to it that there is one."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("no Chromium found; run tools/browser_setup.sh", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """The tabs that tests leave for one another."""
    return Tabs(browser)


@pytest.fixture
def new_page(tabs: Tabs, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens a watched page as a stranger; keyword arguments are `width`, `height` and Playwright's context options."""
    opened: list[Tab] = []
    failed = request.session.testsfailed

    def open_page(width: int = 1280, height: int = 800, **options: Any) -> Page:
        opened.append(tabs.take(width, height, options))
        return opened[-1].page

    yield open_page
    faults = [fault for tab in opened for fault in tab.watch.faults()]
    for tab in opened:
        tabs.give_back(tab, used_well=not faults and request.session.testsfailed == failed)
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One watched page of 1280 × 800."""
    return new_page()


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[..., Path]:
    """`screenshot("home-360", page)` writes tests/browser/shots/overview-360.png; without a page, that of `page`."""

    def take(name: str, of: Page | None = None, **options: Any) -> Path:
        SHOTS.mkdir(exist_ok=True)
        shown: Page = of or request.getfixturevalue("page")
        shown.screenshot(path=SHOTS / f"{name}.png", **options)
        return SHOTS / f"{name}.png"

    return take

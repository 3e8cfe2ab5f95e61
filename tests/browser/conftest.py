"""The real app in a real Chromium that can reach no other host.

`page` fails its test when anything was written to the console as an error or any request left for another host.
`new_page(width=360, height=800, …)` opens more pages under the same watch; `screenshot("name")` keeps a picture in
tests/browser/shots, which git ignores.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.watch import Watch

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHOTS = HERE / "shots"
LOG = pytest.StashKey[Path]()
START_SECONDS = 90
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder carries the mark `browser`."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failed browser test also shows the end of the app's own log."""
    report = yield
    log = item.config.stash.get(LOG, None)
    if report.failed and log and HERE in item.path.parents:
        report.sections.append(("log of the app", "\n".join(log.read_text(errors="replace").splitlines()[-60:])))
    return report


def free_port() -> int:
    """A TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once `url`/readyz answers 200; fail with the app's log when it ends or stays silent for START_SECONDS."""
    deadline, pause = time.monotonic() + START_SECONDS, threading.Event()
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        pause.wait(0.1)
    state = "is not ready" if process.poll() is None else f"ended with {process.returncode}"
    pytest.fail(f"the app {state}; its log:\n{log.read_text(errors='replace')}", pytrace=False)


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of the app, started as `make run` starts it, on a free port; ended with the session."""
    log = tmp_path_factory.mktemp("app") / "log.txt"
    pytestconfig.stash[LOG] = log
    with running_app(log) as url:
        yield url


@contextmanager
def running_app(log: Path, under: str = "", **extra: str) -> Iterator[str]:
    """The app with settings of its own (ATLAS_…, STREAMLIT_…), perhaps under a path, until the end of the block."""
    port = free_port()
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("ATLAS_", "STREAMLIT_"))}
    settings |= extra
    command = [sys.executable, "tools/run.py", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT)
    try:
        url = f"http://localhost:{port}/{under}".rstrip("/")
        wait_until_ready(url, process, log)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a watched page; keyword arguments are `width`, `height` and Playwright's context options."""
    opened: list[tuple[Any, Watch]] = []

    def open_page(width: int = 1280, height: int = 800, **options: Any) -> Page:
        usual = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": width, "height": height}}
        context = browser.new_context(**(usual | options))
        opened.append((context, Watch(context)))
        return context.new_page()

    yield open_page
    faults = [fault for _, watch in opened for fault in watch.faults()]
    for context, _ in opened:
        context.close()
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

"""What a reader does in a browser: opens a page, waits for its answer, logs in, fills a form; and what is then seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

WAIT_MS = 90_000
ROWS = "[class*=st-key-table-] tbody tr"
# A page that says the same for so long has said it all.
STANDS_MS = 1_000
DRAWN = 'html[data-rendered]:not([data-rendered="0"])'
RESTS = "() => document.querySelector('[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]')"
LOST = "() => !document.querySelector('[data-test-connection-state=CONNECTED]')"


@dataclass(frozen=True)
class Reader:
    """Somebody at a browser of their own, with cookies of their own."""

    context: BrowserContext
    page: Page
    url: str

    @property
    def route(self) -> str:
        """The process that nginx has given them, by its cookie; "" before the first answer."""
        return next((str(each["value"]) for each in self.context.cookies(self.url) if each["name"] == "route"), "")

    @property
    def asked(self) -> str:
        """The question in the address: path and parts."""
        place = urlsplit(self.page.url)
        return f"{place.path}?{place.query}"

    def answer(self) -> str:
        """The sentence that the page begins with, and its tables, as they are read; waits until they stand.

        For a page with tables: each is filled by itself, some time after the run has ended.
        """
        expect(self.page.locator(ROWS).first).to_be_attached(timeout=WAIT_MS)
        before, told = "", self._told()
        while told != before:
            self.page.wait_for_timeout(STANDS_MS)
            before, told = told, self._told()
        return told

    def _told(self) -> str:
        return "\n".join(self.page.locator(f".lead, {ROWS}").all_inner_texts())

    def go(self, path: str) -> None:
        """Open an address, and wait until its map is drawn and nothing runs."""
        self.page.goto(f"{self.url}/{path}")
        self.settle()
        expect(self.page.frame_locator("iframe.vessel").first.locator(DRAWN)).to_be_attached(timeout=WAIT_MS)

    def settle(self) -> None:
        """No script runs, nor is about to: what a click asks for has begun after half a second."""
        self.page.wait_for_timeout(500)
        self.page.wait_for_function(RESTS, timeout=WAIT_MS)

    def turn_to(self, title: str, name: str) -> None:
        """One click in the navigation: the session stays."""
        self.page.get_by_role("link", name=title).first.click()
        expect(self.page.locator(f".st-key-below-{name}")).to_be_visible(timeout=WAIT_MS)
        self.settle()

    def log_in(self, person: str) -> None:
        """By the provider, and back; then to the page that says who one is."""
        self.go("review")
        self.page.get_by_role("button", name="登录").click()
        self.page.get_by_role("button", name=person, exact=True).click()
        self.page.wait_for_url(lambda url: url.startswith(self.url), timeout=WAIT_MS)
        self.go("review")

    def forget(self) -> None:
        """Somebody else sits down: no cookie is left but that of nginx."""
        self.context.clear_cookies(name=re.compile("^(?!route$)"))

    def lose(self) -> None:
        """Wait until the page knows that its process is gone."""
        self.page.wait_for_function(LOST, timeout=WAIT_MS)


def opened(browser: Browser, url: str) -> Reader:
    """A stranger, who has not asked for anything yet."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(WAIT_MS)
    return Reader(context, context.new_page(), url)

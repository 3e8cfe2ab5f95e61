"""What a page must not do: write errors to the console, throw, or ask another host for anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

OURS = {"localhost", "127.0.0.1"}
INSIDE = {"data", "blob", "about", "file"}
# On a deep link Streamlit looks for its own health route beside the page first, gets 404, and goes on to the right one.
PROBE = re.compile(r"/[^/]+/_stcore/(health|host-config)$")


class Watch:
    """Listens to a browser context from its first page on."""

    def __init__(self, context: BrowserContext) -> None:
        self.errors: list[str] = []
        self.foreign: list[str] = []
        context.on("console", self._console)
        context.on("weberror", self._thrown)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        address = message.location["url"]
        probe = "404" in message.text and PROBE.search(urlsplit(address).path)
        if message.type == "error" and not probe:
            self.errors.append(f"{message.text} ({address})")

    def _thrown(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in INSIDE and address.hostname not in OURS:
            self.foreign.append(request.url)

    def faults(self) -> Iterator[str]:
        """One line for each thing the pages should not have done."""
        yield from (f"console error: {error}" for error in self.errors)
        yield from (f"request to another host: {url}" for url in self.foreign)

"""Tabs of one Chromium, used again and again: to open the app in a used tab costs half as much as in a new profile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.watch import Watch

USUAL = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
MOST_KEPT = 6
# What stays with a page whatever it opens next, and cannot be taken from it again; a clock that was put in, too.
LASTING = (
    "add_init_script",
    "expose_function",
    "expose_binding",
    "add_locator_handler",
    "on",
    "route_web_socket",
)


@dataclass
class Tab:
    """A page in a profile of its own, watched from its first moment."""

    options: str
    context: BrowserContext
    page: Page
    watch: Watch
    devtools: CDPSession
    marked: bool = False

    def __post_init__(self) -> None:
        for name in LASTING:
            setattr(self.page, name, self._marking(getattr(self.page, name)))
        self.page.clock.install = self._marking(self.page.clock.install)  # type: ignore[method-assign]

    def _marking(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def marking(*arguments: Any, **options: Any) -> Any:
            self.marked = True
            return act(*arguments, **options)

        return marking

    def forget(self) -> None:
        """What comes next is a stranger's: no cookie, no history, no pointer, no second tab, no fault of before."""
        for other in self.context.pages:
            if other is not self.page:
                other.close()
        self.page.unroute_all()
        self.context.clear_cookies()
        self.page.mouse.move(0, 0)
        self.page.goto("about:blank")
        self.devtools.send("Page.resetNavigationHistory")
        self.watch.errors.clear()
        self.watch.foreign.clear()


@dataclass
class Tabs:
    """Hands out tabs, and takes them back once a test has passed in them."""

    browser: Browser
    free: dict[str, list[Tab]] = field(default_factory=lambda: defaultdict(list))

    def take(self, width: int, height: int, options: dict[str, Any]) -> Tab:
        """One that nobody has, of this size and with these options of a Playwright context."""
        asked, size = repr(sorted(options.items())), {"width": width, "height": height}
        if self.free[asked]:
            tab = self.free[asked].pop()
            tab.page.set_viewport_size(size)  # type: ignore[arg-type]
            return tab
        context = self.browser.new_context(**(USUAL | {"viewport": size} | options))
        watch, page = Watch(context), context.new_page()
        return Tab(asked, context, page, watch, context.new_cdp_session(page))

    @contextmanager
    def seen_by_several(self) -> Iterator[Page]:
        """A page of 1280 × 800 for several tests that only look, watched to the end of the block as one of a single
        test is.
        """
        tab = self.take(1280, 800, {})
        try:
            yield tab.page
            faults = list(tab.watch.faults())
            assert not faults, "\n".join(faults)
        except BaseException:
            tab.context.close()
            raise
        self.give_back(tab, used_well=True)

    def give_back(self, tab: Tab, *, used_well: bool) -> None:
        """Keep it for the next test; one that a test failed in, closed or changed for good is no use to anybody."""
        if used_well and not tab.marked and not tab.page.is_closed():
            tab.forget()
            self.free[tab.options].append(tab)
        else:
            tab.context.close()
        kept = [each for tabs in self.free.values() for each in tabs]
        for each in kept[:-MOST_KEPT]:
            self.free[each.options].remove(each)
            each.context.close()

"""What a reader does and sees, step by step; and what the command line says to the same question."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Locator, Page, expect

from tests.browser.rest import wait_for_rest
from tests.browser.server import ROOT

# The tables of a page, by their keys (ui/parts/tables.py).
TABLES = '[class*="st-key-table-"]'
# One notch of a wheel, in pixels.
NOTCH = 120
# What came with Chromium 110 and later, and some of what came before, so that nothing of it may be counted on.
TAKEN_AWAY = """
for (const name of ["toSorted", "toReversed", "toSpliced", "with", "at", "findLast"]) delete Array.prototype[name];
for (const name of ["withResolvers", "try"]) delete Promise[name];
for (const name of ["hasOwn", "groupBy"]) delete Object[name];
for (const name of ["union", "intersection", "difference", "isSubsetOf"]) delete Set.prototype[name];
for (const name of ["canParse", "parse"]) delete URL[name];
for (const name of ["map", "filter", "toArray"]) if (self.Iterator) delete Iterator.prototype[name];
delete Array.fromAsync; delete Map.groupBy; delete AbortSignal.any; delete String.prototype.at;
delete String.prototype.isWellFormed; delete window.structuredClone; delete window.Iterator;
"""
# Of every table in view: how many, and what it is about that lies past its edge, or is cut.
OUT_OF_SIGHT = """() => {
    const hosts = [...document.querySelectorAll('[class*="st-key-table-"]')]
        .filter((each) => each.getClientRects().length);
    const roots = hosts.map((host) => [...host.querySelectorAll("*")].find((each) => each.shadowRoot)?.shadowRoot);
    return [roots.length, roots.flatMap((root) => {
        const [scroll, table] = [root.querySelector(".scroll"), root.querySelector("table")];
        const edge = scroll.getBoundingClientRect().left + scroll.clientLeft + scroll.clientWidth;
        const [about, title] = [[...table.querySelectorAll("thead .about")], table.getAttribute("aria-label")];
        if (!about.length && table.rows[0].cells.length > 1) return [`${title}: about nothing`];
        const past = about.filter((each) => each.getBoundingClientRect().right > edge + 1);
        const cut = [...table.querySelectorAll(".about")].filter((each) => each.scrollWidth > each.clientWidth);
        return [...past.map((each) => `${title}: out of sight: ${each.innerText}`),
            ...cut.map((each) => `${title}: cut: ${each.innerText}`)];
    })];
}"""
MAP_HAS_DRAWN = """() => [...document.querySelectorAll('*')].some((each) => {
    const frame = each.shadowRoot?.querySelector('iframe.vessel');
    return frame?.contentWindow?.atlas?.ready && Number(frame.contentDocument.documentElement.dataset.rendered) > 0;
})"""


def map_frame(page: Page) -> Frame:
    """The frame of the map; there is exactly one, beside which that of a pinned view may stand."""
    (frame,) = [each for each in page.frames if "/map.html" in each.url and not each.url.endswith("#pinned")]
    return frame


def command(*arguments: str) -> Any:
    """What the command line answers, started as a reader would start it."""
    done = subprocess.run(
        [sys.executable, "cli.py", *arguments, "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def settled(page: Page) -> None:
    """No script runs, nor is about to, and nothing moves."""
    wait_for_rest(page)


def go(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_function(MAP_HAS_DRAWN)
    settled(page)


PATHS = {"覆盖缺口": "coverage", "区域比较": "compare", "规划指标": "plan", "我的地市": "prefecture"}


def to(page: Page, title: str) -> None:
    """One click in the navigation."""
    page.get_by_role("link", name=title).first.click()
    expect(page.locator(f".st-key-below-{PATHS[title]}")).to_be_visible()
    settled(page)


def pick(page: Page, label: str, option: str) -> None:
    """Open a list and choose: two clicks."""
    box = page.get_by_role("combobox", name=label, exact=True).first
    choose(box, page.get_by_role("option", name=option, exact=True))
    settled(page)


def choose(box: Locator, wanted: Locator) -> None:
    """Open the list of a box and click one of its options; the run that follows is not waited for."""
    unfold(box, wanted)
    wanted.click()


def unfold(box: Locator, option: Locator) -> None:
    """Open the list of a box, until one of its options is there."""
    expect(box).to_be_visible()
    box.click()
    # A run that is still under way folds an open list again: then the reader opens it once more.
    with suppress(AssertionError):
        expect(option).to_be_visible(timeout=5_000)
    if not option.is_visible():
        box.click()
    expect(option).to_be_visible()


def paragraph(page: Page, text: str) -> Any:
    return page.locator("[data-testid=stMarkdownContainer] p", has_text=text).first


def taken(page: Page, button: str, place: int = 0) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).nth(place).click()
    return Path(waiting.value.path()).read_bytes()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


MARK = "window.stillHere = (window.stillHere || 0) + 1"
ZOOMED = "void atlas.map.setView([22.6, 113.4], 9.25, { animate: false })"
VIEW = "atlas.view()"


def clock(page: Page) -> None:
    """One step back in time."""
    page.locator("[data-testid='stSlider'] input").first.focus()
    page.keyboard.press("ArrowLeft")


def same_place(one: str, other: str) -> bool:
    """Whether two views differ by less than a pixel or two: a page that makes the map narrower keeps its middle."""
    return all(abs(a - b) < 0.004 for a, b in zip(*(map(float, each.split("_")) for each in (one, other)), strict=True))


LATLNG = """(id) => {
    const { lat, lng } = atlas.find(id).layer.getLatLng();
    return [lng, lat];
}"""
# Where a place of the map is in the window, so that the mouse can go there.
SPOT = """([lng, lat]) => {
    const box = atlas.map.getContainer().getBoundingClientRect(), at = atlas.map.latLngToContainerPoint([lat, lng]);
    return [box.left + at.x, box.top + at.y];
}"""


def click_at(page: Page, frame: Frame, lon: float, lat: float) -> None:
    """A real click on a place of the map."""
    page.locator("iframe.vessel").scroll_into_view_if_needed()
    x, y = frame.evaluate(SPOT, [lon, lat])
    box = page.locator("iframe.vessel").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + y)


def numbers_of(page: Page) -> object:
    """What the page itself hands out under share."""
    share, numbers = page.locator(".st-key-share button").first, page.locator(".st-key-json button")
    share.click()
    # Where the map is goes into the link that is shown: a run of its own.
    settled(page)
    with page.expect_download() as waiting:
        numbers.click()
    share.click()
    expect(numbers).to_be_hidden()
    return json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))


def over_the_land(page: Page, frame: Frame) -> tuple[float, float]:
    """Put the pointer over a part of the map where no box stands."""
    page.locator("iframe.vessel").scroll_into_view_if_needed()
    box = page.locator("iframe.vessel").bounding_box()
    assert box is not None
    x, y = box["width"] / 2, box["height"] / 2
    assert frame.evaluate("([x, y]) => !document.elementFromPoint(x, y).closest('.atlas-ui > *')", [x, y])
    page.mouse.move(box["x"] + x, box["y"] + y)
    return box["x"] + x, box["y"] + y

"""Every app through the same course: time to map, a rerun, three changes, six readers at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from tools.bench.actions import CHANGES, RERUN, SHADE, STEP, SWITCH, TURNS, actions_of, switch_of
from tools.bench.apps import EMPTY, GROUP, PRODUCT, USUAL, VESSEL, App, Server, serving
from tools.bench.browser import Sample, all_opened, at_once, chromium, idle, opened, reader, sample
from tools.bench.scene import LARGE, SHIPPED, Size
from tools.bench.table import Aim, kilobytes, markdown, median, number, ratio

AREAS = 21
READERS = 6
COURSES = {SHIPPED: (EMPTY, USUAL, GROUP, VESSEL, PRODUCT), LARGE: (USUAL, GROUP, VESSEL)}
HEAD = (
    "ms, medians",
    "time to map",
    "rerun, nothing changed",
    "change of choropleth",
    "date step",
    "layer switch",
    "map changed: choropleth",
    "date step",
    "KB of that",
    "KB down + up a change",
    "script CPU: rerun",
    "a change",
    "of it the map's",
    "six at once",
)


@dataclass(frozen=True)
class Result:
    """What was seen of one app: ms to the map, samples by action, ms for six."""

    title: str
    to_map: Sequence[float] = ()
    samples: Mapping[str, Sequence[Sample]] = field(default_factory=dict)
    six: Sequence[float] = ()

    def ms(self, action: str) -> float:
        """Median time of an action."""
        return median(each.ms for each in self.samples.get(action, ()))

    def shown_ms(self, action: str) -> float:
        """Median time until the map was drawn anew."""
        return median(each.shown_ms for each in self.samples.get(action, ()))

    def first(self) -> float:
        """Bytes of the heaviest map that came before its run."""
        return max((median(each.first for each in found) for found in self.samples.values()), default=float("nan"))

    def most(self, what: str) -> float:
        """The largest of the three changes' medians of a figure."""
        found = [median(getattr(each, what) for each in self.samples[name]) for name in CHANGES if name in self.samples]
        return max(found, default=float("nan"))

    def traffic(self) -> float:
        """Bytes both ways of the heaviest change."""
        return self.most("down") + self.most("up")

    def cells(self) -> list[str]:
        """The row of the table."""
        both = f"{kilobytes(self.most('down'))} + {kilobytes(self.most('up'))}" if SHADE in self.samples else "–"
        return [
            self.title,
            *(
                number(each)
                for each in (
                    median(self.to_map),
                    *(self.ms(name) for name in (RERUN, SHADE, STEP, SWITCH)),
                    *(self.shown_ms(name) for name in (SHADE, STEP)),
                )
            ),
            kilobytes(self.first()) if self.first() > 0 else "–",
            both,
            number(median(each.script_ms for each in self.samples.get(RERUN, ()))),
            number(self.most("script_ms")),
            number(self.most("map_ms")) if self.most("map_ms") else "–",
            number(median(self.six)),
        ]


def race(turns: int) -> dict[Size, dict[str, Result]]:
    """All apps at all sizes; `turns` repetitions of everything."""
    found: dict[Size, dict[str, Result]] = {}
    with chromium() as browser:
        for size, apps in COURSES.items():
            found[size] = {}
            for app in apps:
                print(f"{app.title}, {size.title} …", file=sys.stderr, flush=True)
                found[size] |= _measured(browser, app, size, turns)
    return found


def report(found: Mapping[Size, Mapping[str, Result]]) -> str:
    """A table for each size."""
    parts = [
        f"**{size.title}**\n\n{markdown(HEAD, [row.cells() for row in rows.values()])}" for size, rows in found.items()
    ]
    return "\n".join(parts)


def aims(found: Mapping[Size, Mapping[str, Result]]) -> Iterator[Aim]:
    """What ours should keep beside the empty page, and beside st_folium where much is drawn."""
    rows, large = found[SHIPPED], found[LARGE]
    floor = rows[EMPTY.id]
    for ours in (rows[VESSEL.id], rows[PRODUCT.id]):
        yield Aim(f"{ours.title}: rerun / empty page's rerun", ratio(ours.ms(RERUN), floor.ms(RERUN)), 1.2, " ×")
        for name, title in ((SHADE, "change of choropleth"), (STEP, "date step"), (SWITCH, "layer switch")):
            yield Aim(f"{ours.title}: {title} / empty page's rerun", ratio(ours.ms(name), floor.ms(RERUN)), 1.4, " ×")
        yield Aim(f"{ours.title}: sent and received a change", ours.traffic() / 1000, 4, " KB")
        yield Aim(
            f"{ours.title}: time to map / empty page ready", ratio(median(ours.to_map), median(floor.to_map)), 1.4, " ×"
        )
    product = rows[PRODUCT.id]
    for name, title in ((SHADE, "choropleth"), (STEP, "date step")):
        times = ratio(product.shown_ms(name), floor.ms(RERUN))
        yield Aim(f"{PRODUCT.title}: map changed, {title} / empty page's rerun", times, 1.0, " ×")
    yield Aim(f"{PRODUCT.title}: sent for a map before its run", product.first() / 1000, 3, " KB")
    yield Aim("script CPU of the map's part of the overview", rows[PRODUCT.id].most("map_ms"), 5, " ms")
    yield Aim("script CPU of the whole overview, a new question", rows[PRODUCT.id].most("script_ms"), 40, " ms")
    yield Aim(
        "script CPU of the whole overview, asked before", rows[f"{PRODUCT.id}-again"].most("script_ms"), 40, " ms"
    )
    for name, title in ((SHADE, "change of choropleth"), (STEP, "date step"), (SWITCH, "layer switch")):
        times = ratio(large[USUAL.id].ms(name), large[VESSEL.id].ms(name))
        yield Aim(f"{title} at {LARGE.title}: st_folium's / ours", times, 10, " ×", at_least=True)


def _measured(browser: Browser, app: App, size: Size, turns: int) -> dict[str, Result]:
    """One app at one size; the product twice, for new questions and for the same ones asked again."""
    with serving(app, size.id) as server:
        # First, because the first reader of a server also waits for its imports, and nobody shall count that.
        new, again = _changed(browser, server, app, size, turns)
        to_map = [_visit(browser, server, app, size) for _ in range(turns)]
        six = _six(browser, server, app, size, turns) if size is SHIPPED else []
    found = {app.id: Result(app.title, to_map, new, six)}
    if again:
        found[f"{app.id}-again"] = Result(f"{app.title}, asked before", (), again)
    return found


def _visit(browser: Browser, server: Server, app: App, size: Size) -> float:
    """A visit by somebody new: ms to the map."""
    with reader(browser) as context:
        return opened(context, server, app, AREAS + size.points)[1]


def _changed(
    browser: Browser, server: Server, app: App, size: Size, turns: int
) -> tuple[dict[str, list[Sample]], dict[str, list[Sample]]]:
    new: dict[str, list[Sample]] = {}
    again: dict[str, list[Sample]] = {}
    with reader(browser) as context:
        page, _ = opened(context, server, app, AREAS + size.points)
        for name, action in actions_of(app).items():
            new[name] = [sample(page, server, app, action, turn, AREAS) for turn in range(turns)]
            if app is PRODUCT and name in (SHADE, STEP):
                order = range(TURNS, TURNS + turns)
                again[name] = [sample(page, server, app, action, turn, AREAS) for turn in order]
    return new, again


def _six(browser: Browser, server: Server, app: App, size: Size, turns: int) -> list[float]:
    with ExitStack() as stack:
        contexts = [stack.enter_context(reader(browser)) for _ in range(READERS)]
        pages = all_opened(contexts, server, app, AREAS + size.points)
        if app is PRODUCT:
            for page in pages:
                actions_of(app)[SWITCH].prepare(page, 0)
                idle(page)
        return [at_once(pages, app, switch_of(app), least=AREAS, fresh=True) for _ in range(turns)]

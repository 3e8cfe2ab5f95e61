"""`make load`: many readers at once, without browsers. Prints tables; asserts nothing.

First 50 readers come within one think time and stay for three minutes, asking about ever other dates, definitions,
layers and pages; then 50 more, while two others search for places all the time. Then 200 come and only look, 20 more
work, and in the end every one of them asks once more. Last, 100 open the address of the app in the same moment, half of
them as it is and half with a question of their own, on a server that nobody has asked before.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from websockets.exceptions import WebSocketException

from atlas.loading import load
from atlas.question.offered import choices_of
from data.catalog import meta
from tools.bench.apps import Server, product
from tools.bench.memory import resident_mb
from tools.bench.questions import Questions
from tools.bench.session import Session, session
from tools.bench.table import Aim, aims_table, machine, markdown, number, percentile
from ui.settings import read_settings

SEED = 20260703
THINK_S = 5.0
FAILURES = (OSError, TimeoutError, WebSocketException)


@dataclass(frozen=True)
class Plan:
    """How many come, how many of them only look, for how long, and how many more search for places all the time.

    at_once  all come in the same moment, and nobody has come before
    """

    title: str
    active: int
    idle: int
    seconds: float
    searching: int = 0
    at_once: bool = False


FULL = (
    Plan("50 working", 50, 0, 180),
    Plan("50 working, 2 searching", 50, 0, 120, 2),
    Plan("200 looking, 20 working", 20, 200, 60),
    Plan("100 at once", 0, 100, 0, at_once=True),
)
QUICK = (
    Plan("10 working", 10, 0, 20),
    Plan("10 working, 2 searching", 10, 0, 20, 2),
    Plan("20 looking, 5 working", 5, 20, 15),
    Plan("20 at once", 0, 20, 0, at_once=True),
)
# Searches that no time they are given is enough for.
HARD = ("question:all aim:p-median p:10 sites:places limit-s:60", "k:17 sites:places floors:north=3 limit-s:60")
SEARCH_S = 60.0


@dataclass
class Seen:
    """What the readers of a plan saw: seconds of first loads and reruns, faults, and the server's memory in MB."""

    plan: Plan
    first: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    answered_at_end: int = 0
    before_mb: float = float("nan")
    after_mb: float = float("nan")

    @property
    def people(self) -> int:
        """All readers."""
        return self.plan.active + self.plan.idle

    @property
    def session_mb(self) -> float:
        """Growth of the server divided by its sessions; what its caches took in is in it too."""
        return (self.after_mb - self.before_mb) / self.people

    def cells(self) -> list[str]:
        """The row of the table."""
        times = [percentile(each, share) for each in (self.first, self.reruns) for share in (0.5, 0.95, 1.0)]
        return [
            self.plan.title,
            f"{len(self.first)} + {len(self.reruns)}",
            str(len(self.faults)),
            *(f"{each:.2f}" for each in times),
            f"{self.answered_at_end} of {self.people}",
            f"{number(self.before_mb)} → {number(self.after_mb)}",
            number(self.session_mb),
        ]


HEAD = (
    "",
    "first loads + reruns",
    "errors",
    "first load p50, s",
    "p95",
    "max",
    "rerun p50, s",
    "p95",
    "max",
    "answer at the end",
    "resident, MB",
    "MB a session",
)


async def crowd(server: Server, plan: Plan, questions: Questions) -> Seen:
    """Let the readers of a plan come, work, and ask once more at the end."""
    seen = Seen(plan)
    async with AsyncExitStack() as stack:
        if not plan.at_once:
            await (await stack.enter_async_context(session(server.url))).ask({})
        seen.before_mb = resident_mb(server.pid)
        pause = 0.0 if plan.at_once else THINK_S / max(plan.active, plan.idle)
        first = [{} if plan.at_once and each % 2 else questions.link() for each in range(seen.people)]
        coming = [
            asyncio.create_task(_come(server, stack, asks, seen, pause * each)) for each, asks in enumerate(first)
        ]
        readers = [reader for reader in await asyncio.gather(*coming) if reader is not None]
        end = time.monotonic() + plan.seconds
        searching = [asyncio.create_task(_search(server, seen, each, end)) for each in HARD[: plan.searching]]
        await asyncio.gather(*(_work(reader, questions, seen, end) for reader in readers[: plan.active]))
        await asyncio.gather(*searching)
        await asyncio.gather(*(_once_more(reader, questions, seen) for reader in readers))
        seen.after_mb = resident_mb(server.pid)
        seen.faults += [fault for reader in readers for fault in reader.errors]
    return seen


def aims(found: list[Seen]) -> Iterator[Aim]:
    """No error, quick answers, little memory, and everybody still there."""
    work, beside, both, at_once = found
    yield Aim("errors", sum(len(each.faults) for each in found), 0)
    for seen in (work, beside):
        yield Aim(f"rerun p95, {seen.plan.title}", percentile(seen.reruns, 0.95), 0.3, " s")
    yield Aim(f"first load p95, {work.plan.title}", percentile(work.first, 0.95), 3, " s")
    yield Aim(f"slowest first load, {at_once.plan.title}", percentile(at_once.first, 1.0), 6, " s")
    for seen in (work, beside, both):
        yield Aim(f"memory a session, {seen.plan.title}", seen.session_mb, 3, " MB")
    yield Aim(f"answer at the end, {both.plan.title}", both.answered_at_end, both.people, at_least=True)


async def _come(
    server: Server, stack: AsyncExitStack, asks: dict[str, str], seen: Seen, after: float
) -> Session | None:
    await asyncio.sleep(after)
    try:
        began = time.perf_counter()
        reader = await stack.enter_async_context(session(server.url))
        await reader.ask(asks)
        seen.first.append(time.perf_counter() - began)
    except FAILURES as error:
        seen.faults.append(f"a reader could not come: {error!r}")
        return None
    return reader


async def _work(reader: Session, questions: Questions, seen: Seen, end: float) -> None:
    """Think, then ask something else, or go to another page; again until the end."""
    while (pause := questions.chance.uniform(0.5, 1.5) * THINK_S) < end - time.monotonic():
        await asyncio.sleep(pause)
        # One step in four leads to another page; Streamlit's own navigation carries no parameters there.
        if questions.chance.random() < 0.25:
            await _ask(reader, {}, seen, questions.chance.choice(list(reader.pages)))
        else:
            await _ask(reader, questions.link(), seen)


async def _search(server: Server, seen: Seen, siting: str, end: float) -> None:
    """Search again and again, until the end."""
    try:
        async with session(server.url) as reader:
            await reader.ask({})
            await reader.ask({"siting": siting, "borders": "ignore"}, "siting")
            while time.monotonic() < end:
                if "siting-search" in reader.buttons:
                    await reader.press("siting-search")
                    await asyncio.sleep(min(SEARCH_S, max(0.0, end - time.monotonic())))
                else:
                    # The link is still being tried at once.
                    await asyncio.sleep(THINK_S)
                    await reader.ask({"siting": siting, "borders": "ignore"})
    except FAILURES as error:
        seen.faults.append(f"a search could not go on: {error!r}")


async def _once_more(reader: Session, questions: Questions, seen: Seen) -> None:
    await asyncio.sleep(questions.chance.uniform(0, 2) * THINK_S)
    if await _ask(reader, questions.link(), None):
        seen.answered_at_end += 1


async def _ask(reader: Session, params: dict[str, str], seen: Seen | None, page: str | None = None) -> bool:
    """Ask; whether an answer came. A connection that broke or a run that never ended is a fault."""
    try:
        seconds = await reader.ask(params, page)
    except FAILURES as error:
        reader.errors.append(f"no answer: {error!r}")
        return False
    if seen is not None:
        seen.reruns.append(seconds)
    return True


def main(arguments: list[str] | None = None) -> None:
    """Run all plans, each on a server of its own."""
    parser = argparse.ArgumentParser(prog="make load", description="Many readers at once, without browsers.")
    parser.add_argument("--quick", action="store_true", help="few readers, half a minute: to see that it works")
    parser.add_argument("--out", type=Path, help="write the tables to this file too")
    chosen = parser.parse_args(arguments)
    choices = choices_of(load(read_settings().plan), meta("bodies").as_of)
    found = []
    for number_of_plan, plan in enumerate(QUICK if chosen.quick else FULL):
        print(f"{plan.title}, {plan.seconds:g} s …", file=sys.stderr, flush=True)
        with product() as server:
            found.append(asyncio.run(crowd(server, plan, Questions(choices, SEED + number_of_plan))))
    told = sorted({fault for seen in found for fault in seen.faults})
    text = "\n".join(
        [machine(), "", markdown(HEAD, [seen.cells() for seen in found]), aims_table(aims(found)), *told[:10]]
    )
    print(text)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

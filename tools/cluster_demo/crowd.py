"""A hundred readers without browsers, by the one address: how nginx spreads them, and how soon they are answered."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from atlas.loading import load
from atlas.question.offered import choices_of
from data.catalog import meta
from tools.bench.load import FAILURES, SEED
from tools.bench.questions import Questions
from tools.bench.session import Session, session
from tools.bench.table import percentile
from tools.cluster_demo.cluster import ROUTES, Cluster
from ui.settings import read_settings

PEOPLE, TURNS, THINK_S = 100, 3, 10.0
# They come one after the other within ten seconds, and are all gone after five minutes, answered or not.
COME_S, LONGEST_S = 10.0, 300.0
# By chance a process has fewer than this many of a hundred once in three million times.
FAIR = 25
AIM_S = 0.3


@dataclass
class Crowd:
    """What they saw.

    routes    how many had which cookie;  sessions  how many more readers each process had by its own figures
    answered  how many had every one of their answers;  reruns  seconds of each answer but the first
    """

    people: int
    routes: Counter[str] = field(default_factory=Counter)
    sessions: tuple[int, int] = (0, 0)
    answered: int = 0
    reruns: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """All were answered, without a fault, and both processes had a fair share. Seconds are told, not judged."""
        fair = FAIR * self.people / 100
        shares = (*self.sessions, *(self.routes[each] for each in ROUTES))
        return self.answered == self.people and not self.faults and min(shares) >= fair

    def told(self) -> str:
        """One line."""
        return (
            f"{self.people} sessions: {self.sessions[0]} at a and {self.sessions[1]} at b, all answers had by "
            f"{self.answered}, {len(self.faults)} faults; {len(self.reruns)} reruns, a change each {THINK_S:g} s: p50 "
            f"{percentile(self.reruns, 0.5):.2f} s, p95 {percentile(self.reruns, 0.95):.2f} s (aim: at most {AIM_S} s)"
        ) + "".join(f"; {fault}" for fault in sorted(set(self.faults))[:3])


def crowd(cluster: Cluster, people: int = PEOPLE, turns: int = TURNS) -> Crowd:
    """Let them come, ask so many times more each, and leave."""
    choices = choices_of(load(read_settings({}).plan), meta("bodies").as_of)
    come = _come(cluster, Crowd(people), Questions(choices, SEED), turns)
    # A browser that is driven from this thread has its loop here already.
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, asyncio.wait_for(come, LONGEST_S)).result()


async def _come(cluster: Cluster, seen: Crowd, questions: Questions, turns: int) -> Crowd:
    before = [cluster.sessions(each) for each in ROUTES]
    async with AsyncExitStack() as stack:
        links = [[questions.link() for _ in range(turns + 1)] for _ in range(seen.people)]
        coming = (_first(cluster.url, stack, seen, asks[0], COME_S / seen.people * at) for at, asks in enumerate(links))
        readers = await asyncio.gather(*coming)
        now = [await asyncio.to_thread(cluster.sessions, each) for each in ROUTES]
        seen.sessions = (now[0] - before[0], now[1] - before[1])
        pauses = _pauses(questions, seen.people, turns)
        await asyncio.gather(
            *(
                _work(reader, seen, asks[1:], next(pauses))
                for reader, asks in zip(readers, links, strict=True)
                if reader
            )
        )
    return seen


async def _first(url: str, stack: AsyncExitStack, seen: Crowd, asks: dict[str, str], after: float) -> Session | None:
    await asyncio.sleep(after)
    try:
        reader = await stack.enter_async_context(session(url))
        seen.routes[reader.cookies.get("route", "")] += 1
        await reader.ask(asks)
    except FAILURES as error:
        seen.faults.append(f"a reader could not come: {error!r}")
        return None
    return reader


async def _work(reader: Session, seen: Crowd, links: list[dict[str, str]], pauses: list[float]) -> None:
    """Think, then ask something else, as often as there are links."""
    try:
        for link, pause in zip(links, pauses, strict=True):
            await asyncio.sleep(pause)
            seen.reruns.append(await reader.ask(link))
        seen.answered += 1
    except FAILURES as error:
        seen.faults.append(f"no answer: {error!r}")
    seen.faults += reader.errors


def _pauses(questions: Questions, people: int, turns: int) -> Iterator[list[float]]:
    """How long each thinks before each change; the first time up to twice as long, as they came together."""
    for _ in range(people):
        first, later = questions.chance.uniform(0.0, 2.0), questions.chance.uniform(0.5, 1.5)
        yield [(later if turn else first) * THINK_S for turn in range(turns)]

"""Cold start to the first 200, resident memory then, and what each further session adds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

from tools.bench.apps import EMPTY, product, serving
from tools.bench.memory import resident_mb
from tools.bench.session import session
from tools.bench.table import Aim, markdown, median, number

SESSIONS = 20


@dataclass(frozen=True)
class Start:
    """One app: seconds to ready, MB when ready, MB with one session, MB each further session adds."""

    title: str
    seconds: float
    ready_mb: float
    first_mb: float
    session_mb: float


def starts(turns: int) -> list[Start]:
    """The product, and the empty page beside it."""
    return [_measured("ours, to /readyz", turns), _measured("empty Streamlit page", turns)]


def report(found: list[Start]) -> str:
    """The table."""
    head = ["", "cold start, s", "resident when ready, MB", "with a first session, MB", f"each of {SESSIONS} more, MB"]
    rows = [[each.title, *map(number, (each.seconds, each.ready_mb, each.first_mb, each.session_mb))] for each in found]
    return markdown(head, rows)


def aims(found: list[Start]) -> Iterator[Aim]:
    """A session's memory."""
    yield Aim("memory of a session that opened the overview", found[0].session_mb, 3, " MB")


def _measured(title: str, turns: int) -> Start:
    seconds, ready, first, more = [], [], [], []
    for _ in range(turns):
        began = time.perf_counter()
        with product() if title.startswith("ours") else serving(EMPTY) as server:
            seconds.append(time.perf_counter() - began)
            ready.append(resident_mb(server.pid))
            one, all_of_them = asyncio.run(_held(server.url, server.pid))
            first.append(one)
            more.append((all_of_them - one) / SESSIONS)
    return Start(title, median(seconds), median(ready), median(first), median(more))


async def _held(url: str, pid: int) -> tuple[float, float]:
    """MB with one session open, and with `SESSIONS` more."""
    async with AsyncExitStack() as stack:
        await (await stack.enter_async_context(session(url))).ask({})
        one = resident_mb(pid)
        for _ in range(SESSIONS):
            await (await stack.enter_async_context(session(url))).ask({})
        return one, resident_mb(pid)

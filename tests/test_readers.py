"""Twenty readers with random questions for minutes: the server's memory stays, and nobody is kept waiting."""

from __future__ import annotations

import asyncio
import sys
import time
import urllib.request

import pytest

from atlas.atlas import load
from atlas.question.offered import choices_of
from data.catalog import meta
from tools.bench.apps import Server, product
from tools.bench.memory import resident_mb
from tools.bench.questions import Questions
from tools.bench.session import session
from tools.bench.table import percentile

READERS, MINUTES, THINK_S, SEED = 20, 4, 3.0, 20260703
BEAT_S = 0.05
MOST_MB, MOST_S = 600.0, 0.3
# Of a hundred waits the machine itself may make one longer: other tests run beside this one.
SHARE = 0.99


async def reader(server: Server, questions: Questions, end: float) -> list[str]:
    """One reader, who goes to another page every fourth time; the faults that he saw."""
    async with session(server.url) as link:
        await link.ask({})
        while time.monotonic() < end:
            await asyncio.sleep(questions.chance.uniform(0.5, 1.5) * THINK_S)
            elsewhere = questions.chance.random() < 0.25
            await link.ask(
                {} if elsewhere else questions.link(), questions.chance.choice(list(link.pages)) if elsewhere else None
            )
        return link.errors


def answered_in(server: Server) -> float:
    """Seconds until the server has answered the shortest question."""
    began = time.perf_counter()
    with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=30) as answer:
        answer.read()
    return time.perf_counter() - began


async def beats(server: Server, end: float) -> tuple[list[float], list[float]]:
    """How long the shortest question took, again and again; and the memory of the server meanwhile, in MB."""
    waits, memory = [], []
    while time.monotonic() < end:
        waits.append(await asyncio.to_thread(answered_in, server))
        memory.append(resident_mb(server.pid))
        await asyncio.sleep(BEAT_S)
    return waits, memory


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_twenty_readers_with_random_questions_fill_nothing_and_wait_for_nothing() -> None:
    choices = choices_of(load("14-5"), meta("bodies").as_of)

    async def all_at_once(server: Server) -> tuple[list[float], list[float]]:
        end = time.monotonic() + MINUTES * 60
        questions = Questions(choices, SEED)
        faults = asyncio.gather(*(reader(server, questions, end) for _ in range(READERS)))
        found = await beats(server, end)
        assert [each for seen in await faults for each in seen] == []
        return found

    with product() as server:
        waits, memory = asyncio.run(all_at_once(server))
    assert max(memory) <= MOST_MB
    # After the first minutes the caches are full: what grows then grows for ever.
    half = len(memory) // 2
    assert max(memory[half:]) <= 1.15 * max(memory[:half])
    assert percentile(waits, SHARE) <= MOST_S, sorted(waits)[-10:]

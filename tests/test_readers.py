"""Twenty readers with random questions for minutes: the server's memory stays, and nobody sees a fault. How long they
wait is measured by `make load`.
"""

from __future__ import annotations

import asyncio
import sys
import time

import pytest

from atlas.loading import load_shipped
from atlas.question.offered import choices_of
from data.catalog import meta
from tests import loops
from tools.bench.apps import Server, product
from tools.bench.memory import resident_mb
from tools.bench.questions import Questions
from tools.bench.session import session

READERS, MINUTES, THINK_S, SEED = 20, 3, 3.0, 20260703
BEAT_S = 0.5
MOST_MB = 600.0


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


async def weighed(server: Server, end: float) -> list[float]:
    """The memory of the server meanwhile, in MB."""
    memory = []
    while time.monotonic() < end:
        memory.append(resident_mb(server.pid))
        await asyncio.sleep(BEAT_S)
    return memory


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_twenty_readers_with_random_questions_fill_nothing_and_see_no_fault() -> None:
    choices = choices_of(load_shipped("14-5"), meta("bodies").as_of)

    async def all_at_once(server: Server) -> list[float]:
        end = time.monotonic() + MINUTES * 60
        questions = Questions(choices, SEED)
        faults = asyncio.gather(*(reader(server, questions, end) for _ in range(READERS)))
        found = await weighed(server, end)
        assert [each for seen in await faults for each in seen] == []
        return found

    with product() as server:
        memory = loops.run(all_at_once(server))
    assert max(memory) <= MOST_MB
    # After the first minutes the caches are full: what grows then grows for ever.
    half = len(memory) // 2
    assert max(memory[half:]) <= 1.15 * max(memory[:half])

"""Briefs: all 22 as Word and PDF by `cli.py brief all`, their seconds and memory; and how long another reader waits for
an answer while a process beside the pages makes them.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass

from atlas.atlas import Atlas
from atlas.background import Pool, Stopped, Watch
from atlas.children import CHILDREN
from atlas.loading import load
from atlas.pages import answer
from atlas.question.offered import choices_of
from atlas.question.question import Question, from_params
from data.catalog import meta
from documents.press import made
from documents.wanted import Wanted
from tools.bench.process import spent_by
from tools.bench.table import Aim, markdown, median, number, ratio

LIMIT_S, LIMIT_MB, LIMIT_RATIO = 30.0, 600.0, 2.0
# Answers asked for one after the other, each of a radius of its own, so that none is kept from the one before.
TURNS, PAGE = 12, "coverage"


@dataclass(frozen=True)
class Briefs:
    """One run: seconds by the clock and on the processor, peak memory in MB; the median seconds of an answer of a page
    with nothing beside it, and while the 22 are made.
    """

    seconds: float
    processor_s: float
    peak_mb: float
    alone_s: float
    meanwhile_s: float


def pressed() -> Briefs:
    """Make them in a process of its own, then again beside a reader."""
    with tempfile.TemporaryDirectory() as folder:
        spent = spent_by([sys.executable, "cli.py", "brief", "all", "--out", f"{folder}/all.zip"])
    alone, meanwhile = beside()
    return Briefs(spent.seconds, spent.processor_s, spent.peak_mb, alone, meanwhile)


def beside() -> tuple[float, float]:
    """Median seconds of an answer alone, and while all briefs are made beside it."""
    atlas = load("14-5")
    question, _ = from_params({}, choices_of(atlas, meta("bodies").as_of))

    def work(stopped: Stopped, watch: Watch) -> dict[str, bytes]:
        return CHILDREN.run(stopped, watch, made, atlas, question, Wanted("all"))

    _answers(atlas, question, 20)
    alone = median(_answers(atlas, question, 40))
    press = Pool().begin("bench", work)
    while press.progress is None and not press.done:
        time.sleep(0.05)
    meanwhile = median(_answers(atlas, question, 60))
    if press.done:
        raise RuntimeError("expected the briefs to be at work still, so that there is something to wait beside")
    press.stop()
    CHILDREN.end()
    return alone, meanwhile


def _answers(atlas: Atlas, question: Question, first_km: int) -> list[float]:
    found = []
    for km in range(first_km, first_km + TURNS):
        began = time.perf_counter()
        answer(PAGE, atlas, question.with_changes(radius_km=km))
        found.append(time.perf_counter() - began)
    return found


def report(found: Briefs) -> str:
    """Both tables."""
    head = ["22 briefs as Word and PDF", "s", "s of processor", "peak MB"]
    figures = [number(each) for each in (found.seconds, found.processor_s, found.peak_mb)]
    first = markdown(head, [["cli.py brief all", *figures]])
    head = ["answer of a page", "alone, ms", "while they are made, ms", "ratio"]
    times = [number(each * 1000) for each in (found.alone_s, found.meanwhile_s)]
    return f"{first}\n\n{markdown(head, [[PAGE, *times, number(ratio(found.meanwhile_s, found.alone_s))]])}"


def aims(found: Briefs) -> Iterator[Aim]:
    """Half a minute, 600 MB, and a reader who waits at most twice as long."""
    yield Aim("briefs: all 22", found.seconds, LIMIT_S, " s")
    yield Aim("briefs: peak memory of all 22", found.peak_mb, LIMIT_MB, " MB")
    yield Aim("briefs: answer meanwhile / alone", ratio(found.meanwhile_s, found.alone_s), LIMIT_RATIO)

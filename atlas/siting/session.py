"""What a session knows of its questions of siting: what is at work, what came of the latest ones, and what a link that
was brought is answered with at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.siting.background import POOL, Pool, Solving, always
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, search
from atlas.siting.studies import robustness
from geo.siting import Clock, Progress, Watch

KEPT, KEPT_BYTES = 12, 64_000_000
RUNS, RUNS_S, SEED = 100, 120.0, 20260703
# What takes no longer is answered when its link is opened.
AT_ONCE_S = 2.0


@dataclass(eq=False)
class Memory:
    """What a session knows. reader  tells sessions apart;  alive  whether this one still is;  slow  questions that take
    longer than a reader who brings a link waits for
    """

    reader: Hashable = ""
    alive: Callable[[], bool] = always
    pool: Pool = POOL
    running: dict[Hashable, Solving[Any]] = field(default_factory=dict)
    found: dict[Hashable, Any] = field(default_factory=dict)
    at_once: set[Hashable] = field(default_factory=set)
    slow: set[Hashable] = field(default_factory=set)
    loaded: Loaded = field(default_factory=Loaded)
    refused: str = ""

    def take(self, key: Hashable) -> Any:
        """What came of a question, None while nothing has; raises what went wrong in it."""
        for each in [each for each, solving in self.running.items() if solving.done]:
            solving = self.running.pop(each)
            brief = each in self.at_once
            self.at_once.discard(each)
            if not solving.cancelled:
                self._keep(each, solving.answer(), brief=brief)
        return self.found.get(key)

    @property
    def busy(self) -> bool:
        """Whether a search of this session waits or is at work."""
        return any(not each.done for each in self.running.values())

    def begin(self, key: Hashable, atlas: Atlas, question: Question, siting: SitingQuestion) -> None:
        """Start working beside the page; what else this session has at work ends."""
        loaded = self.loaded
        self._begin(key, siting.limit_s, lambda clock, watch: search(atlas, question, siting, loaded, clock, watch))

    def answer_at_once(self, key: Hashable, atlas: Atlas, question: Question, siting: SitingQuestion) -> None:
        """Try whether a question that a link brings can be answered at once; nothing is shown of what cannot."""
        if self.busy or key in self.slow or key in self.found:
            return
        self.at_once.add(key)
        loaded = self.loaded
        self._begin(
            key, AT_ONCE_S, lambda clock, watch: search(atlas, question, siting, loaded, clock, watch, brief=True)
        )

    def begin_runs(self, key: Hashable, atlas: Atlas, question: Question, siting: SitingQuestion) -> None:
        """Start the seeded re-runs of an answered question; progress counts the runs."""
        loaded = self.loaded

        def runs(clock: Clock, watch: Watch) -> Any:
            def counted(done: int) -> bool:
                return watch(Progress(float(done), float(RUNS), clock.seconds(), "runs"))

            return robustness(atlas, question, siting, loaded, runs=RUNS, seed=SEED, clock=clock, told=counted)

        self._begin(key, RUNS_S, runs)

    def ahead(self, key: Hashable) -> int:
        """How many searches of others come before this one."""
        return self.pool.ahead(self.running[key]) if key in self.running else 0

    def _begin(self, key: Hashable, limit_s: float, work: Callable[[Clock, Watch], Any]) -> None:
        self.running[key] = self.pool.begin(self.reader, work, limit_s, self.alive)

    def _keep(self, key: Hashable, found: Any, *, brief: bool) -> None:
        if brief and not found.whole:
            self.slow.add(key)
            return
        self.found.pop(key, None)
        self.found[key] = found
        while len(self.found) > 1 and (len(self.found) > KEPT or sum(map(_bytes, self.found.values())) > KEPT_BYTES):
            del self.found[next(iter(self.found))]


def _bytes(found: Any) -> int:
    """What it weighs: next to its matrix of costs all else is little."""
    return int(found.on.task.cost.nbytes) if isinstance(found, Found) and found.on is not None else 0

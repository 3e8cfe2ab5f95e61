"""What a session knows of its questions of siting: what is at work, what came of the latest ones, and what a link that
was brought is answered with at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

import pandas as pd

from atlas.atlas import Atlas
from atlas.background import POOL, Pool, Stopped, Watch, Work, always
from atlas.children import CHILDREN, LostError
from atlas.memo import weigh
from atlas.question.question import Question
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, search
from atlas.siting.studies import Robust, robustness
from atlas.travel import known
from atlas.ways import way_of
from data.limits import SESSION_ANSWERS
from geo.siting import Clock, Progress

# Answers a session keeps; fewer of those that can be had again while one waits for a page.
KEPT, KEPT_QUICK = 12, 4
RUNS, RUNS_S, SEED = 100, 120.0, 20260703
# What takes no longer is answered when its link is opened.
AT_ONCE_S = 2.0
# The demand of answers: the same table for almost all of them, and most of their bytes.
_DEMANDS: WeakValueDictionary[str, pd.DataFrame] = WeakValueDictionary()


@dataclass(eq=False)
class Memory:
    """What a session knows. reader  tells sessions apart;  alive  whether this one still is;  slow  questions that take
    longer than a reader who brings a link waits for;  lost  those that were ended before they had an answer
    kept  answers that stay as long as they are wanted (`hold`), whatever is searched after them
    """

    reader: Hashable = ""
    alive: Callable[[], bool] = always
    pool: Pool = POOL
    running: dict[Hashable, Work[Any]] = field(default_factory=dict)
    found: dict[Hashable, Any] = field(default_factory=dict)
    kept: dict[Hashable, Found] = field(default_factory=dict)
    at_once: set[Hashable] = field(default_factory=set)
    slow: set[Hashable] = field(default_factory=set)
    lost: set[Hashable] = field(default_factory=set)
    loaded: Loaded = field(default_factory=Loaded)
    refused: str = ""

    def take(self, key: Hashable) -> Any:
        """What came of a question, None while nothing has. Raises, once, what nobody expected of a search, which is
        lost from then on.
        """
        for each in [each for each, work in self.running.items() if work.done]:
            work = self.running.pop(each)
            brief = each in self.at_once
            self.at_once.discard(each)
            if work.cancelled:
                continue
            try:
                self._keep(each, work.answer(), brief=brief)
            except Exception as error:
                (self.slow if brief else self.lost).add(each)
                if not isinstance(error, LostError | MemoryError):
                    raise
        return self.found.get(key)

    @property
    def busy(self) -> bool:
        """Whether a search of this session waits or is at work."""
        return any(not each.done for each in self.running.values())

    @property
    def is_bound(self) -> bool:
        """Whether a search that the reader began waits or is at work: no link ends it."""
        return any(not work.done and each not in self.at_once for each, work in self.running.items())

    def begin(self, key: Hashable, atlas: Atlas, question: Question, siting: SitingQuestion) -> None:
        """Start working beside the page; what else this session has at work ends."""
        self._begin(key, searched, atlas, question, siting, self._given(question), float(siting.limit_s), False)

    def answer_at_once(self, key: Hashable, atlas: Atlas, question: Question, siting: SitingQuestion) -> bool:
        """Try whether a question that a link brings can be answered at once; nothing is shown of what cannot.

        What was brought before ends. Returns whether nothing is left to try: what the reader began is not ended for it.
        """
        if key in self.slow or key in self.found:
            return True
        if self.is_bound:
            return False
        self.at_once.add(key)
        self._begin(key, searched, atlas, question, siting, self._given(question), AT_ONCE_S, True)
        return True

    def begin_runs(self, key: Hashable, atlas: Atlas, question: Question, siting: SitingQuestion) -> None:
        """Start the seeded re-runs of an answered question; progress counts the runs."""
        self._begin(key, rerun, atlas, question, siting, self._given(question))

    def ahead(self, key: Hashable) -> int:
        """How many searches of others come before this one."""
        return self.pool.ahead(self.running[key]) if key in self.running else 0

    def hold(self, answers: Mapping[Hashable, Found]) -> Mapping[Hashable, Found]:
        """Keep these answers, and none of those that were kept before: the first of them, as many as the session has
        room for beside its latest search, for which all other searches give way. Returns those that are kept.
        """
        if [*map(id, answers.values())] != [*map(id, self.kept.values())]:
            known = {id(each) for each in (*self.found.values(), *self.kept.values())}
            wanted = {key: found if id(found) in known else _on_common_ground(found) for key, found in answers.items()}
            latest, self.kept = [*self.found.values()][-1:], {}
            for key, found in wanted.items():
                self.kept[key] = found
                if self._bytes(latest) > SESSION_ANSWERS.most:
                    del self.kept[key]
                    break
            self._make_room()
        return self.kept

    def _given(self, question: Question) -> Loaded:
        """What was loaded, with the matrix that the question counts by: another process holds none."""
        return replace(self.loaded, travel=way_of(question).travel)

    def _begin(self, key: Hashable, function: Callable[..., Any], *given: Any) -> None:
        self.lost.discard(key)
        self.running[key] = self.pool.begin(self.reader, partial(_apart, function=function, given=given), self.alive)

    def _keep(self, key: Hashable, found: Any, *, brief: bool) -> None:
        if brief and not found.whole:
            self.slow.add(key)
            return
        self.found.pop(key, None)
        self.found[key] = _on_common_ground(found)
        quick = [each for each, kept in self.found.items() if _is_quick(kept)]
        for each in quick[:-KEPT_QUICK]:
            del self.found[each]
        self._make_room()

    def _make_room(self) -> None:
        while len(self.found) > 1 and (
            len(self.found) > KEPT or self._bytes(self.found.values()) > SESSION_ANSWERS.most
        ):
            del self.found[next(iter(self.found))]
        while self.kept and self._bytes(self.found.values()) > SESSION_ANSWERS.most:
            self.kept.popitem()

    def _bytes(self, found: Iterable[Any]) -> int:
        """Of what is kept, and of some answers that are not."""
        kept = {id(each) for each in self.kept.values()}
        # What is kept may be ten answers that stand on one table of demand.
        return sum(weigh(each) for each in found if id(each) not in kept) + weigh([*self.kept.values()])


def _is_quick(kept: object) -> bool:
    return isinstance(kept, Found) and kept.whole and kept.seconds <= AT_ONCE_S


def _on_common_ground(found: Any) -> Any:
    """The same answer, with the demand that other answers of this server stand on, where theirs is the same."""
    if not isinstance(found, Found) or found.on is None:
        return found
    table = found.on.demand
    rows = hashlib.sha256(pd.util.hash_pandas_object(table).to_numpy().tobytes()).hexdigest()
    return replace(found, on=replace(found.on, demand=_DEMANDS.setdefault(f"{list(table.columns)} {rows}", table)))


def hold(loaded: Loaded) -> None:
    """Let a question name the matrix that came with it, as long as the work lasts."""
    if loaded.travel is not None:
        known(loaded.travel)


def searched(
    stopped: Stopped,
    watch: Watch,
    atlas: Atlas,
    question: Question,
    siting: SitingQuestion,
    loaded: Loaded,
    limit_s: float,
    brief: bool,
) -> Found:
    """One search, as a child does it; the limit runs from here."""
    hold(loaded)
    clock = Clock(limit_s, lambda: bool(stopped()))
    return search(atlas, question, siting, loaded, clock, watch, brief=brief).kept()


def rerun(
    stopped: Stopped, watch: Watch, atlas: Atlas, question: Question, siting: SitingQuestion, loaded: Loaded
) -> Robust:
    """The seeded re-runs, as a child does them."""
    hold(loaded)
    clock = Clock(RUNS_S, lambda: bool(stopped()))

    def counted(done: int) -> bool:
        return watch(Progress(float(done), float(RUNS), clock.seconds(), "runs"))

    return robustness(atlas, question, siting, loaded, runs=RUNS, seed=SEED, clock=clock, told=counted)


def _apart(stopped: Stopped, watch: Watch, *, function: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    return CHILDREN.run(stopped, watch, function, *given)

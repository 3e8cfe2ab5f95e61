"""The one search of siting, for page, link and command line: it refuses, solves, and gives its reasons."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace

from atlas.atlas import Atlas, in_language
from atlas.faults import told_of
from atlas.question.address import LANGUAGES
from atlas.question.question import Question
from atlas.siting import sentences
from atlas.siting.by_weight import First, first_sites
from atlas.siting.checks import refusals
from atlas.siting.ground import Ground, Loaded, candidates_of, ground
from atlas.siting.question import SitingChoices, SitingQuestion, to_text
from atlas.siting.solving import Why, as_good, solve, why
from atlas.siting.studies import Studied, frontier
from atlas.words import Say, say_in
from data.told import Told
from geo.errors import GeoError
from geo.siting import Answer, Clock, ImpossibleError, NoAnswerError, Progress, Watch

AIM_OF = {"mclp": "covered", "lscp": "sites", "rule": "sites", "p-median": "mean", "p-center": "worst"}
DISTANCES = ("mean", "worst")
REASON_S = 10.0
SHORTEST_S = 1e-3


@dataclass(frozen=True, eq=False)
class Found:
    """What came of a question: an answer, or a frontier, or the sentence why there is none.

    why  what hangs on each site, for the rule;  as_good  choices that differ in one site and are as good as a proven
    answer, None where it is not proven;  seconds  all that it took;  whole  whether nothing was cut short by the
    clock, so that the same question never has another answer;  firsts  the first site by each weight;
    language  of its names;  refused_in  the same refusal in every language
    """

    question: SitingQuestion
    on: Ground | None = None
    answer: Answer | None = None
    why: Why | None = None
    as_good: int | None = None
    studied: Studied | None = None
    firsts: tuple[First, ...] = ()
    refused: str = ""
    seconds: float = 0.0
    whole: bool = False
    language: str = ""
    refused_in: Mapping[str, str] = field(default_factory=dict)

    @property
    def sites(self) -> list[str]:
        """Ids of the new sites, or of the whole build order of a frontier."""
        if self.on is None:
            return []
        if self.studied is not None:
            return [str(each) for each in self.studied.built["site"]]
        return [] if self.answer is None else self.on.ids(self.answer.sites)

    def kept(self) -> Found:
        """The same without what only the search needed: the costs of the candidates that were not chosen."""
        if self.on is None or self.answer is None:
            return replace(self, on=None if self.on is None else self.on.only(()))
        sites = self.answer.sites
        return replace(self, on=self.on.only(sites), answer=replace(self.answer, sites=tuple(range(len(sites)))))

    @property
    def proven(self) -> bool:
        """Whether there is an answer, and nothing better exists."""
        if self.studied is not None:
            points = self.studied.points
            return not points.empty and bool((points["status"] == "optimal").all())
        return self.answer is not None and self.answer.status == "optimal"


def key_of(siting: SitingQuestion, question: Question, loaded: Loaded, version: str) -> Hashable:
    """Two questions with this key have the same answer."""
    return to_text(siting, SitingQuestion()), question.for_answers(), loaded.key, version


def search(
    atlas: Atlas,
    question: Question,
    siting: SitingQuestion,
    loaded: Loaded,
    clock: Clock,
    watch: Watch | None = None,
    *,
    say: Say | None = None,
    ids: bool = False,
    brief: bool = False,
) -> Found:
    """Solve a question. Never raises for what a reader can ask: the sentence is in what it returns.

    say  the language of that sentence, else the atlas's;  ids  names go with their ids;  brief  the clock holds for the
    reasons too
    """
    told = _Refusals(atlas, siting, loaded, say, ids)
    refused = told.of(
        lambda within, name_of, words: " ".join(refusals(within, question, siting, loaded, name_of, words))
    )
    if refused.refused:
        return replace(refused, whole=True)
    on, reasons = None, _Reasons(clock, brief)
    try:
        on = ground(atlas, question, siting, loaded)
        found = _solved(atlas, siting, on, clock, reasons, watch)
        found = replace(found, firsts=first_sites(atlas, siting, loaded, on))
    except NoAnswerError:
        found = told.of(
            lambda _, __, words: words("No answer was found in this time. Allow more time, or ask for less.")
        )
        return replace(found, on=on, seconds=clock.seconds())
    except ImpossibleError as error:
        reason = None if on is None else sentences.reason(atlas, siting, on, reasons.clock())
        found = replace(told.why("This cannot be met: {why}", error) if reason is None else told.by(reason), whole=True)
    except (GeoError, LookupError, ValueError) as error:
        found = replace(told.why("This cannot be asked: {why}", error), whole=True)
    whole = (found.proven or found.whole) and not (brief and clock.over())
    return replace(found, seconds=clock.seconds(), whole=whole, language=atlas.world.language)


@dataclass(frozen=True)
class _Refusals:
    """What came of a question without an answer, said in every language: the reader may turn to another later, when
    nobody would search for the reason again. said  the words of the one who asks, None for those of the atlas
    """

    atlas: Atlas
    siting: SitingQuestion
    loaded: Loaded
    said: Say | None
    ids: bool

    def of(self, sentence: Callable[[Atlas, sentences.Names, Say], str]) -> Found:
        """By what says it within an atlas of some language."""
        own = self.atlas.world.language
        told = {each: self._in(in_language(self.atlas, each), say_in(each), sentence) for each in LANGUAGES}
        first = told[own] if self.said is None else self._in(self.atlas, self.said, sentence)
        return Found(self.siting, refused=first, language=own, refused_in=told)

    def by(self, reason: sentences.Reason) -> Found:
        """By a reason."""
        return self.of(lambda within, name_of, say: reason(name_of, self._names(within), say))

    def why(self, text: str, error: Exception) -> Found:
        """By an error, in its own words."""
        return self.of(lambda _, __, say: Told(text, {"why": told_of(error)}).sentence(say))

    def _in(self, within: Atlas, say: Say, sentence: Callable[[Atlas, sentences.Names, Say], str]) -> str:
        return sentence(within, sentences.names_of(within, say, ids=self.ids), say)

    def _names(self, within: Atlas) -> Mapping[str, str]:
        candidates = candidates_of(within, self.siting, self.loaded)
        return dict(zip(candidates["id"].astype(str), candidates["name"].astype(str), strict=True))


def search_link(atlas: Atlas, question: Question, choices: SitingChoices) -> Found:
    """The search that a link asks for, held to its own limit of time; what was loaded from a file is in no link."""
    siting, _ = choices.read(question.siting)
    return search(atlas, question, siting, Loaded(), Clock(float(siting.limit_s)))


@dataclass(frozen=True)
class _Reasons:
    """How long reasons may be looked for: a while after the answer, or only within the clock of the answer."""

    search: Clock
    brief: bool

    def clock(self) -> Clock:
        limit_s = max(SHORTEST_S, min(REASON_S, self.search.left())) if self.brief else REASON_S
        return Clock(limit_s, self.search.stopped)


def _solved(
    atlas: Atlas, siting: SitingQuestion, on: Ground, clock: Clock, reasons: _Reasons, watch: Watch | None
) -> Found:
    heard = None if watch is None else _told_in_units(siting, on, watch)
    if siting.question == "frontier":
        return Found(siting, on, studied=frontier(atlas, siting, on, clock, heard))
    answer = solve(atlas, siting, on, clock, heard)
    others = as_good(atlas, siting, on, answer)
    if siting.question == "rule":
        return Found(siting, on, answer, why(atlas, siting, on, answer, reasons.clock()), others)
    return Found(siting, on, answer, as_good=others)


def _told_in_units(siting: SitingQuestion, on: Ground, watch: Watch) -> Watch:
    """Every value with the aim it is of; distances as they are told everywhere: kilometres of estimated road, a sum as
    the mean over the weight.
    """
    aim = AIM_OF[siting.problem]
    metres = (float(on.task.weights.sum()) or 1.0) if aim == "mean" else 1.0

    def in_units(now: Progress) -> bool:
        known = replace(now, aim=now.aim or aim)
        if known.aim in DISTANCES:
            best, bound = (None if each is None else on.road_km(each / metres) for each in (now.incumbent, now.bound))
            known = replace(known, incumbent=best, bound=bound)
        return watch(known)

    return in_units

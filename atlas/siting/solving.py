"""A question of siting put to the solver, and its reasons: what hangs on each site, what contradicts what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from atlas.atlas import Atlas
from atlas.faults import FaultError
from atlas.ledger import coverage_of
from atlas.question.question import Question
from atlas.siting.ground import Ground
from atlas.siting.question import PROBLEMS, SitingQuestion
from geo.siting import (
    Answer,
    Clock,
    Floor,
    ImpossibleError,
    NoAnswerError,
    Rule,
    Watch,
    cover_all,
    cover_most,
    p_center,
    p_median,
    rule_plan,
)
from geo.siting.conflict import Conflict, Fewer, depends_on, explain, one_fewer
from geo.siting.equity import FloorConflict, explain_floors
from geo.siting.ties import exchanges_as_good

NOT_SERVED_M = 1e12  # farther than any place on earth: only what nobody may serve


def solve(atlas: Atlas, siting: SitingQuestion, on: Ground, clock: Clock, watch: Watch | None = None) -> Answer:
    """The answer in the units of the task (metres, weight). Raises what geo.siting does."""
    ask: dict[str, Callable[[], Answer]] = {
        "mclp": lambda: cover_most(
            on.task, siting.p, on.radius_m, floors=equity_floors(atlas, siting, on), clock=clock, watch=watch
        ),
        "lscp": lambda: cover_all(on.task, on.radius_m, clock=clock, watch=watch),
        "p-median": lambda: p_median(on.task, siting.p, clock=clock, watch=watch),
        "p-center": lambda: p_center(on.task, siting.p, clock=clock, watch=watch),
        "rule": lambda: rule_plan(on.task, rule_of(atlas, siting, on), clock=clock, watch=watch),
    }
    if siting.problem not in ask:
        raise LookupError(f"problem {siting.problem!r} is not known; expected one of: {', '.join(PROBLEMS)}")
    return ask[siting.problem]()


def as_good(atlas: Atlas, siting: SitingQuestion, on: Ground, answer: Answer) -> int | None:
    """How many choices that differ in one site are as good as this one in every aim; None where it is not proven."""
    if answer.status != "optimal":
        return None
    rule = rule_of(atlas, siting, on) if siting.problem == "rule" else None
    floors = equity_floors(atlas, siting, on) if siting.problem == "mclp" else []
    return exchanges_as_good(on.task, answer, on.radius_m, rule=rule, floors=floors)


def equity_floors(atlas: Atlas, siting: SitingQuestion, on: Ground) -> list[Floor]:
    """The equity floors of a question, by prefecture or zone."""
    floors = []
    for region, share in siting.equity.items():
        if not 0 <= share <= 1:
            raise FaultError(
                "expected an equity floor from 0 to 1 for {region}, got {share}", region=region, share=float(share)
            )
        inside = on.demand["prefecture"].isin(atlas.members(region))
        floors.append(Floor(region, np.flatnonzero(inside), share))
    return floors


def rule_of(atlas: Atlas, siting: SitingQuestion, on: Ground) -> Rule:
    """The plan's rule by reach, with its zones."""
    place = {adcode: position for position, adcode in enumerate(on.prefectures)}
    zones = {
        zone["id"]: np.array([place[each] for each in zone["members"] if each in place])
        for zone in atlas.world.zones
        if zone["group"] == "partition"
    }
    return Rule(
        radius=on.radius_m,
        share=siting.share,
        k=siting.k,
        groups=on.groups,
        names=on.prefectures,
        zones=zones,
        floors=dict(siting.floors),
    )


@dataclass(frozen=True)
class Why:
    """Why a plan by the rule is as it is. fewer  what one site less would cost, None when it was not asked or there is
    none to spare;  depends  id of each new site -> prefectures that would lose their share without it
    """

    fewer: Fewer | None
    depends: Mapping[str, tuple[str, ...]]


def why(atlas: Atlas, siting: SitingQuestion, on: Ground, answer: Answer, clock: Clock) -> Why:
    """What hangs on each site of an answer by the rule, and, while the clock runs, what one site fewer would cost."""
    rule = rule_of(atlas, siting, on)
    try:
        fewer = None if clock.over() else one_fewer(on.task, rule, answer, clock)
    except NoAnswerError:
        fewer = None
    hang = depends_on(on.task, rule, answer)
    return Why(
        fewer, {on.ids([site])[0]: tuple(on.prefectures[each] for each in groups) for site, groups in hang.items()}
    )


def why_impossible(atlas: Atlas, siting: SitingQuestion, on: Ground, clock: Clock) -> Conflict | None:
    """Which demands of the rule contradict each other, and the smallest way out; None when it can be met."""
    return explain(on.task, rule_of(atlas, siting, on), clock)


def why_floors(atlas: Atlas, siting: SitingQuestion, on: Ground, clock: Clock) -> FloorConflict | None:
    """Which equity floors contradict each other, and what to lower; None when they can be met."""
    return explain_floors(on.task, siting.p, on.radius_m, equity_floors(atlas, siting, on), clock)


def fewest_that_serve(on: Ground, clock: Clock) -> int | None:
    """How many new centres are needed that every place is served at all; None where that is not known."""
    try:
        answer = cover_all(on.task, NOT_SERVED_M, clock=clock)
    except (ImpossibleError, NoAnswerError):
        return None
    return len(answer.sites) if answer.status == "optimal" else None


def lost_without(on: Ground, answer: Answer) -> dict[str, float]:
    """Id of each new site -> people (weight) who would be out of reach without it."""
    whole = list(answer.sites)
    covered = on.task.covered(whole, on.radius_m)
    return {
        on.ids([site])[0]: covered - on.task.covered([each for each in whole if each != site], on.radius_m)
        for site in whole
    }


@dataclass(frozen=True)
class ByBody:
    """The plan's rule counted by bodies, not by reach: prefectures that qualify, and how many are lacking.

    doubtful  names of the prefectures that count only when a record of lesser evidence is right
    """

    needed: int
    certain: int
    best: int
    doubtful: tuple[str, ...]

    @property
    def short_by_certain(self) -> int:
        """How many more prefectures are needed if every doubtful record is wrong."""
        return max(0, self.needed - self.certain)

    @property
    def short_by_best(self) -> int:
        """How many more prefectures are needed if every record is right."""
        return max(0, self.needed - self.best)


def by_body(atlas: Atlas, question: Question) -> ByBody:
    """The rule by bodies under the question's definition and date: of records, whatever the question supposes."""
    found = coverage_of(atlas, question.without_suppositions(), question.definition)
    doubtful = [each for each in found.best.prefectures if each not in found.certain.prefectures]
    return ByBody(found.needed, found.certain.count, found.best.count, tuple(atlas.name_of(each) for each in doubtful))

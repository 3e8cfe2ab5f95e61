"""Why the rule cannot be met, and why not with fewer sites.

What conflicts is a smallest set of demands of which every one is needed for the contradiction (an irreducible
infeasible set, found by leaving each out in turn: Chinneck 2008, Feasibility and infeasibility in optimization).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geo.siting.clock import Clock
from geo.siting.cover import NEAR_INTEGER
from geo.siting.rule import Rule
from geo.siting.rule_model import RuleModel
from geo.siting.task import Answer, ImpossibleError, Task

K = "k"


@dataclass(frozen=True)
class Conflict:
    """Demands are "k" or the name of a zone; numbers are prefectures.

    asked        every demand;  together  the demands that contradict each other, none of them to spare
    relaxed      every demand as it would have to be: the least given up in all, proven
    attainable   the most that each demand could be by itself
    """

    asked: Mapping[str, int]
    together: tuple[str, ...]
    relaxed: Mapping[str, int]
    attainable: Mapping[str, int]

    @property
    def given_up(self) -> int:
        """Prefectures given up in all."""
        return sum(self.asked[name] - self.relaxed[name] for name in self.asked)


def explain(task: Task, rule: Rule, clock: Clock | None = None) -> Conflict | None:
    """Why no choice of sites meets `rule`, and the smallest way out; None when one does.

    Raises ImpossibleError when the locks and quotas contradict each other by themselves.
    """
    clock = clock or Clock()
    asked = {K: rule.k, **rule.floors}
    _, sites = replace(RuleModel.of(task, rule, clock), spare=True).least_given_up(clock)
    enough = rule.qualifying(task, sites)
    reached = {K: int(enough.sum()), **{zone: int(enough[rule.zones[zone]].sum()) for zone in rule.floors}}
    relaxed = {name: min(asked[name], reached[name]) for name in asked}
    if relaxed == asked:
        return None
    together = list(asked)
    for name in asked:
        fewer = [each for each in together if each != name]
        if not _possible(task, with_demands(rule, {each: asked[each] for each in fewer}), clock):
            together = fewer
    return Conflict(asked, tuple(together), relaxed, {name: _most(task, rule, name, clock) for name in asked})


@dataclass(frozen=True)
class Fewer:
    """What one site fewer would cost.

    sites       a best choice with one fewer;  qualifying  how many prefectures it lifts at most, floors kept where
    possible;   floors_hold  whether every floor still holds;  proven  whether nothing better is possible
    """

    sites: tuple[int, ...]
    qualifying: int
    floors_hold: bool
    proven: bool


def one_fewer(task: Task, rule: Rule, answer: Answer, clock: Clock | None = None) -> Fewer | None:
    """The most prefectures that one site less than in `answer` can lift; None when it has none to spare."""
    clock = clock or Clock()
    count = len(answer.sites) - 1
    if count < len(set(task.lock)) or count < 0:
        return None
    for floors_hold in (True, False):
        eased = with_demands(rule, dict(rule.floors) if floors_hold else {})
        model = RuleModel.of(task, eased, clock)
        try:
            outcome, sites = model.most_groups(count, answer.sites[:count], clock)
        except ImpossibleError:
            continue
        lifted = int(rule.qualifying(task, sites).sum())
        return Fewer(sites, lifted, floors_hold, outcome.bound < lifted + 1 - NEAR_INTEGER)
    return None


def depends_on(task: Task, rule: Rule, answer: Answer) -> dict[int, tuple[int, ...]]:
    """For each new site the groups that would lose their share without it: those it binds."""
    enough = rule.qualifying(task, answer.sites)
    found = {}
    for site in answer.sites:
        left = rule.qualifying(task, [each for each in answer.sites if each != site])
        found[site] = tuple(int(group) for group in (enough & ~left).nonzero()[0])
    return found


def with_demands(rule: Rule, demands: Mapping[str, int]) -> Rule:
    """The same rule with these demands only."""
    floors = {zone: least for zone, least in demands.items() if zone != K}
    return replace(rule, k=demands.get(K, 0), floors=floors)


def _possible(task: Task, rule: Rule, clock: Clock) -> bool:
    try:
        RuleModel.of(task, rule, clock).most_groups(task.m, (), clock)
    except ImpossibleError:
        return False
    return True


def _most(task: Task, rule: Rule, name: str, clock: Clock) -> int:
    """The most one demand can be by itself."""
    wide = len(rule.names) if name == K else len(rule.zones[name])
    alone = with_demands(rule, {name: wide})
    _, sites = replace(RuleModel.of(task, alone, clock), spare=True).least_given_up(clock)
    enough = rule.qualifying(task, sites)
    return int(enough.sum()) if name == K else int(enough[rule.zones[name]].sum())

"""The fewest new sites that meet the plan's rule; then most residents in reach; then the smallest worst distance."""

from __future__ import annotations

from collections.abc import Sequence

from geo.siting.clock import Clock
from geo.siting.cover import with_workers
from geo.siting.rule import Rule
from geo.siting.rule_model import RuleModel
from geo.siting.solver import Watch
from geo.siting.task import Answer, Task
from geo.siting.worst import least_worst

AIMS = ("sites", "covered", "worst")


def rule_plan(
    task: Task,
    rule: Rule,
    *,
    aims: Sequence[str] = AIMS,
    clock: Clock | None = None,
    watch: Watch | None = None,
) -> Answer:
    """The fewest new sites that meet `rule`; among those, as `aims` asks, most weight in reach, then the smallest worst
    cost of the places that some body may serve.

    Raises BadValueError, ImpossibleError (see geo.siting.conflict for the reason and a way out), NoAnswerError.
    """
    clock = clock or Clock()
    model = RuleModel.of(with_workers(task, rule.radius), rule, clock)
    sites, stage = model.fewest(clock, watch)
    stages = [stage]
    if "covered" in aims:
        sites, stage = model.most_covered(sites, clock, watch)
        stages.append(stage)
    if "worst" in aims:
        # Who reaches no more than another may still be nearer to somebody far away: here every candidate counts again.
        every = RuleModel.folded_only(task, rule, model.alone)
        sites, stage = least_worst(every, sites, clock, watch)
        stages.append(stage)
    return Answer("rule", sites, tuple(stages), clock.seconds())

"""Siting (选址): where new centres should stand, with a certificate in every answer.

`Task` is what a question starts from, made of places (`task_of_places`) or of any matrix of costs; `cover_most`,
`cover_all`, `p_median`, `p_center`, `rule_plan` and `frontier` are the questions.
"""

from __future__ import annotations

from geo.siting.center import p_center
from geo.siting.clock import Clock
from geo.siting.cover import cover_all, cover_most
from geo.siting.frontier import Frontier, frontier
from geo.siting.median import p_median
from geo.siting.places import task_of_places
from geo.siting.rule import Rule
from geo.siting.rule_plan import rule_plan
from geo.siting.solver import SOLVER, Progress, Status, Watch
from geo.siting.task import Answer, Floor, ImpossibleError, NoAnswerError, Quota, Stage, Task

__all__ = [
    "SOLVER",
    "Answer",
    "Clock",
    "Floor",
    "Frontier",
    "ImpossibleError",
    "NoAnswerError",
    "Progress",
    "Quota",
    "Rule",
    "Stage",
    "Status",
    "Task",
    "Watch",
    "cover_all",
    "cover_most",
    "frontier",
    "p_center",
    "p_median",
    "rule_plan",
    "task_of_places",
]

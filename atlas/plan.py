"""What a plan declares, as the science room takes it: its definitions of coverage and access."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from data.catalog import ROOT
from data.plan import Plan
from data.plans import plan_ids, read_plan
from geo.coverage import Admission, Definition


def shown_plans(more: Path | None = None, root: Path = ROOT) -> list[str]:
    """Ids of the plans that can be shown by themselves: those that declare a definition of coverage."""
    return [each for each in plan_ids(root, more) if "default_definition" in read_plan(each, root, more).about]


def definition_of(plan: Plan, definition_id: str) -> Definition:
    """A definition of the plan's ledger as the science room takes it. Raises LookupError naming the known ones."""
    for declared in plan.definitions:
        if declared["id"] == definition_id:
            return admission_of(declared)
    known = ", ".join(definition_ids(plan))
    raise LookupError(f"definition {definition_id!r} is not in plan {plan.about['id']}; expected one of: {known}")


def admission_of(declared: Mapping[str, Any]) -> Definition:
    """Which bodies a declared definition admits, at which stage, in which share of the prefectures."""
    admits = tuple(
        Admission(**{part: tuple(each.get(part, ())) for part in ("kinds", "subkinds", "levels")})
        for each in declared["admits"]
    )
    return Definition(id=declared["id"], stage=declared["stage"], share=Fraction(declared["share"]), admits=admits)


def default_definition(plan: Plan) -> str:
    """The definition a plan is counted under when nobody chooses. Raises LookupError for a plan that declares none."""
    if "default_definition" not in plan.about:
        raise LookupError(
            f"plan {plan.about['id']} declares no definition of coverage, so it cannot be shown by itself"
        )
    return str(plan.about["default_definition"])


def definition_ids(plan: Plan) -> list[str]:
    """Ids of the definitions by which the plan's fast-protection rule can be counted, in the plan's order."""
    target = next(each["target"] for each in plan.definitions if each["id"] == default_definition(plan))
    return [each["id"] for each in plan.definitions if each.get("target") == target]


def access_ids(plan: Plan) -> list[str]:
    """Ids of the access definitions (of people in reach), in the plan's order."""
    return [each["id"] for each in plan.definitions if each.get("rule") == "access"]


def reach_kinds(plan: Plan) -> tuple[str, ...]:
    """The kinds of bodies a reader is asked about at first: those the default definition admits."""
    declared = next(each for each in plan.definitions if each["id"] == default_definition(plan))
    return tuple(dict.fromkeys(kind for each in declared["admits"] for kind in each.get("kinds", ())))

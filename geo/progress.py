"""Progress on a target (进度): a dated conclusion, the method it was reached by and every input, or why there is none.

Nothing is concluded from a missing number, from a part of what is asked, or where the plan's own words leave the
quantity open. A lower bound (下限: at least so much) proves a target met when it reaches it, and otherwise nothing. A
linear time schedule (时序进度) is used only where a base exists, and nothing is divided by a difference that may be
zero: value and schedule are compared, not their ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import isclose, isfinite
from typing import Literal

from geo.errors import BadValueError

Conclusion = Literal["met", "on-schedule", "behind", "no-data", "undefined", "no-target"]
Measure = Literal["level", "added", "annual", "event", "area", "qualitative"]

MEASURES = ("level", "added", "annual", "event", "area", "qualitative")
COMPARISONS = (">=", ">", "about", "<=", "<")
FALLING = ("<=", "<")
USABLE = ("A1", "A2", "B")
ROUNDING = 1e-12
AT_LEAST = "at_least"
LONGEST_YEAR = 366


@dataclass(frozen=True)
class Target:
    """One quantity of a plan.

    measure     level (a state at a date, or a total since ever), added (an amount added in the plan's period), annual
                (an amount of one year), event, area, qualitative (no quantity)
    comparison  how the value must stand to `target`; "about" counts as ">="
    base, base_day      the value the plan starts from, and the last day it speaks for; None: the plan prints none
    start, end          the first and the last day of the period in which the target is to be reached
    undefined   True when the plan leaves open what is counted: then no value can decide
    Raises BadValueError for an unknown measure or comparison, or an end before the start.
    """

    id: str
    measure: Measure
    target: float | None
    comparison: str
    start: date
    end: date
    base: float | None = None
    base_day: date | None = None
    undefined: bool = False

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise BadValueError(f"{self.id}: expected a measure among {', '.join(MEASURES)}, got {self.measure!r}")
        if self.target is not None and self.comparison not in COMPARISONS:
            raise BadValueError(f"{self.id}: expected one of {', '.join(COMPARISONS)}, got {self.comparison!r}")
        if self.end < self.start:
            raise BadValueError(f"{self.id}: expected an end after {self.start}, got {self.end}")


@dataclass(frozen=True)
class Observation:
    """A known value of the quantity, in the unit of the target.

    day     the last day it speaks for;  since  the first day of the period it adds up, None for a state at a day
    evidence  A1, A2, B or C; C decides nothing
    at_least  the value is a lower bound (下限): the quantity is known to be so much or more
    """

    value: float | None
    day: date
    evidence: str
    since: date | None = None
    id: str = ""
    at_least: bool = False


@dataclass(frozen=True)
class Progress:
    """What can be said of a target at a day.

    has_base    基期 (有/无): whether the plan prints a base
    conclusion  met 已达标, on-schedule 截至某年按序时, behind 截至某年滞后, no-data 数据待补充, undefined 口径未定,
                no-target (a fact of the plan without a target)
    day         the day the conclusion speaks for; None when there is none
    method      which rule led there: reached, reached-by-bound, final, schedule, or why nothing can be said: no-value,
                no-base, partial, lower-bound, before-period, not-defined, no-quantity, established, not-established,
                fact
    inputs      every number used, by name; text for dates
    latest      the observation used or, when nothing can be concluded, the latest one there is
    bound       the latest lower bound, when it proves nothing and so was not used
    """

    has_base: bool
    conclusion: Conclusion
    day: date | None
    method: str
    inputs: dict[str, float | str] = field(default_factory=dict)
    latest: Observation | None = None
    bound: Observation | None = None


def conclude(target: Target, observations: Sequence[Observation], *, as_of: date) -> Progress:
    """What is known about `target` by the end of the day `as_of`.

    observations  in any order; later than `as_of`, of evidence C or without a value decide nothing
    reached   the value stands to the target as asked: met
    final     it does not, and it speaks for the end of the period (or later): behind
    schedule  in between, with a base: compared with the straight line from base (for "added": from 0 at the start) to
              the target; exactly on the line is on-schedule
    A value added up over another period than from the plan's start (for "annual": than one year) is a part, decides
    nothing and hides no whole one. "At most so much added" is met only at the end. Rounding decides nothing.
    A lower bound that stands to the target as asked is reached-by-bound: met, whatever part of the period it adds up.
    One that does not is told as `bound`, decides nothing and hides no other value. It never proves "at most".
    """
    known = [each for each in observations if _is_known(each, as_of)]
    latest = max(known, key=_by_day, default=None)
    target = replace(target, target=_number_or_none(target.target), base=_number_or_none(target.base))
    if target.undefined:
        return _nothing(target, "not-defined", latest, "undefined")
    if target.target is None:
        return _without_number(target, latest)
    if latest is None:
        return _nothing(target, "no-value")
    if target.measure == "event":
        return _event(target, latest)
    return _against(target, known)


def schedule(target: Target, day: date) -> float | None:
    """Where the straight line stands at `day`, between base and target; None without a base or without time between.

    The line of an added amount starts from 0 at the start of the period: its base is the amount of the period before.
    Before its start the line stands at the start, after its end at the target.
    """
    if target.target is None or target.base is None:
        return None
    added = target.measure == "added"
    first = (
        target.base_day if target.base_day is not None and not added else date.fromordinal(target.start.toordinal() - 1)
    )
    length = (target.end - first).days
    if length <= 0:
        return None
    gone = min(max((day - first).days, 0), length)
    begin = 0.0 if added else target.base
    return begin + (target.target - begin) * gone / length


def stands(value: float, comparison: str, target: float) -> bool:
    """Whether `value` stands to `target` as asked; "about" asks for at least the target. BadValueError for others."""
    if comparison not in COMPARISONS:
        raise BadValueError(f"expected one of {', '.join(COMPARISONS)}, got {comparison!r}")
    if isclose(value, target, rel_tol=ROUNDING, abs_tol=ROUNDING):
        return comparison in (">=", "about", "<=")
    return value < target if comparison in FALLING else value > target


def _against(target: Target, known: Sequence[Observation]) -> Progress:
    """A number asked for and at least one known: the latest that can be held against it decides, or why none can."""
    usable = [each for each in known if (_proves(target, each) if each.at_least else not _unusable(target, each))]
    silent = [each for each in known if each.at_least and not _proves(target, each)]
    values = [each for each in known if not each.at_least]
    bound = max(silent, key=_by_day, default=None)
    if usable:
        return replace(_decided(target, max(usable, key=_by_day)), bound=bound)
    if not values:
        lone = max(known, key=_by_day)
        return _nothing(target, "lower-bound", lone, inputs=_inputs(target, lone))
    shown = max(values, key=_by_day)
    return _nothing(target, _unusable(target, shown), shown, inputs=_inputs(target, shown), bound=bound)


def _decided(target: Target, latest: Observation) -> Progress:
    value, asked = _both(target, latest)
    inputs = _inputs(target, latest)
    has_base = target.base is not None
    too_early = target.measure == "added" and target.comparison in FALLING and latest.day < target.end
    if stands(value, target.comparison, asked) and not too_early:
        method = "reached-by-bound" if latest.at_least else "reached"
        return Progress(has_base, "met", latest.day, method, inputs, latest)
    if latest.day >= target.end:
        return Progress(has_base, "behind", latest.day, "final", inputs, latest)
    line = schedule(target, latest.day)
    if line is None:
        return _nothing(target, "no-base", latest, inputs=inputs)
    in_time = stands(value, "<=" if target.comparison in FALLING else ">=", line)
    return Progress(
        has_base, "on-schedule" if in_time else "behind", latest.day, "schedule", {**inputs, "scheduled": line}, latest
    )


def _without_number(target: Target, latest: Observation | None) -> Progress:
    if target.measure == "event":
        return _nothing(target, "no-value") if latest is None else _event(target, latest)
    if target.base is not None and target.measure not in ("area", "qualitative"):
        return _nothing(target, "fact", latest, "no-target")
    return _nothing(target, "no-quantity", latest, "undefined")


def _event(target: Target, latest: Observation) -> Progress:
    """An event is reached when at least as many as asked (one, when no number is asked) are known."""
    value, asked = float(latest.value or 0), target.target or 1.0
    happened = value >= asked
    inputs: dict[str, float | str] = {
        "value": value,
        "day": latest.day.isoformat(),
        "target": asked,
        "comparison": ">=",
    }
    if happened:
        return Progress(target.base is not None, "met", latest.day, "established", inputs, latest)
    return _nothing(target, "not-established", latest, inputs=inputs)


def _nothing(
    target: Target,
    why: str,
    latest: Observation | None = None,
    conclusion: Conclusion = "no-data",
    *,
    inputs: dict[str, float | str] | None = None,
    bound: Observation | None = None,
) -> Progress:
    """No conclusion for any day, and which rule says why."""
    return Progress(target.base is not None, conclusion, None, why, inputs or {}, latest, bound)


def _unusable(target: Target, latest: Observation) -> str:
    """Why a value cannot be held against the target: another period, or before it; "" when it can."""
    if target.measure == "added":
        begins = latest.since or (target.start if latest.day == target.end else None)
        if begins != target.start or latest.day > target.end:
            return "partial"
    if target.measure == "annual" and latest.since is not None and not _a_year(latest.since, latest.day):
        return "partial"
    return "before-period" if latest.day < target.start else ""


def _proves(target: Target, bound: Observation) -> bool:
    """Whether a lower bound alone shows the target reached: so much or more, within the period that is asked for."""
    value, asked = _both(target, bound)
    if target.comparison in FALLING or not stands(value, target.comparison, asked):
        return False
    if target.measure == "added":
        return bound.since is not None and bound.since >= target.start and bound.day <= target.end
    if target.measure == "annual" and bound.since is not None:
        return (bound.day - bound.since).days < LONGEST_YEAR and bound.day >= target.start
    return bound.day >= target.start


def _inputs(target: Target, latest: Observation) -> dict[str, float | str]:
    value, asked = _both(target, latest)
    found: dict[str, float | str] = {
        "value": value,
        "day": latest.day.isoformat(),
        "target": asked,
        "comparison": target.comparison,
        "start": target.start.isoformat(),
        "end": target.end.isoformat(),
    }
    if latest.at_least:
        found["bound"] = AT_LEAST
    if latest.since is not None:
        found["since"] = latest.since.isoformat()
    if target.base is not None:
        found["base"] = target.base
    if target.base_day is not None:
        found["base_day"] = target.base_day.isoformat()
    return found


def _both(target: Target, latest: Observation) -> tuple[float, float]:
    if latest.value is None or target.target is None:
        raise BadValueError(f"{target.id}: expected a value and a target")
    return float(latest.value), float(target.target)


def _a_year(first: date, last: date) -> bool:
    return last.toordinal() - first.toordinal() + 1 in (365, 366)


def _by_day(seen: Observation) -> tuple[date, bool, str]:
    """What is later counts; of the same day a value before a bound."""
    return seen.day, not seen.at_least, seen.id


def _is_known(seen: Observation, as_of: date) -> bool:
    return seen.day <= as_of and seen.evidence in USABLE and _number(seen.value)


def _number_or_none(value: float | None) -> float | None:
    return value if _number(value) else None


def _number(value: float | None) -> bool:
    return value is not None and isfinite(value)

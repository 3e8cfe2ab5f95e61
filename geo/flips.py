"""The smallest change of what is known that would alter a verdict: how far a conclusion is from another one.

One change is one record confirmed or refuted, or one body more or less among those whose prefecture is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.standing import Standing, Support, Verdict


@dataclass(frozen=True)
class FlipSet:
    """The smallest change that alters a verdict.

    direction "add"      `further_bodies` proven bodies in as many prefectures that have none yet
              "confirm"  the records become certain, and `further_bodies` of the unplaced bodies prove to stand each in
                         another prefecture without a record
              "remove"   the records turn out wrong, and `further_bodies` of the unplaced bodies prove not to exist, or
                         to stand where there already is one
    """

    from_verdict: Verdict
    to_verdict: Verdict
    records: tuple[str, ...]
    further_bodies: int
    direction: Literal["add", "confirm", "remove"]

    @property
    def size(self) -> int:
        """The number of single changes."""
        return len(self.records) + self.further_bodies


def smallest_flip(standing: Standing, needed: int) -> FlipSet:
    """The smallest change that alters the verdict of `standing` when `needed` prefectures (at least 1) are asked for.

    below   adding is the only way up: one body for each prefecture that is short, certain ones, so that the verdict
            becomes "met" where all the rest is certain, else "open"
    open    confirming enough or refuting enough, whichever is less; confirming when equal. What is certain is not up
            for refutation here. Records come before unplaced bodies.
    met     the certain records of the prefectures that have fewest, until too few prefectures are certain
    Ties go by record id, so equal worlds give equal answers in any order of rows.
    """
    verdict = standing.verdict(needed)
    if verdict == "below":
        return _add(standing, needed)
    if verdict == "met":
        return _withdraw(standing, needed)
    confirmed, refuted = _confirm(standing, needed), _refute(standing, needed)
    return confirmed if confirmed.size <= refuted.size else refuted


def _add(standing: Standing, needed: int) -> FlipSet:
    further = needed - len(standing.reached("possible")) - standing.fillable()
    enough = len(standing.reached("certain")) + further >= needed
    return FlipSet("below", "met" if enough else "open", (), further, "add")


def _confirm(standing: Standing, needed: int) -> FlipSet:
    short = needed - len(standing.reached("certain"))
    uncertain = [supports[0] for supports in _uncertain(standing)]
    uncertain.sort(key=lambda support: (support.state != "best", support.record))
    records = tuple(support.record for support in uncertain[:short])
    return FlipSet("open", "met", records, short - len(records), "confirm")


def _refute(standing: Standing, needed: int) -> FlipSet:
    """Refuting s prefectures leaves room for `room` unplaced bodies; each s is tried, more records win a tie."""
    named = len(standing.reached("possible"))
    cheapest = sorted(
        (_ids(supports) for supports in _uncertain(standing)), key=lambda records: (len(records), records)
    )
    best: FlipSet | None = None
    for refuted in range(len(cheapest) + 1):
        room = needed - 1 - (named - refuted)
        if room < 0:
            continue
        records = tuple(sorted(record for group in cheapest[:refuted] for record in group))
        found = FlipSet("open", "below", records, max(0, standing.unplaced - room), "remove")
        best = found if best is None or found.size <= best.size else best
    assert best is not None  # noqa: S101 -- "open" means fewer certain prefectures than needed, so refuting all suffices
    return best


def _withdraw(standing: Standing, needed: int) -> FlipSet:
    surplus = len(standing.reached("certain")) - needed + 1
    certain = [
        _ids(tuple(each for each in standing.by_prefecture[prefecture] if each.state == "certain"))
        for prefecture in standing.reached("certain")
    ]
    certain.sort(key=lambda records: (len(records), records))
    records = tuple(sorted(record for group in certain[:surplus] for record in group))
    return FlipSet("met", standing.without(records).verdict(needed), records, 0, "remove")


def _uncertain(standing: Standing) -> list[tuple[Support, ...]]:
    """The supports of every prefecture that has some, but no certain one."""
    return [supports for supports in standing.by_prefecture.values() if supports and supports[0].state != "certain"]


def _ids(supports: tuple[Support, ...]) -> tuple[str, ...]:
    return tuple(sorted(support.record for support in supports))

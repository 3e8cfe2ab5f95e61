"""What a correction would change: every definition of the plan, and who is in reach, asked before and after it.

An answer as any other, of two atlases: one with the change applied. Nothing of it is published by being looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from atlas.atlas import Atlas
from atlas.corrections.released import Change, with_changes
from atlas.inquiry import Inquiry
from atlas.question.question import Question
from atlas.scoreboard import scoreboard
from geo.access import Access
from geo.coverage import Coverage

Result = Coverage | Access


@dataclass(frozen=True)
class Counted:
    """One definition of the plan before and after: prefectures that certainly, by best reading and possibly qualify,
    and the verdict.
    """

    id: str
    needed: int
    before: tuple[int, int, int]
    after: tuple[int, int, int]
    verdict_before: str
    verdict_after: str


@dataclass(frozen=True)
class Effect:
    """What changes.

    definitions  every definition with a result, changed or not;  states  (definition, adcode, state before, after) of
    those prefectures whose state changes;  share  of residents in reach in the province, before and after
    here         the same of each prefecture concerned: (adcode, before, after)
    targets      (id, conclusion before, after) of each quantity of the plan that is concluded otherwise
    """

    definitions: tuple[Counted, ...]
    states: tuple[tuple[str, str, str, str], ...]
    share: tuple[float, float]
    here: tuple[tuple[str, float, float], ...]
    targets: tuple[tuple[str, str, str], ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether no number of these changes."""
        same = all(each.before == each.after for each in self.definitions) and not self.targets
        shares = (self.share, *(each[1:] for each in self.here))
        return same and not self.states and all(before == after for before, after in shares)


def effect(atlas: Atlas, question: Question, changes: Iterable[Change]) -> Effect:
    """What changes would do to the answers to a question, nothing else being supposed. Raises DataError."""
    wanted, asked = tuple(changes), question.without_suppositions()
    there = with_changes(atlas, wanted, atlas.version)
    before, after = Inquiry(atlas, asked), Inquiry(there, asked)
    results = list(_results(before, after))
    shares = before.reached.prefectures["share"], after.reached.prefectures["share"]
    return Effect(
        definitions=tuple(
            Counted(name, one.needed, _tally(one), _tally(other), one.verdict, other.verdict)
            for name, one, other in results
        ),
        states=tuple((name, *each) for name, one, other in results for each in _other_states(one, other)),
        share=(float(before.reached.found.share), float(after.reached.found.share)),
        here=tuple(
            (each, float(shares[0][each]), float(shares[1][each]))
            for each in _concerned(wanted)
            if each in shares[0].index
        ),
        targets=_concluded(before, after) if _outcomes(wanted) else (),
    )


def _results(before: Inquiry, after: Inquiry) -> Iterator[tuple[str, Result, Result]]:
    """Every definition that counts in both, with its results."""
    for one, other in zip(before.ledger, after.ledger, strict=True):
        if one.result is not None and other.result is not None:
            yield one.id, one.result, other.result


def _other_states(before: Result, after: Result) -> Iterator[tuple[str, str, str]]:
    """The prefectures whose state changes: adcode, state before, after."""
    then = after.per_prefecture.to_dict()
    for adcode, state in before.per_prefecture.to_dict().items():
        if state != then[adcode]:
            yield str(adcode), str(state), str(then[adcode])


def _concerned(changes: Iterable[Change]) -> Iterable[str]:
    """The prefectures of the changed records, as they were and as they shall be, each once."""
    records = [record for each in changes for record in (each.before, each.after) if record is not None]
    return dict.fromkeys(record.get("prefecture", "") for record in records)


def _outcomes(changes: Iterable[Change]) -> bool:
    return any(each.set_id == "outcomes" for each in changes)


def _concluded(before: Inquiry, after: Inquiry) -> tuple[tuple[str, str, str], ...]:
    """Quantities of the plan that are concluded otherwise at the day of the question."""
    day = before.question.as_of
    pairs = zip(
        scoreboard(before.atlas, before.atlas.plan, day), scoreboard(after.atlas, after.atlas.plan, day), strict=True
    )
    told = ((one.id, one.progress.conclusion, other.progress.conclusion) for one, other in pairs)
    return tuple(each for each in told if each[1] != each[2])


def _tally(found: Result) -> tuple[int, int, int]:
    return found.certain.count, found.best.count, found.possible.count

"""Corrections that the shipped data have overtaken: both speak of the very same, and say something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from atlas.atlas import Atlas
from atlas.corrections.kinds import PLANNED
from atlas.corrections.over import SOURCES, corrected
from atlas.corrections.released import Change, record_of


@dataclass(frozen=True)
class Overtaken:
    """A correction of what the shipped data have renewed since. columns  in which both have another value than it was
    made of; () where the record as a whole came, went or changed
    """

    set_id: str
    record: str
    columns: tuple[str, ...] = ()


def overtaken(shipped: Atlas, changes: Iterable[Change]) -> tuple[Overtaken, ...]:
    """The changes of records that shipped data have renewed in what is corrected, otherwise than these do."""
    return tuple(
        Overtaken(each.set_id, each.record, columns)
        for each in changes
        for columns in _renewed(each, record_of(shipped, each.set_id, each.record))
    )


def _renewed(change: Change, now: Mapping[str, str] | None) -> Iterator[tuple[str, ...]]:
    before, after = change.before, change.after
    if now in (before, after):
        return
    if now is None or before is None or after is None:
        # What a plan supports is in that plan alone, and there it stays.
        if now is not None or change.set_id != PLANNED:
            yield ()
        return
    other = [name for name in now if name in corrected(before, after) and name != SOURCES]
    found = tuple(name for name in other if now[name] not in (before.get(name, ""), after[name]))
    if found:
        yield found

"""A correction over data that go on: it changes the columns that it corrects, and the rest is as shipped.

What belongs together is corrected together: a point is not half of one record and half of another.
"""

from __future__ import annotations

from collections.abc import Mapping

from data.schemas import LIST_SEPARATOR

# A record as texts by column, None for none.
Record = Mapping[str, str] | None
POINT = frozenset({"lon", "lat", "position", "position_km", "point_source"})
SOURCES = "sources"


def corrected(before: Record, after: Record) -> frozenset[str]:
    """The columns that a change corrects, with those that belong to them; all of a record that comes or goes."""
    if before is None or after is None:
        return frozenset((before or {}).keys() | (after or {}).keys())
    found = {name for name in after if after[name] != before.get(name, "")}
    if found & {"lon", "lat"}:
        found |= POINT & after.keys()
    return frozenset(found | ({f"{name}_bound" for name in found} & after.keys()))


def as_it_shall_be(before: Record, after: Mapping[str, str], shipped: Record) -> dict[str, str]:
    """The record with a change over what is shipped now."""
    if before is None or shipped is None:
        return dict(after)
    laid = {name: after[name] for name in corrected(before, after) if name in shipped}
    if SOURCES in laid:
        laid[SOURCES] = _cited(before.get(SOURCES, ""), after[SOURCES], shipped[SOURCES])
    return {**shipped, **laid}


def before_both(earlier: tuple[Record, Record], later: Record) -> Record:
    """What a record was before two changes of it, taken as one: each column before the first that corrects it.

    earlier  before and after the first change;  later  before the second
    """
    before, after = earlier
    if before is None or after is None or later is None:
        return before
    return {**later, **{name: text for name, text in before.items() if text != after.get(name) or name == SOURCES}}


def _cited(before: str, after: str, now: str) -> str:
    """Sources of a record: those shipped now, without what the correction took away, with what it added."""
    if now == before:
        return after
    then, there, here = (list(filter(None, each.split(LIST_SEPARATOR))) for each in (before, after, now))
    kept = [each for each in here if each not in then or each in there]
    return LIST_SEPARATOR.join(dict.fromkeys([*kept, *(each for each in there if each not in then)]))

"""The data as whoever asks gets them: the newest release over those shipped, or an older one by its data version.

Nothing of the database is imported before somebody has proposed something at this machine. A store that is damaged, or
does not answer, changes no answer: the data are those shipped, under their own version, and the log says why.
"""

from __future__ import annotations

import logging

from atlas.atlas import Atlas
from atlas.corrections.released import NOTHING, VERSION, Released, parts_of, released, with_changes
from data.errors import DataError
from data.store.place import Place, StoreError, place


def with_release(shipped: Atlas, data: str = "", *, or_present: bool = False) -> Atlas:
    """The shipped data with a release over them: the newest for "", else the one that has the data version `data`.

    or_present  take the newest where nothing answers from `data`
    Raises LookupError for a version that is of no release over these files, StoreError when it cannot be read.
    """
    if data == shipped.version:
        return shipped
    if data:
        try:
            return _named(shipped, data)
        except (LookupError, StoreError):
            if not or_present:
                raise
    try:
        state = _state(place())
    except StoreError as error:
        logging.getLogger("atlas").error("the corrections cannot be read, the data are as shipped: %s", error)
        return shipped
    return laid_over(shipped, state) or shipped


def laid_over(shipped: Atlas, state: Released) -> Atlas | None:
    """The atlas with the changes of a release; None, with a line in the log, when one no longer fits the data."""
    if not state.id:
        return shipped
    try:
        return with_changes(shipped, state.changes, state.version(shipped.version))
    except DataError:
        logging.getLogger("atlas").exception("release %s does not fit the data %s", state.id, shipped.version)
        return None


def unknown(data: str) -> LookupError:
    """What is raised for a data version that nothing here answers from."""
    return LookupError(f"data version {data[:40]!r} is not known here; leave it out for the present data")


def _named(shipped: Atlas, data: str) -> Atlas:
    if not VERSION.fullmatch(data) or parts_of(data)[0] != shipped.version:
        raise unknown(data)
    try:
        state = _state(place(), parts_of(data)[1])
    except LookupError:
        raise unknown(data) from None
    found = laid_over(shipped, state) if state.version(shipped.version) == data else None
    if found is None:
        raise unknown(data)
    return found


def _state(where: Place, number: int | None = None) -> Released:
    if not where.begun:
        return NOTHING
    from data.store.opening import open_store  # noqa: PLC0415 -- only where there is a store

    return released(open_store(where), number)

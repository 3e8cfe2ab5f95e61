"""The store of corrections as this server has it, and its releases over the data as shipped.

Which release is the newest is looked for once a second at most; a release that a link asks for is laid over the data
once, and the last few are kept. Nothing of the database is imported before somebody has proposed something.
A store that can no longer be read takes nothing from readers: they keep the last release that was read, and are told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Condition, RLock
from typing import TYPE_CHECKING

from cachetools import LRUCache, TTLCache, cached

from atlas.atlas import Atlas, in_language
from atlas.corrections.at_hand import laid_over
from atlas.corrections.overtaken import Overtaken, overtaken
from atlas.corrections.released import NOTHING, VERSION, Released, newest, parts_of, released
from atlas.question.address import LANGUAGES
from atlas.question.offered import choices_of
from data.limits import RELEASES_OPEN
from data.store.place import Place, StoreError, place
from ui.data_versions import Known

if TYPE_CHECKING:
    from data.store.opening import Store

LOOK_S = 1.0
# What readers and administrators are told then.
UNFIT = (
    "Release {n} of the corrections no longer fits the data: pages show the data as shipped, version "
    "{version}. Bring back another release on the page of corrections."
)


class Corrected:
    """The store at a place, opened when it is first needed.  where  tells the place"""

    def __init__(self, where: Callable[[], Place] = place) -> None:
        self._where = where
        self._opened: Store | None = None
        self._lock = RLock()
        # The newest release as it was last read, and why it could not be read since.
        self._good: Released = NOTHING
        self._trouble: StoreError | None = None
        self._over = LRUCache[tuple[str, str], Known](RELEASES_OPEN.most)
        # Data versions of releases that do not fit the shipped data of a version, with that version.
        self._unfit = set[tuple[str, str]]()
        # Every reader asks, the database answers once a second.
        self._look = cached(TTLCache[tuple[()], tuple[int, str]](1, LOOK_S), condition=Condition())(self._newest)

    def store(self, *, begin: bool = False) -> Store | None:
        """The store; None while nobody has ever written, unless it shall begin. Raises StoreError."""
        with self._lock:
            where = self._where()
            if self._opened is None and (begin or where.begun):
                from data.store.opening import open_store  # noqa: PLC0415

                self._opened = open_store(where)
            return self._opened

    def need(self) -> Store:
        """The store, begun when there is none. Raises StoreError."""
        found = self.store(begin=True)
        assert found is not None  # noqa: S101 -- for the types: it has just begun
        return found

    def trouble(self) -> StoreError | None:
        """Why the store may only be read, or not even that; None when all is well or there is none."""
        self.newest()
        return self._trouble

    def fault(self) -> str:
        """The trouble as an administrator is told of it, "" for none."""
        return str(self.trouble() or "")

    def newest(self) -> tuple[int, str]:
        """Number and hash of the newest release, at most a second old; (0, "") for none. The last one that could be
        read while the store cannot.
        """
        return self._look()

    def look_again(self) -> None:
        """Somebody has published in this very process."""
        self._look.cache_clear()

    def version(self, shipped: str) -> str:
        """The data version of the newest release over a version of the shipped data; these alone where it is known not
        to fit them, so that no link and no file names what nobody was shown.
        """
        version = self._wanted(shipped)
        return shipped if (version, shipped) in self._unfit else version

    def _wanted(self, shipped: str) -> str:
        number, digest = self.newest()
        return Released(number, digest).version(shipped)

    def unfit(self, shipped: str) -> int:
        """The number of the newest release where it no longer fits these shipped data, which readers then see as they
        are; 0 for none.
        """
        return self._good.id if (self._wanted(shipped), shipped) in self._unfit else 0

    def overtaken(self, shipped: Atlas) -> tuple[Overtaken, ...]:
        """The corrections of the newest release that the shipped data have renewed otherwise since."""
        self.newest()
        state = self._good
        return shipped.memo.once("overtaken", (state.id, state.hash), lambda: overtaken(shipped, state.changes))

    def is_there(self, version: str, shipped: str) -> bool:
        """Whether a data version is that of a release over these shipped data, or of these alone."""
        if not VERSION.fullmatch(version):
            return False
        base, number, _ = parts_of(version)
        with self._lock:
            kept = self._over.get((version, shipped))
        if kept is not None:
            # Once a run for those who look at it: the database has been asked already.
            return kept.version == version
        return base == shipped and self._released(number).version(shipped) == version

    def over(self, version: str, at: Callable[[str], Known]) -> Known:
        """All that was known at a data version.  at  what is known of the shipped data, the last good version when the
        one asked for has long been replaced: then the newest release is laid over that
        """
        if not VERSION.fullmatch(version):
            return at(version)
        base, number, _ = parts_of(version)
        found = at(base)
        if found.version != base:
            version = self._wanted(found.version)
            number = parts_of(version)[1]
        if not number:
            return found
        with self._lock:
            key = version, found.version
            if key not in self._over:
                state = self._released(number)
                if not state.id:
                    # Not kept: the store may be read again in a moment.
                    return found
                self._over[key] = laid = _laid_over(found, state)
                if laid is found:
                    self._unfit.add(key)
            return self._over[key]

    def _released(self, number: int) -> Released:
        if number in (0, self._good.id):
            return self._good if number else NOTHING
        try:
            store = self.store()
            return released(store, number) if store is not None else NOTHING
        except (StoreError, LookupError):
            return NOTHING

    def _newest(self) -> tuple[int, str]:
        try:
            store = self.store()
            found = newest(store) if store is not None else (0, "")
            if store is not None and found != (self._good.id, self._good.hash):
                self._good = released(store, found[0])
            self._trouble = None
        except StoreError as error:
            if str(error) != str(self._trouble):
                logging.getLogger("atlas").error("release %d stays, no other can be read: %s", self._good.id, error)
            self._trouble = error
        return self._good.id, self._good.hash


def _laid_over(known: Known, state: Released) -> Known:
    """Every atlas with the changes of a release; the shipped data themselves when a change no longer fits them."""
    atlases = {}
    for plan in known.plans:
        found = laid_over(known.atlases[plan, LANGUAGES[0]], state)
        if found is None:
            return known
        atlases[plan] = found
    return replace(
        known,
        version=state.version(known.version),
        atlases={(plan, word): in_language(atlas, word) for plan, atlas in atlases.items() for word in LANGUAGES},
        choices={plan: choices_of(atlas, atlas.declared("bodies").as_of) for plan, atlas in atlases.items()},
    )


CORRECTED = Corrected()

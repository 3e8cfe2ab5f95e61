"""Which data version readers see. A new one is read, and its map pages composed, beside the pages; until all of that is
there everybody keeps the one before.

Only the first version of a plan may be made while somebody waits: by the start of the server, for its own plan.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from threading import Lock

from atlas.background import HOUSE, POOL, Pool, Stopped, Watch, Work
from atlas.question.address import LANGUAGES
from ui import shared
from ui.settings import Settings


class Renewal:
    """The version shown of every plan that somebody has looked at, and the work on the next."""

    def __init__(self, pool: Pool = POOL) -> None:
        self._pool, self._lock = pool, Lock()
        # Settings -> the version shown, and the stamp that the files had before it was read.
        self._shown: dict[Settings, tuple[str, Hashable]] = {}
        self._work: Work[None] | None = None

    def version_of(self, settings: Settings) -> str:
        """The version that a reader sees now. Raises what the first reading raises; later, once, what nobody expected
        of the work on the next.
        """
        if settings not in self._shown:
            self._show(settings)
        elif (ended := self._look(settings)) is not None:
            ended.answer()
        return self._shown[settings][0]

    def compose_ahead(self, settings: Settings) -> None:
        """Compose the pages of all plans, before anybody looks at one."""
        plans = shared.plans(settings, self.version_of(settings))
        self._begin([replace(settings, plan=each) for each in plans])

    def _look(self, settings: Settings) -> Work[None] | None:
        """Begin to renew when files have changed; the work that has ended since the last look, if any."""
        with self._lock:
            ended = self._work if self._work is not None and self._work.done else None
            if ended is not None:
                self._work = None
            elif self._work is None and shared.stamp_of(settings) != self._shown[settings][1]:
                self._begin(list(self._shown))
            return ended

    def _begin(self, wanted: list[Settings]) -> None:
        def renew(_stopped: Stopped, _watch: Watch) -> None:
            for each in wanted:
                if each in self._shown:
                    # Whatever comes of it, the same files are not tried again.
                    self._shown[each] = self._shown[each][0], shared.stamp_of(each)
                self._show(each)

        self._work = self._pool.begin(HOUSE, renew)

    def _show(self, settings: Settings) -> None:
        stamp = shared.stamp_of(settings)
        # A program that asks may be reading the files: the version before would stay until they change once more.
        version = shared.version_of(settings, wait=True)
        for language in LANGUAGES:
            shared.map_page(settings, version, language)
        self._shown[settings] = version, stamp


RENEWAL = Renewal()

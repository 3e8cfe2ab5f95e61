"""Whether all is as it should be, in words: for monitoring (/readyz), for what starts and stops servers (/livez), and
for readers (the page of the data).

Readers are answered through most of what can go wrong: by the last good version of the data, by map pages in memory.
That is why there are two addresses; see docs/decisions/0016-health.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from atlas.background import POOL
from atlas.words import Say, say_in
from data.store.place import StoreError
from ui import shared
from ui.corrected import CORRECTED, UNFIT
from ui.data_versions import Refused
from ui.incidents import error_told, short
from ui.settings import Settings

NO_STORE = {"Cache-Control": "no-store"}
OVERTAKEN = (
    "Corrected records that newer shipped data have changed in what was corrected: {n}. The correction stands until "
    "somebody proposes otherwise."
)


@dataclass(frozen=True)
class Reason:
    """One thing that is not as it should be.

    part      data, rules, pages, corrections, disk or pool
    sentence  a message id, with what is put in (`values`);  details  for whoever looks after the files, in English
    answered  whether readers are answered all the same
    """

    part: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    details: tuple[str, ...] = ()
    answered: bool = True

    def told(self, say: Say) -> str:
        """The sentence in a language; an error that knows its own words says them."""
        told = {
            name: each.sentence(say) if isinstance(each, StoreError) else each for name, each in self.values.items()
        }
        return say(self.sentence).format(**told)


def reasons(settings: Settings) -> list[Reason]:
    """All that is not as it should be; nothing when all is well."""
    refused = shared.refused(settings)
    return [
        *([_of_files(refused)] if refused is not None else []),
        *_of_pages(settings),
        *_of_corrections(settings),
        *_of_disk(),
        *_of_pool(),
    ]


class Health:
    """What a server tells of itself.  started  whether the first reader may come"""

    def __init__(self, settings: Settings) -> None:
        self.started = False
        self._settings = settings

    async def readyz(self, _request: Request) -> Response:
        """200 when all is as it should be, 503 with the reasons when anything is not; notes where there are any."""
        found = await run_in_threadpool(self._reasons)
        english = say_in("en")
        notes = await run_in_threadpool(self._notes)
        told = [_as_json(each, english) for each in found]
        ready = self.started and not found
        known = {"ready": ready, "live": self._live(found), "data_version": shared.version_in_use(self._settings)}
        answer = known | {"reasons": told} | ({"notes": [_as_json(each, english) for each in notes]} if notes else {})
        return JSONResponse(answer, status_code=200 if ready else 503, headers=NO_STORE)

    async def livez(self, _request: Request) -> Response:
        """200 as long as readers are answered, 503 when they are not, or not yet."""
        live = self._live(await run_in_threadpool(self._reasons))
        return JSONResponse({"live": live}, status_code=200 if live else 503, headers=NO_STORE)

    def _live(self, found: list[Reason]) -> bool:
        return self.started and all(each.answered for each in found)

    def _reasons(self) -> list[Reason]:
        if self.started:
            # Files may have changed since a reader last looked.
            shared.version_of(self._settings)
        return reasons(self._settings) if self.started else []

    def _notes(self) -> list[Reason]:
        return list(_of_overtaken(self._settings)) if self.started else []


def _as_json(reason: Reason, say: Say) -> dict[str, Any]:
    return {"part": reason.part, "reason": reason.told(say), "details": reason.details}


def _of_files(refused: Refused) -> Reason:
    values: dict[str, Any] = {"since": f"{refused.since:%Y-%m-%d %H:%M}", "version": CORRECTED.version(refused.stays)}
    if refused.of_a_set:
        return Reason(
            "data",
            "Since {since} a table of the data cannot be used as it is. Every number still comes from data version "
            "{version}, until the file is mended.",
            values,
            refused.faults,
        )
    return Reason(
        "rules",
        "Since {since} a file of rules (a plan, a definition) cannot be used as it is. Every number still comes "
        "from data version {version}, until the file is mended.",
        values,
        refused.faults,
    )


def _of_pages(settings: Settings) -> Iterator[Reason]:
    try:
        shared.compose_all(settings)
    except Exception as error:  # noqa: BLE001 -- whatever it is, this is where it must be told
        told = error_told(error)
        details = (f"{told['error']}: {told['says']}", *told["at"][-1:])
        yield Reason("pages", "The map cannot be drawn with the present data.", {}, details, answered=False)


def _of_corrections(settings: Settings) -> Iterator[Reason]:
    if trouble := CORRECTED.trouble():
        yield Reason(
            "corrections",
            "No correction can be made or published: {fault}. Pages stay at data version {version}.",
            {"fault": trouble, "version": shared.version_in_use(settings)},
        )

    shipped = shared.shipped_in_use(settings)
    if number := CORRECTED.unfit(shipped):
        yield Reason("corrections", UNFIT, {"n": str(number), "version": shipped})


def _of_overtaken(settings: Settings) -> Iterator[Reason]:
    """What somebody should look at, and what makes a server no less ready."""
    if found := shared.overtaken(settings):
        details = tuple(f"{each.set_id} {each.record}: {', '.join(each.columns) or 'the record'}" for each in found)
        yield Reason("corrections", OVERTAKEN, {"n": str(len(found))}, details)


def _of_disk() -> Iterator[Reason]:
    if why := shared.OWN.look():
        yield Reason(
            "disk",
            "Nothing can be kept on the disk. The atlas works without it; only its next start takes longer.",
            {},
            (why,),
        )


def _of_pool() -> Iterator[Reason]:
    if why := POOL.fault():
        yield Reason("pool", "No search can be begun at this moment.", {}, (short(why),), answered=False)

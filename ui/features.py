"""The layers for geographic information systems at /ogc (OGC API – Features): read only, see ui.programs and
documents.features.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from atlas.service import NothingHereError, Pairs
from data.errors import DataError
from data.export import as_json
from data.limits import FEATURES_AT_ONCE, FEATURES_MINUTE, FEATURES_WAITING
from geo.errors import GeoError
from ui import shared
from ui.programs import CACHED, SOON, Programs, has_it, over, pairs_of, parts_of, problem, tag
from ui.server import base_path
from ui.settings import Settings

PLACE = "/ogc"


async def landing(request: Request) -> Response:
    """An address without its slash leads to the landing page."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f".{PLACE}/{query}", status_code=307)


class Features(Programs):
    """The ASGI application below /ogc."""

    def __init__(self, settings: Settings, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(settings, FEATURES_MINUTE, now)
        self._turns = asyncio.Semaphore(FEATURES_AT_ONCE.most)

    async def _answer(self, request: Request) -> Response:
        path = [] if (parts := parts_of(request)) == [""] else parts
        try:
            pairs = pairs_of(request)
        except ValueError:
            return problem(400, "expected a question in UTF-8, as a browser writes it")
        return await self._worked_out(lambda: self._made(path, pairs, request))

    async def _worked_out(self, make: Callable[[], Response]) -> Response:
        """In turn: these programs ask for all layers of a map at once, and leave out one that was refused. Each that
        waits has a place at the door; most of these are for the pages.
        """
        if self._working >= FEATURES_WAITING.most:
            return over(FEATURES_WAITING, 503, SOON)
        self._working += 1
        try:
            async with self._turns:
                return await run_in_threadpool(make)
        finally:
            self._working -= 1

    def _made(self, path: list[str], pairs: Pairs, request: Request) -> Response:
        """The answer, or that the one who asks has it already."""
        from documents.features.answers import answer_of, need_address  # noqa: PLC0415 -- for those who ask

        version = shared.version_of(self._settings)
        # Its links begin with the address that was asked, which the door has judged.
        base = f"{str(request.base_url).rstrip('/')}{base_path()}{PLACE}"
        headers = {**CACHED, "ETag": tag(version, [base, *path], pairs)}
        try:
            need_address(path)
            if has_it(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
            found = answer_of(path, pairs, self._known(version), base)
        except NothingHereError as error:
            return problem(404, str(error))
        except (DataError, GeoError, LookupError, ValueError) as error:
            return problem(400, str(error))
        headers |= {"Atlas-Data-Version": found.version, "Content-Language": found.language}
        if found.crs:
            headers["Content-Crs"] = f"<{found.crs}>"
        return Response(as_json(found.content, indent=None), media_type=found.form, headers=headers)

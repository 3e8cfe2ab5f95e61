"""Answers for other programs at /api/v1: JSON to read, nothing to write; see ui.programs."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from atlas.described import described
from atlas.service import NothingHereError, Pairs, answer_of, need_address
from data.errors import DataError
from data.export import as_json
from data.limits import API_MINUTE
from geo.errors import GeoError
from ui import shared
from ui.programs import CACHED, Programs, has_it, pairs_of, parts_of, problem, tag
from ui.server import base_path
from ui.settings import Settings


class Service(Programs):
    """The ASGI application below /api."""

    def __init__(self, settings: Settings, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(settings, API_MINUTE, now)

    async def _answer(self, request: Request) -> Response:
        version, *path = [*parts_of(request), ""][:-1] or [""]
        try:
            if version != "v1":
                need_address([])
            if path == ["openapi.json"]:
                return JSONResponse(described(base_path()), headers=CACHED)
            need_address(path)
            pairs = pairs_of(request)
        except NothingHereError as error:
            return problem(404, str(error))
        except ValueError:
            return problem(400, "expected a question in UTF-8, as a browser writes it")
        return await self._worked_out(lambda: self._made(path, pairs, request))

    def _made(self, path: list[str], pairs: Pairs, request: Request) -> Response:
        """The answer, or that the one who asks has it already."""
        version = shared.version_of(self._settings)
        headers = {**CACHED, "ETag": tag(version, path, pairs)}
        if has_it(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        try:
            found = answer_of(path, pairs, self._known(version))
        except NothingHereError as error:
            return problem(404, str(error))
        except (DataError, GeoError, LookupError, ValueError) as error:
            return problem(400, str(error))
        return Response(as_json(found), media_type="application/json", headers=headers)

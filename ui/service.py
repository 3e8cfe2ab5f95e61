"""Answers for other programs at /api/v1: JSON to read, nothing to write. Worked out in a thread, so that no page waits;
the door has judged hosts and sizes before.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from atlas.described import described
from atlas.service import Known, NothingHereError, Pairs, answer_of, need_address
from atlas.terminal import shortened
from data.errors import DataError
from data.export import as_json
from data.limits import API_AT_ONCE, API_CLIENTS, API_MINUTE, API_QUERY, Limit
from geo.errors import GeoError
from ui import shared
from ui.map_pages import program
from ui.server import base_path
from ui.settings import Settings

# Kept by whoever asked, and asked about anew: the data may have changed.
CACHED = {"Cache-Control": "no-cache"}
NO_STORE = {"Cache-Control": "no-store"}
MINUTE_S = 60.0
CLOSED = "the answers for programs are switched off on this server"
ONLY_READ = "expected GET or HEAD: nothing can be written here"


class Service:
    """The ASGI application below /api. now  a clock in seconds"""

    def __init__(self, settings: Settings, now: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._now = settings, now
        self._asked = OrderedDict[str, tuple[float, int]]()
        self._working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry; a stream has nothing to do here."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        request = Request(scope, receive)
        response = self._refusal(request) or await self._answer(request)
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        """What is refused before anything is worked out."""
        if not self._settings.answers_programs:
            return problem(404, CLOSED)
        if request.method not in ("GET", "HEAD"):
            return problem(405, ONLY_READ, {"Allow": "GET, HEAD"})
        if len(request.scope["query_string"]) > API_QUERY.most:
            return over(API_QUERY, 414)
        if self._too_often(request.client.host if request.client else ""):
            return over(API_MINUTE, 429, {"Retry-After": str(round(MINUTE_S))})
        return None

    def _too_often(self, client: str) -> bool:
        """Whether an address has asked more than it may in the minute that began with its first request."""
        began, times = self._asked.pop(client, (self._now(), 0))
        if self._now() - began >= MINUTE_S:
            began, times = self._now(), 0
        self._asked[client] = began, times + 1
        if len(self._asked) > API_CLIENTS.most:
            self._asked.popitem(last=False)
        return times >= API_MINUTE.most

    async def _answer(self, request: Request) -> Response:
        version, *path = [*_parts(request), ""][:-1] or [""]
        try:
            if version != "v1":
                need_address([])
            if path == ["openapi.json"]:
                return JSONResponse(described(base_path()), headers=CACHED)
            need_address(path)
            pairs = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True, errors="strict")
        except NothingHereError as error:
            return problem(404, str(error))
        except ValueError:
            return problem(400, "expected a question in UTF-8, as a browser writes it")
        if self._working >= API_AT_ONCE.most:
            return over(API_AT_ONCE, 503, {"Retry-After": "1"})
        self._working += 1
        try:
            return await run_in_threadpool(self._made, path, pairs, request.headers.get("if-none-match", ""))
        finally:
            self._working -= 1

    def _made(self, path: list[str], pairs: Pairs, has: str) -> Response:
        """The answer, or that the one who asks has it already."""
        version = shared.version_of(self._settings)
        headers = {**CACHED, "ETag": tag(version, path, pairs)}
        if headers["ETag"] in [each.strip().removeprefix("W/") for each in has.split(",")]:
            return Response(status_code=304, headers=headers)
        try:
            found = answer_of(path, pairs, self._known(version))
        except NothingHereError as error:
            return problem(404, str(error))
        except (DataError, GeoError, LookupError, ValueError) as error:
            return problem(400, str(error))
        return Response(as_json(found), media_type="application/json", headers=headers)

    def _known(self, version: str) -> Known:
        def of(plan: str, data: str = "") -> tuple[Settings, str]:
            settings = replace(self._settings, plan=plan)
            return settings, shared.version_asked(settings, data, version) if data else version

        return Known(
            usual_plan=self._settings.plan,
            plans=tuple(shared.plans(self._settings, version)),
            atlas=lambda plan, language, data: shared.atlas_of(*of(plan, data), language),
            choices=lambda plan, data: shared.choices(*of(plan, data)),
        )


def tag(version: str, path: list[str], pairs: Pairs) -> str:
    """The tag of an answer: another one with other data, another program, another question."""
    asked = repr((version, program(), path, list(pairs)))
    return f'"{hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def problem(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """A refusal as other programs read it (RFC 9457)."""
    told: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    detail = " ".join(shortened(sentence).split())
    return JSONResponse(
        {**told, "detail": detail},
        status_code=status,
        headers={**NO_STORE, **(headers or {})},
        media_type="application/problem+json",
    )


def over(limit: Limit, status: int, headers: dict[str, str] | None = None) -> Response:
    """What the one who meets a limit is told."""
    return problem(status, limit.sentence.format(most=limit.told), headers)


def _parts(request: Request) -> list[str]:
    """The parts of the address below /api."""
    scope = request.scope
    path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
    return path.removeprefix("/").split("/")

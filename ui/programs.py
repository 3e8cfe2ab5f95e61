"""What is common to the doors for other programs: read only, bounded a minute and at once, worked out in a thread so
that no page waits, refused in one sentence. The door has judged hosts and sizes before.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from atlas.service import Known, Pairs
from atlas.terminal import shortened
from data.limits import API_AT_ONCE, API_QUERY, Limit
from ui import shared
from ui.door.rate import RETRY, Rate
from ui.program import program
from ui.settings import Settings

# Kept by whoever asked, and asked about anew: the data may have changed.
CACHED = {"Cache-Control": "no-cache"}
NO_STORE = {"Cache-Control": "no-store"}
SOON = {"Retry-After": "1"}
CLOSED = "the answers for programs are switched off on this server"
ONLY_READ = "expected GET or HEAD: nothing can be written here"


class Programs:
    """An ASGI application that answers programs. minute  how often one address may ask in a minute
    now  a clock in seconds
    """

    def __init__(self, settings: Settings, minute: Limit, now: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._minute, self._rate = settings, minute, Rate(minute, now)
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
        if self._rate.is_over(request.client.host if request.client else ""):
            return over(self._minute, 429, RETRY)
        return None

    async def _answer(self, request: Request) -> Response:
        raise NotImplementedError

    async def _worked_out(self, make: Callable[[], Response]) -> Response:
        """What `make` makes, in a thread; refused where so many are at work already."""
        if self._working >= API_AT_ONCE.most:
            return over(API_AT_ONCE, 503, SOON)
        self._working += 1
        try:
            return await run_in_threadpool(make)
        finally:
            self._working -= 1

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


def pairs_of(request: Request) -> Pairs:
    """Names and values of a question in their order. Raises ValueError for what is not UTF-8."""
    query = request.scope["query_string"].decode("latin-1")
    return parse_qsl(query, keep_blank_values=True, errors="strict")


def parts_of(request: Request) -> list[str]:
    """The parts of the address below the place where the application is mounted."""
    scope = request.scope
    path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
    return path.removeprefix("/").split("/")


def tag(version: str, path: Sequence[str], pairs: Pairs) -> str:
    """The tag of an answer: another one with other data, another program, another question."""
    asked = repr((version, program(), list(path), list(pairs)))
    return f'"{hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def has_it(request: Request, wanted: str) -> bool:
    """Whether the one who asks has the answer of a tag already."""
    has = request.headers.get("if-none-match", "")
    return wanted in [each.strip().removeprefix("W/") for each in has.split(",")]


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

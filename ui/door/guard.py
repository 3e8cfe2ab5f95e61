"""The guard at the door: judges every request and handshake first, and lets in no more than there is room for."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from data import limits
from data.limits import Limit
from ui.door.judge import Hosts, Refusal, headers, judge
from ui.door.uploads import Uploads

CLOSED = "There is nothing at this address."
# What Streamlit's own page asks of its server. The rest (figures about all readers, interfaces for programs) is shut.
OPEN = {"health", "host-config", "stream", "upload_file", "bidi-components"}
UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")
# Of each kind of refusal the log has a line so often at most: who knocks all day shall not fill the disk.
LOG_S = 10.0


def over(limit: Limit, status: int) -> Refusal:
    """What the one who meets a limit is told."""
    return Refusal(status, limit.sentence, {"most": limit.told})


class Door:
    """Judges what comes; outermost but for the headers that every answer carries.

    own      the hosts that the server answers for;  base  the path under which it is served, "" or "/atlas"
    metrics  whether figures about all readers may be asked for;  uploads  what sessions have brought
    """

    def __init__(self, app: ASGIApp, *, own: Hosts, base: str = "", metrics: bool = False, uploads: Uploads) -> None:
        self.app, self.own, self.base, self.uploads = app, own, base, uploads
        self.open = OPEN | ({"metrics"} if metrics else set())
        self.requests = 0
        self.streams: Counter[str] = Counter()
        self._logged: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = judge(scope, self.own) or self._closed(scope) or self._too_large(scope)
        if refusal is not None:
            await self._refuse(refusal, scope, receive, send)
        elif scope["type"] == "websocket":
            await self._stream(scope, receive, send)
        else:
            await self._request(scope, receive, send)

    def _path(self, scope: Scope) -> str:
        return str(scope["path"]).removeprefix(self.base)

    def _closed(self, scope: Scope) -> Refusal | None:
        first, _, rest = self._path(scope).lstrip("/").partition("/")
        return Refusal(404, CLOSED) if first == "_stcore" and rest.split("/")[0] not in self.open else None

    def _too_large(self, scope: Scope) -> Refusal | None:
        head = len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"])
        head += sum(len(name) + len(value) for name, value in scope["headers"])
        if head > limits.REQUEST_HEAD.most:
            return over(limits.REQUEST_HEAD, 431)
        if not UPLOAD.fullmatch(self._path(scope)) and announced(scope) > limits.REQUEST_BODY.most:
            return over(limits.REQUEST_BODY, 413)
        return None

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = (scope.get("client") or ("",))[0]
        if self.streams.total() >= limits.STREAMS.most or self.streams[client] >= limits.STREAMS_CLIENT.most:
            await self._refuse(over(limits.STREAMS, 503), scope, receive, send)
            return
        self.streams[client] += 1
        try:
            await self.app(_as_own_page(scope), _bytes_only(receive), send)
        finally:
            self.streams[client] -= 1
            self.streams += Counter()  # forgets who has left

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.requests >= limits.REQUESTS.most:
            await self._refuse(over(limits.REQUESTS, 503), scope, receive, send)
            return
        with self._counted(), self.uploads.expected(self._session(scope), announced(scope)) as refusal:
            if refusal is not None:
                await self._refuse(refusal, scope, receive, send)
                return
            most = None if self._session(scope) else limits.REQUEST_BODY
            await self.app(_as_own_page(scope), _in_time(receive, most), send)

    def _session(self, scope: Scope) -> str:
        """The session that brings a file with this request; "" for any other."""
        found = UPLOAD.fullmatch(self._path(scope))
        return found[1] if found and scope["method"] == "PUT" else ""

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.requests += 1
        try:
            yield
        finally:
            self.requests -= 1

    async def _refuse(self, refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        now = time.monotonic()
        if now - self._logged.get(refusal.sentence, -LOG_S) >= LOG_S:
            self._logged[refusal.sentence] = now
            told = refusal.text.splitlines()[-1]
            logging.getLogger("atlas").warning("refused with %d: %s", refusal.status, told)
        answer = PlainTextResponse(refusal.text, status_code=refusal.status, headers={"Cache-Control": "no-store"})
        if scope["type"] == "http":
            await answer(scope, receive, send)
        elif "websocket.http.response" in scope.get("extensions", {}):
            await WebSocket(scope, receive, send).send_denial_response(answer)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": ""})


def announced(scope: Scope) -> int:
    """The length of the body that a request says it has, in bytes; 0 for none, -1 when it has one of unknown length."""
    lengths = headers(scope, b"content-length")
    if lengths and lengths[0].isascii() and lengths[0].isdigit():
        return int(lengths[0])
    return -1 if headers(scope, b"transfer-encoding") else 0


def _as_own_page(scope: Scope) -> Scope:
    """The request with its origin written as its host is. Streamlit compares the two sign by sign, and where they
    differ (upper case, a usual port) it asks an outside address for its own, with everybody waiting.
    """
    if not headers(scope, b"origin"):
        return scope
    scope = {**scope, "headers": list(scope["headers"])}
    changed = MutableHeaders(scope=scope)
    changed["origin"] = f"{changed['origin'].partition(':')[0].lower()}://{changed['host']}"
    return scope


def _bytes_only(receive: Receive) -> Receive:
    """Ends a stream at a message of text, which Streamlit would log as an error of ours, with a traceback each."""

    async def heard() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and message.get("bytes") is None:
            return {"type": "websocket.disconnect", "code": 1003, "reason": ""}
        return message

    return heard


def _in_time(receive: Receive, most: Limit | None) -> Receive:
    """The body of a request, ended when it comes too slowly or is longer than `most` (None: bounded elsewhere).

    Whoever reads on after the body waits for the reader to leave, for which there is no limit.
    """
    began = asyncio.get_running_loop().time()
    whole, length = False, 0

    async def heard() -> Message:
        nonlocal whole, length
        if whole:
            return await receive()
        left = began + limits.BODY_SECONDS.most - asyncio.get_running_loop().time()
        try:
            message = await asyncio.wait_for(receive(), min(left, limits.BODY_PAUSE.most))
        except TimeoutError:
            raise _ended(
                over(limits.BODY_SECONDS if left <= limits.BODY_PAUSE.most else limits.BODY_PAUSE, 408)
            ) from None
        whole = message["type"] != "http.request" or not message.get("more_body", False)
        length += len(message.get("body", b""))
        if most is not None and length > most.most:
            raise _ended(over(most, 413))
        return message

    return heard


def _ended(refusal: Refusal) -> HTTPException:
    return HTTPException(refusal.status, refusal.text, {"Connection": "close"})

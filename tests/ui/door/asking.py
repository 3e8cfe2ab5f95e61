"""Asks an ASGI application as a server would, without one."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message

from tests import loops

OURS = {"Host": "localhost", "Origin": "http://localhost"}


@dataclass
class Answer:
    """What came back.  sent  all messages of the application"""

    sent: list[Message] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.sent[0]["status"]

    @property
    def headers(self) -> Headers:
        return Headers(raw=self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent[1:])

    @property
    def content(self) -> bytes:
        """The body unpacked."""
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body

    @property
    def text(self) -> str:
        return self.content.decode()


def scope(kind: str, method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    path, _, query = path.partition("?")
    found = [
        (name.lower().encode(), value.encode("latin-1"))
        for name, value in ({"Host": "localhost"} | dict(headers)).items()
    ]
    return {
        "type": kind,
        "method": method,
        "scheme": "http",
        "http_version": "1.1",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": found,
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 80),
        "extensions": {"websocket.http.response": {}},
        "subprotocols": [],
    }


async def asked(
    app: ASGIApp, method: str, path: str, headers: Mapping[str, str] | None = None, pieces: Iterable[bytes] = (b"",)
) -> Answer:
    """One request; a body in one piece says its length, one in several does not."""
    given, body, answer = dict(headers or {}), list(pieces), Answer()
    if len(body) > 1:
        given["Transfer-Encoding"] = "chunked"
    elif body[0]:
        given["Content-Length"] = str(len(body[0]))

    async def receive() -> Message:
        if not body:
            return await asyncio.get_running_loop().create_future()
        return {"type": "http.request", "body": body.pop(0), "more_body": bool(body)}

    async def send(message: Message) -> None:
        answer.sent.append(message)

    try:
        await app(scope("http", method, path, given), receive, send)
    except LookupError:
        assert answer.sent, "the frame hands its errors on to the server once it has answered"
    return answer


def ask(app: ASGIApp, method: str, path: str, headers: Mapping[str, str] | None = None, *pieces: bytes) -> Answer:
    return loops.run(asked(app, method, path, headers, pieces or (b"",)))


class Stream:
    """A websocket.  `async with` opens it; whether it was let in is in `answer`."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str] = OURS) -> None:
        self.app, self.headers, self.answer = app, headers, Answer()
        self.to_app: asyncio.Queue[Message] = asyncio.Queue()
        self.begun = asyncio.Event()

    async def __aenter__(self) -> Stream:
        await self.to_app.put({"type": "websocket.connect"})
        opening = scope("websocket", "GET", "/_stcore/stream", self.headers)
        self.task = asyncio.create_task(self.app(opening, self.to_app.get, self._send))
        await self.begun.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.say({"type": "websocket.disconnect", "code": 1000})
        await self.task

    @property
    def status(self) -> int:
        """101 for an open stream."""
        return 101 if self.answer.sent[0]["type"] == "websocket.accept" else self.answer.status

    async def say(self, message: Message) -> None:
        await self.to_app.put(message)

    async def _send(self, message: Message) -> None:
        self.answer.sent.append(message)
        self.begun.set()

"""Compressed answers: files once and then kept, everything else as it is made (Starlette's own part)."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import PurePosixPath

import anyio.to_thread
from cachetools import LRUCache
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.limits import COMPRESSED_BYTES
from ui.door.judge import headers

TEXT = {".js", ".mjs", ".css", ".html", ".json", ".svg", ".txt", ".map"}
# Below this many bytes an answer hardly becomes smaller.
WORTHWHILE = 1000
# As it is made: most of the gain for a third of the time.
LEVEL = 5
SUFFIX = '-gzip"'


class Compressed:
    """Compresses for whoever takes it.

    folders  paths below which files lie. A file is looked at anew for each request, but read and compressed only when
    its tag (ETag) is another than before.
    """

    def __init__(self, app: ASGIApp, *, folders: tuple[str, ...]) -> None:
        self.app, self.folders = app, folders
        self.others = GZipMiddleware(app, minimum_size=WORTHWHILE, compresslevel=LEVEL)
        self.kept: LRUCache[tuple[str, str], bytes] = LRUCache(COMPRESSED_BYTES.most, getsizeof=len)
        self.coming: dict[tuple[str, str], asyncio.Task[bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry; streams of a page are none of its business."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        takes = takes_gzip(scope)
        if not takes:
            scope = without(scope, b"accept-encoding")
        path = scope["path"]
        whole = scope["method"] in ("GET", "HEAD") and not headers(scope, b"range")
        if whole and path.startswith(self.folders) and PurePosixPath(path).suffix in TEXT:
            await self._file(scope, receive, send, takes)
        else:
            await self.others(scope, receive, send)

    async def _file(self, scope: Scope, receive: Receive, send: Send, takes: bool) -> None:
        scope = _with_plain_tags(scope)
        start, _ = await _answer(self.app, {**scope, "method": "HEAD"})
        about = MutableHeaders(scope=start)
        tag, size = about.get("etag", ""), int(about.get("content-length", 0))
        if start["status"] not in (200, 304) or not tag:
            await self.app(scope, receive, send)
            return
        about.add_vary_header("Accept-Encoding")
        smaller = takes and (size >= WORTHWHILE or start["status"] == 304)
        if start["status"] == 200 and not smaller:
            await self.app(scope, receive, _with_start(start, send))
            return
        body = b""
        if smaller:
            about["etag"] = tag.removesuffix('"') + SUFFIX
        if start["status"] == 200:
            body = await self._compressed(tag, scope)
            about["content-encoding"], about["content-length"] = "gzip", str(len(body))
            del about["accept-ranges"]
        await send(start)
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _compressed(self, tag: str, scope: Scope) -> bytes:
        """The file compressed; those who ask for the same at once wait for one."""
        key = (scope["path"], tag)
        if key in self.kept:
            return self.kept[key]
        if key not in self.coming:
            self.coming[key] = asyncio.create_task(self._compress(key, scope))
            self.coming[key].add_done_callback(lambda _: self.coming.pop(key))
        return await asyncio.shield(self.coming[key])

    async def _compress(self, key: tuple[str, str], scope: Scope) -> bytes:
        _, plain = await _answer(self.app, {**scope, "method": "GET"})
        body = await anyio.to_thread.run_sync(lambda: gzip.compress(plain, mtime=0))
        if len(body) <= self.kept.maxsize:
            self.kept[key] = body
        return body


def takes_gzip(scope: Scope) -> bool:
    """Whether the one who asks takes gzip: named (or all are, with *), and not with a weight of zero."""
    for offered in ",".join(headers(scope, b"accept-encoding")).lower().split(","):
        name, _, weight = offered.replace(" ", "").partition(";")
        if name in ("gzip", "*"):
            return not weight or weight.removeprefix("q=").strip("0.") != ""
    return False


def without(scope: Scope, *names: bytes) -> Scope:
    """The request without some headers."""
    return {**scope, "headers": [header for header in scope["headers"] if header[0] not in names]}


def _with_plain_tags(scope: Scope) -> Scope:
    """The request as it would be for the file itself: what a browser has kept compressed is the same file."""
    scope = without(scope, b"accept-encoding")
    plain = SUFFIX.encode(), b'"'
    tags = [(name, value.replace(*plain) if name == b"if-none-match" else value) for name, value in scope["headers"]]
    return {**scope, "headers": tags}


def _with_start(start: Message, send: Send) -> Send:
    async def sent(message: Message) -> None:
        await send(start if message["type"] == "http.response.start" else message)

    return sent


async def _answer(app: ASGIApp, scope: Scope) -> tuple[Message, bytes]:
    """The start and the whole body of an answer, whether or not the one who asked first stays to hear it."""
    messages: list[Message] = []

    left: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

    async def stays() -> Message:
        return await left

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, stays, keep)
    return messages[0], b"".join(message.get("body", b"") for message in messages[1:])

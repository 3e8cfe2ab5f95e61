"""Streamlit's own document with our language, fonts and policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.door.compressed import without
from ui.door.headers import images, is_map, page_policy
from ui.server import base_path

INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
FONTS = b'<link rel="stylesheet" href="./files/fonts/noto-sans-sc.css" />'
# Told where its server is, Streamlit does not look for it under the address of the page, which leaves two 404 behind.
ORIGIN = "<script>window.__streamlit = {{ BACKEND_BASE_URL: new URL({path}, location.origin).href }};</script>"
ENGLISH = re.compile(rb"(^|&)lang=en(&|$)")


class Document:
    """Changes the application's own document: its language, its fonts, and a policy for its inline scripts.

    tianditu  pictures of the base map are allowed;  ahead  what else the head says, in English or not: the files that
    the browser may fetch while Streamlit starts;  files  paths below which lie files, never the document
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        tianditu: bool = False,
        ahead: Callable[[bool], str] = lambda _english: "",
        files: tuple[str, ...] = (),
    ) -> None:
        self.app, self.ahead, self.files = app, ahead, files
        self.images = images(tianditu)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry; only HTML bodies are held back to be changed."""
        if scope["type"] != "http" or scope["path"].startswith(self.files):
            await self.app(scope, receive, send)
            return
        # The document is read and changed here, so it must not come compressed; asked about, it is made all the same,
        # for its length is known only then. The server sends no body that was not asked for.
        scope = without(scope, b"accept-encoding")
        if scope["method"] == "HEAD":
            scope["method"] = "GET"
        document: list[Message] = []

        async def changed(message: Message) -> None:
            begins = message["type"] == "http.response.start" and _is_document(message, scope["path"])
            if not begins and not document:
                await send(message)
                return
            document.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                for finished in self._finish(document, ENGLISH.search(scope["query_string"]) is not None):
                    await send(finished)

        await self.app(scope, receive, changed)

    def _finish(self, document: list[Message], english: bool) -> list[Message]:
        """The held document with its language, its fonts, and a policy that names the hash of its inline script."""
        start, *parts = document
        body = b"".join(part.get("body", b"") for part in parts)
        base = json.dumps(base_path() or "/")
        head = b"<head>" + ORIGIN.format(path=base).encode() + FONTS + self.ahead(english).encode()
        if not english:
            body = body.replace(b'<html lang="en"', b'<html lang="zh-CN"', 1)
        body = body.replace(b"<head>", head, 1)
        headers = MutableHeaders(scope=start)
        # The policy names hashes of the body: neither may be kept by a browser without the other.
        for validator in ("etag", "last-modified", "accept-ranges"):
            if validator in headers:
                del headers[validator]
        headers["Cache-Control"] = "no-store"
        headers["Content-Security-Policy"] = page_policy(self.images, hashes(body))
        headers["content-length"] = str(len(body))
        return [start, {"type": "http.response.body", "body": body}]


def _is_document(start: Message, path: str) -> bool:
    """Whether this is Streamlit's own HTML document, which is held back until it is whole."""
    headers = MutableHeaders(scope=start)
    return headers.get("content-type", "").startswith("text/html") and not is_map(path) and start["status"] == 200


def hashes(body: bytes) -> str:
    """The inline scripts of a document as a policy names them."""
    codes = INLINE_SCRIPT.findall(body)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(code).digest()).decode()}'" for code in codes)

"""What surrounds the pages on the wire: security headers, the language of the document, and how long files live."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
FONTS = b'<link rel="stylesheet" href="./files/fonts/noto-sans-sc.css" />'
# Told where its server is, Streamlit does not look for it under the address of the page, which leaves two 404 behind.
ORIGIN = "<script>window.__streamlit = {{ BACKEND_BASE_URL: new URL({path}, location.origin).href }};</script>"
ENGLISH = re.compile(rb"(^|&)lang=en(&|$)")
A_DAY = "public, max-age=86400"
TIANDITU = " https://*.tianditu.gov.cn"


def base_path() -> str:
    """The path under which the application is served (server.baseUrlPath), without a slash at its end."""
    return ("/" + str(st.get_option("server.baseUrlPath")).strip("/")).rstrip("/")


def keep_uploads_in_memory() -> None:
    """Streamlit keeps an upload in memory, but has it laid on the disk before, where a full one loses it."""
    MultiPartParser.spool_max_size = int(st.get_option("server.maxUploadSize")) * 1024 * 1024


class CachedFiles(StaticFiles):
    """Vendored files with a stated cache life."""

    def __init__(self, *, directory: Path, cache: str) -> None:
        super().__init__(directory=directory)
        self.cache = cache

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file with its cache life."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = self.cache
        return response


class PageHeaders:
    """Adds security headers to every answer; on the application's own document also the language and a policy for its
    one inline script.

    tianditu  pictures of the base map are allowed;  ahead  what else the head says, in English or not: the files that
    the browser may fetch while Streamlit starts
    """

    def __init__(
        self, app: ASGIApp, *, tianditu: bool = False, ahead: Callable[[bool], str] = lambda _english: ""
    ) -> None:
        self.app, self.ahead = app, ahead
        self.images = "'self' data: blob:" + (TIANDITU if tianditu else "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry; only HTTP answers are touched, and only HTML bodies are held back to be changed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # The document is read and changed here, so it must not come compressed.
        plain = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        document: list[Message] = []

        async def add_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._protect(message, scope["path"])
            begins = message["type"] == "http.response.start" and self._is_document(message, scope["path"])
            if begins or document:
                document.append(message)
            else:
                await send(message)
                return
            if message["type"] == "http.response.body" and not message.get("more_body"):
                for finished in self._finish(document, ENGLISH.search(scope["query_string"]) is not None):
                    await send(finished)

        await self.app({**scope, "headers": plain}, receive, add_headers)

    def _protect(self, start: Message, path: str) -> None:
        headers = MutableHeaders(scope=start)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "SAMEORIGIN"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if path.endswith("/map.html"):
            headers["Content-Security-Policy"] = self.map_policy()

    @staticmethod
    def _is_document(start: Message, path: str) -> bool:
        """Whether this is Streamlit's own HTML document, which is held back until it is whole."""
        is_html = MutableHeaders(scope=start).get("content-type", "").startswith("text/html")
        return is_html and not path.endswith("/map.html")

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
        for validator in ("etag", "last-modified"):
            if validator in headers:
                del headers[validator]
        headers["Cache-Control"] = "no-store"
        headers["Content-Security-Policy"] = self.page_policy(body)
        if headers.get("content-length", "0") != "0":
            headers["content-length"] = str(len(body))
        return [start, {"type": "http.response.body", "body": body}]

    def map_policy(self) -> str:
        """The map page runs only its own files."""
        return "; ".join(
            [
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self' 'unsafe-inline'",
                f"img-src {self.images}",
                "connect-src 'self'",
                "font-src 'self'",
                "frame-ancestors 'self'",
            ]
        )

    def page_policy(self, body: bytes) -> str:
        """Streamlit's document: its own files, its inline scripts by hash, and blob: for the map component's bridge."""
        hashes = " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256(code).digest()).decode()}'"
            for code in INLINE_SCRIPT.findall(body)
        )
        return "; ".join(
            [
                "default-src 'self'",
                f"script-src 'self' blob: 'wasm-unsafe-eval' {hashes}",
                "style-src 'self' 'unsafe-inline'",
                f"img-src {self.images}",
                "font-src 'self' data:",
                "connect-src 'self'",
                "worker-src 'self' blob:",
                "frame-src 'self'",
                "frame-ancestors 'self'",
                "base-uri 'self'",
                "form-action 'self'",
                "object-src 'none'",
            ]
        )

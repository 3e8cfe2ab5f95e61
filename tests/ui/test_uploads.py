"""An upload arrives whole, or is refused in a sentence; the disk of the server has no part in it."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest
import streamlit as st
from starlette.requests import Request

from tests import loops
from ui.server import keep_uploads_in_memory


def received(content: bytes) -> bytes:
    """What a form hands over that was sent with one file."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    scope = {"type": "http", "method": "PUT", "headers": [(b"content-type", b"multipart/form-data; boundary=b")]}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": head + content + b"\r\n--b--\r\n"}

    async def read() -> bytes:
        form = await Request(scope, receive).form()
        return bytes(await form["file"].read())  # type: ignore[union-attr]

    return loops.run(read())


def test_an_upload_needs_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", full)
    keep_uploads_in_memory()
    content = b"x" * (int(st.get_option("server.maxUploadSize")) * 1024 * 1024)
    assert received(content) == content

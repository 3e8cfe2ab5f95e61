"""Where the pages are served, and how long files live."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.formparsers import MultiPartParser
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

A_DAY = "public, max-age=86400"


def base_path() -> str:
    """The path under which the application is served (server.baseUrlPath), without a slash at its end."""
    return ("/" + str(st.get_option("server.baseUrlPath")).strip("/")).rstrip("/")


def served_at() -> str:
    """Where its reader finds the application, as `https://host/path` without a slash at its end; "" where no browser is
    known.
    """
    page = urlsplit(str(st.context.url or ""))
    return f"{page.scheme}://{page.netloc}{base_path()}" if page.netloc else ""


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

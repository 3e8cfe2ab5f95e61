"""The composed map pages, given out from memory: no file that somebody else could change lies in between.

A page is a few files under one name, the hash of them all, so a browser may keep every one of them for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from atlas.memo import Memo
from data.limits import MAP_PAGES
from layers.folium_map import page_name
from ui.own_directory import OwnDirectory
from ui.program import program

FOR_EVER = "public, max-age=31536000, immutable"
MEDIA_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
}


@dataclass(frozen=True)
class PageFile:
    """One file of a page.  digest  SHA-256 of its content, hexadecimal"""

    content: bytes
    media_type: str
    digest: str


@dataclass(frozen=True, eq=False)
class MapPage:
    """A composed page: its name, and its files by theirs."""

    name: str
    files: Mapping[str, PageFile]


class MapPages:
    """The pages asked for last, as many as fit into `limit_bytes`."""

    def __init__(self, limit_bytes: int = MAP_PAGES.most) -> None:
        self._memo = Memo(limit_bytes=limit_bytes)
        self._by_name = WeakValueDictionary[str, MapPage]()

    def page(self, key: Hashable, make: Callable[[], Mapping[str, bytes]]) -> MapPage:
        """The page of a key, its files made by `make` when it is not there."""
        found = self._memo.once("page", key, lambda: _page(make()))
        self._by_name[found.name] = found
        return found

    def find(self, page: str, name: str) -> PageFile | None:
        """A file by the name of its page and its own; None when there is none."""
        found = self._by_name.get(page)
        return None if found is None else found.files.get(name)

    def answers(self, again: Callable[[], None]) -> Callable[[Request], Awaitable[Response]]:
        """Answers a browser that asks for a file by {page} and {name}.  again  composes what the present data show:
        a server beside this one may have seen them first.
        """

        async def answer(request: Request) -> Response:
            page, name = request.path_params["page"], request.path_params["name"]
            if self.find(page, name) is None:
                await run_in_threadpool(again)
            found = self.find(page, name)
            if found is None:
                raise HTTPException(404)
            headers = {"Cache-Control": FOR_EVER, "ETag": f'"{found.digest}"'}
            if request.headers.get("if-none-match") == headers["ETag"]:
                return Response(status_code=304, headers=headers)
            return Response(found.content, media_type=found.media_type, headers=headers)

        return answer


def remembered(
    own: OwnDirectory, data: str, key: Hashable, make: Callable[[], Mapping[str, bytes]]
) -> Mapping[str, bytes]:
    """What `make` makes of a data version, or made at an earlier start of the same program: half a second a page.

    key  all that `make` uses beside the data and the program; equal keys have equal `repr`
    """
    folder, stem = f"{data}-{program()}", f"map-{_digest(repr(key).encode())[:16]}"
    kept = own.kept(folder, stem)
    if kept is not None:
        return {name: text.encode() for name, text in json.loads(kept).items()}
    files = make()
    own.keep(folder, stem, json.dumps({name: content.decode() for name, content in files.items()}).encode())
    return files


def _page(files: Mapping[str, bytes]) -> MapPage:
    named = {
        name: PageFile(content, MEDIA_TYPES[PurePath(name).suffix], _digest(content)) for name, content in files.items()
    }
    return MapPage(page_name(files), named)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

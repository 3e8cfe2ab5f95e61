"""Compressed answers say what they are, are made once, and are the same files."""

from __future__ import annotations

import gzip
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from data.limits import COMPRESSED_BYTES
from tests.ui.door.asking import Answer, ask
from ui.door import compressed
from ui.door.compressed import Compressed, takes_gzip
from ui.door.document import Document
from ui.door.headers import Protected
from ui.server import A_DAY, CachedFiles

TEXT = b"let names = ['Guangzhou'];\n" * 500
PAGE = '<html lang="en"><head></head><script>1</script>' + "<p>words</p>" * 200
GZIP = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}


class Site:
    """The files and pages of a server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return ask(self.app, "GET", path, headers)

    def head(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return ask(self.app, "HEAD", path, headers)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (("a.js", TEXT), ("small.js", b"1"), ("picture.png", TEXT), ("map.html", TEXT)):
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def of(folder: Path) -> Site:
    async def page(_request: Request) -> Response:
        return HTMLResponse(PAGE)

    async def table(_request: Request) -> Response:
        return PlainTextResponse("a,b\n" * 1000)

    routes = [Mount("/atlas", CachedFiles(directory=folder, cache=A_DAY)), Route("/t", table), Route("/", page)]
    middleware = [
        Middleware(Protected),
        Middleware(Compressed, folders=("/atlas/",)),
        Middleware(Document, files=("/atlas/",)),
    ]
    return Site(Starlette(routes=routes, middleware=middleware))


@pytest.mark.parametrize("path", ["/atlas/a.js", "/atlas/map.html", "/", "/t"])
def test_what_is_text_comes_smaller_and_is_the_same(of: Site, path: str) -> None:
    packed, plain = of.get(path, headers=GZIP), of.get(path, headers=PLAIN)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert int(packed.headers["Content-Length"]) * 3 < int(plain.headers["Content-Length"]) == len(plain.content)
    assert packed.content == plain.content
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/atlas/a.js", "/atlas/small.js", "/atlas/picture.png", "/atlas/map.html", "/", "/t"])
@pytest.mark.parametrize("accepted", [GZIP, PLAIN])
def test_asking_about_an_answer_tells_what_the_answer_tells(of: Site, path: str, accepted: dict[str, str]) -> None:
    asked_for, about = of.get(path, headers=accepted), of.head(path, headers=accepted)
    kept = ("content-length", "content-encoding", "etag", "vary", "content-type", "cache-control")
    assert {name: about.headers.get(name) for name in kept} == {name: asked_for.headers.get(name) for name in kept}
    assert int(about.headers["Content-Length"]) > 0


def test_what_is_small_or_packed_already_is_left_as_it_is(of: Site) -> None:
    for name in ("small.js", "picture.png"):
        assert "Content-Encoding" not in of.get(f"/atlas/{name}", headers=GZIP).headers


def test_both_forms_have_tags_of_their_own_and_each_is_known_again(of: Site) -> None:
    tags = [of.get("/atlas/a.js", headers=accepted).headers["ETag"] for accepted in (GZIP, PLAIN)]
    assert tags[0] == tags[1][:-1] + '-gzip"'
    for accepted, tag in zip((GZIP, PLAIN), tags, strict=True):
        again = of.get("/atlas/a.js", headers=accepted | {"If-None-Match": tag})
        assert (again.status, again.headers["ETag"], again.content) == (304, tag, b"")
        assert again.headers["Vary"] == "Accept-Encoding"
        assert "Content-Security-Policy" not in again.headers


def test_a_file_is_compressed_once_until_it_changes(of: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, compress = [], gzip.compress

    def counted(content: bytes, mtime: int) -> bytes:
        made.append(len(content))
        return compress(content, mtime=mtime)

    monkeypatch.setattr(compressed.gzip, "compress", counted)
    for _ in range(5):
        assert of.get("/atlas/a.js", headers=GZIP).content == TEXT
    assert made == [len(TEXT)]
    (folder / "a.js").write_bytes(TEXT * 2)
    os.utime(folder / "a.js", (1, 1))
    assert of.get("/atlas/a.js", headers=GZIP).content == TEXT * 2
    (folder / "a.js").unlink()
    assert of.get("/atlas/a.js", headers=GZIP).status == 404


def test_part_of_a_file_comes_plain(of: Site) -> None:
    part = of.get("/atlas/a.js", headers=GZIP | {"Range": "bytes=4-8"})
    assert (part.status, part.content) == (206, TEXT[4:9])
    assert "Content-Encoding" not in part.headers


def test_no_more_than_COMPRESSED_BYTES_are_kept() -> None:
    async def nothing(*_: object) -> None:
        return

    assert Compressed(nothing, folders=()).kept.maxsize == COMPRESSED_BYTES.most


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("br", False),
        ("x-gzipped", False),
        ("", False),
    ],
)
def test_gzip_goes_to_whoever_takes_it(accepted: str, takes: bool) -> None:
    assert takes_gzip({"headers": [(b"accept-encoding", accepted.encode())]}) is takes


def test_the_map_page_and_the_document_say_what_they_may_load(of: Site) -> None:
    for path in ("/", "/atlas/map.html"):
        policy = of.get(path).headers["Content-Security-Policy"]
        for part in ("base-uri", "form-action", "frame-ancestors 'self'", "default-src"):
            assert part in policy, (path, part)
    assert "'sha256-" in of.get("/").headers["Content-Security-Policy"]


def test_scripts_have_no_policy_that_a_worker_would_take_over(of: Site) -> None:
    assert "Content-Security-Policy" not in of.get("/atlas/a.js").headers


def test_an_unknown_address_carries_every_header(of: Site) -> None:
    answer = of.get("/atlas/none.js")
    assert answer.status == 404
    for name in ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Content-Security-Policy"):
        assert name in answer.headers

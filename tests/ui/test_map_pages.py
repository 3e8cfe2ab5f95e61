"""The map pages come from memory: right bytes, right type, kept for ever, whatever happens to the disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from atlas.question.address import LANGUAGES
from data.limits import MAP_PAGES
from tests import loops
from tests.worlds import the_atlas
from ui import map_pages, program, shared
from ui.map_pages import FOR_EVER, MapPages, remembered
from ui.own_directory import OwnDirectory
from ui.settings import Settings

FILES = {"map.html": b"<p>", "map.js": b"1", "features.json": b"{}", "atlas.css": b"p {}"}


def asked(pages: MapPages, page: str, name: str, again: Callable[[], None] = lambda: None, **headers: str) -> Any:
    """The answer to a browser."""
    sent = [(each.replace("_", "-").encode(), value.encode()) for each, value in headers.items()]
    scope = {"type": "http", "headers": sent, "path_params": {"page": page, "name": name}}
    return loops.run(pages.answers(again)(Request(scope)))


def test_each_file_has_its_bytes_its_type_and_a_life_for_ever() -> None:
    pages = MapPages()
    name = pages.page("key", lambda: FILES).name
    types = {
        "map.html": "text/html; charset=utf-8",
        "map.js": "text/javascript; charset=utf-8",
        "features.json": "application/json",
        "atlas.css": "text/css; charset=utf-8",
    }
    for file, content in FILES.items():
        answer = asked(pages, name, file)
        assert answer.body == content
        assert answer.headers["content-type"] == types[file]
        assert answer.headers["content-length"] == str(len(content))
        assert answer.headers["cache-control"] == FOR_EVER
        assert answer.headers["etag"] == f'"{hashlib.sha256(content).hexdigest()}"'


def test_a_browser_that_has_the_file_is_sent_none() -> None:
    pages = MapPages()
    name = pages.page("key", lambda: FILES).name
    tag = asked(pages, name, "map.js").headers["etag"]
    assert asked(pages, name, "map.js", if_none_match=tag).status_code == 304
    assert asked(pages, name, "map.js", if_none_match='"other"').status_code == 200


@pytest.mark.parametrize("name", ["", "..", "../map.js", "map.js/", "moon.js", "__class__", "\0"])
def test_what_is_no_file_of_the_page_is_not_found(name: str) -> None:
    pages = MapPages()
    page = pages.page("key", lambda: FILES).name
    for where in (page, "0" * 16, ".."):
        if (where, name) != (page, "map.js"):
            with pytest.raises(HTTPException) as refused:
                asked(pages, where, name)
            assert refused.value.status_code == 404


def test_a_page_nobody_has_asked_this_server_for_is_composed_when_a_browser_asks() -> None:
    here, beside = MapPages(), MapPages()
    name = beside.page("key", lambda: FILES).name
    assert asked(here, name, "map.js", lambda: here.page("key", lambda: FILES) and None).body == b"1"


def test_readers_who_ask_at_once_wait_for_one_page() -> None:
    made, pages = list[int](), MapPages()

    def make() -> Mapping[str, bytes]:
        made.append(1)
        return FILES

    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _: pages.page("key", make), range(16)))
    assert len(made) == 1
    assert len({id(each) for each in found}) == 1


def test_the_pages_asked_for_last_are_kept_and_those_before_are_made_again() -> None:
    """MAP_PAGES"""
    made, pages = list[int](), MapPages(limit_bytes=10_000)

    def make(number: int) -> Callable[[], Mapping[str, bytes]]:
        def files() -> Mapping[str, bytes]:
            made.append(number)
            return {"map.js": bytes([number]) * 4_000}

        return files

    names = [pages.page(number, make(number)).name for number in range(6)]
    assert pages.find(names[0], "map.js") is None
    assert pages.find(names[-1], "map.js").content == b"\5" * 4_000
    assert pages.page(0, make(0)).name == names[0]
    assert pages.find(names[0], "map.js").content == b"\0" * 4_000
    assert made == [0, 1, 2, 3, 4, 5, 0]
    two_languages = 2 * sum(len(each) for each in _composed().values())
    assert two_languages * 8 < MAP_PAGES.most


def _composed() -> Mapping[str, bytes]:
    from atlas.words import say_in
    from layers.folium_map import page_files

    return page_files(the_atlas().world, say_in("zh"))


class Made:
    """Counts how often a page was composed."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Mapping[str, bytes]:
        self.times += 1
        return FILES


def test_the_next_start_finds_what_an_earlier_one_composed(tmp_path: Path) -> None:
    make = Made()
    for _ in range(3):
        assert remembered(OwnDirectory(tmp_path), "v1", ("zh", {}), make) == FILES
    assert make.times == 1


@pytest.mark.parametrize("other", [("v2", ("zh", {})), ("v1", ("en", {})), ("v1", ("zh", {"stamp": "GS"}))])
def test_other_data_another_language_and_other_settings_are_composed_anew(other: Any, tmp_path: Path) -> None:
    make = Made()
    remembered(OwnDirectory(tmp_path), "v1", ("zh", {}), make)
    remembered(OwnDirectory(tmp_path), *other, make)
    assert make.times == 2


def test_another_program_composes_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Made()
    remembered(OwnDirectory(tmp_path), "v1", "zh", make)
    monkeypatch.setattr(map_pages, "program", lambda: "later")
    remembered(OwnDirectory(tmp_path), "v1", "zh", make)
    assert make.times == 2


def test_the_program_is_all_that_a_page_is_made_by() -> None:
    known = {path.relative_to(program.ROOT).as_posix() for path in program._sources()}
    assert {
        "layers/folium_map.py",
        "layers/browser/bridge.js",
        "layers/bodies.py",
        "atlas/i18n/zh_CN.po",
        "geo/regions.py",
        "static/leaflet/leaflet.js",
        "static/leaflet/leaflet.css",
        "ui/frame/map_page.py",
    } <= known


def test_a_damaged_page_on_the_disk_is_composed_again_and_repaired(tmp_path: Path) -> None:
    make = Made()
    remembered(OwnDirectory(tmp_path), "v1", "zh", make)
    (path,) = tmp_path.rglob("map-*")
    path.write_text(json.dumps({"map.js": "evil()"}))
    assert remembered(OwnDirectory(tmp_path), "v1", "zh", make) == FILES
    assert remembered(OwnDirectory(tmp_path), "v1", "zh", make) == FILES
    assert make.times == 2


def test_a_running_server_gives_out_the_page_whatever_becomes_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "OWN", OwnDirectory(tmp_path))
    monkeypatch.setattr(shared, "MAPS", MapPages())
    settings = Settings()
    version = shared.version_of(settings)
    names = [shared.map_page(settings, version, language) for language in LANGUAGES]
    for path in tmp_path.rglob("map-*"):
        path.write_bytes(b"evil()")
    files = _composed()
    assert {name: asked(shared.MAPS, names[0], name).body for name in files} == files
    for path in sorted(tmp_path.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert asked(shared.MAPS, names[0], "map.html").body == files["map.html"]
    assert [shared.map_page(settings, version, language) for language in LANGUAGES] == names

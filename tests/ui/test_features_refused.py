"""/ogc: what cannot be used, written or reached from elsewhere is refused in one sentence."""

from __future__ import annotations

import asyncio
import json
from threading import Event, Lock
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from data.limits import API_QUERY, FEATURES_AT_ONCE, FEATURES_MINUTE, FEATURES_WAITING
from tests import loops
from tests.ui.door.asking import Answer, ask, asked
from tests.ui.layers_served import CRS84, SETTINGS, app, get, hold, refused
from ui.features import PLACE, Features
from ui.programs import CLOSED, ONLY_READ
from ui.settings import read_settings


@pytest.fixture(autouse=True)
def held(monkeypatch: pytest.MonkeyPatch, one_atlas: None) -> None:
    hold(monkeypatch)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/collections/courts/items", "/collections/courts/items/x"])
def test_nothing_can_be_written(method: str, path: str) -> None:
    answer = ask(app(), method, f"{PLACE}{path}")
    assert refused(answer, 405) == ONLY_READ
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/collections/", "/collections/none", "/collections/none/items", "/collections/courts/", "/conformance/x",
        "/collections/courts/items/", "/collections/courts/items/none", "/collections/courts/items/a/b", "//", "/none",
        "/collections/courts/schema", "/collections/courts/tiles", "/processes", "/jobs", "/admin/config", "/stac",
        "/collections/../../etc/passwd", "/collections/..%2f..%2fetc%2fpasswd/items", "/collections/%00/items",
        "/collections/own/items", "/collections/__class__", "/collections/Courts", "/collections/<script>/items",
        f"/collections/{'c' * 5000}", "/static/x.js", "/openapi",
    ],
)  # fmt: skip
def test_there_is_nothing_at_other_addresses(path: str) -> None:
    answer = ask(app(), "GET", f"{PLACE}{path}")
    assert len(refused(answer, 404)) < 200
    assert b"<script>" not in answer.content


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=0", "limit: expected a whole number from 1"),
        ("limit=-1", "'-1'"),
        ("limit=1.0", "'1.0'"),
        ("limit=all", "'all'"),
        ("limit=1&limit=2", "limit is said more than once"),
        ("offset=-1", "offset: expected a whole number"),
        ("offset=1e9", "'1e9'"),
        (f"offset={10**18}", "whole number"),
        ("bbox=1,2,3", "west,south,east,north"),
        ("bbox=1,2,3,4,5", "west,south,east,north"),
        ("bbox=1,2,3,nan", "number"),
        ("bbox=1,2,3,inf", "number"),
        ("bbox=a,b,c,d", "number"),
        ("bbox=113,24,114,23", "south below north"),
        ("bbox=113,22,114,95", "degrees"),
        ("bbox=" + "1," * 3000, "number"),
        ("bbox-crs=" + CRS84, "bbox beside"),
        ("bbox=1,2,3,4&bbox-crs=EPSG:3857", "expected bbox-crs"),
        ("crs=http://evil.example/crs", "expected crs"),
        ("crs=file:///etc/passwd", "expected crs"),
        ("datetime=yesterday", "yesterday"),
        ("datetime=2020-13-01", "2020-13-01"),
        ("datetime=2020-06-01/2019-01-01", "begin/end"),
        ("datetime=2019-01-01/2020-01-01/2021-01-01", "begin/end"),
        ("datetime=..", "'..'"),
        ("datetime=2031-01-01", "2031-01-01"),
        ("datetime=2020-01-01&date=2020-01-01", "not both"),
        ("f=html", "f=json"),
        ("f=../../etc", "f=json"),
        ("filter=name%3D'a'", "filter"),
        ("sortby=name", "sortby"),
        ("token=x", "token"),
        ("own=00000000", "own"),
        ("view=8_23_113", "view"),
        ("distance=own-abc", "distance"),
        ("radius=999", "radius '999'"),
        ("plan=none", "plan 'none'"),
        ("lang=fr", "lang 'fr'"),
        ("data=000000000000", "is not known here"),
        ("data=../../etc", "data"),
        ("area_km2=large", "number"),
        ("%3Cscript%3E=1", "script"),
        ("date=%ff%fe", "UTF-8"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(query: str, said: str) -> None:
    sentence = refused(ask(app(), "GET", f"{PLACE}/collections/counties/items?{query}"), 400)
    assert said in sentence
    assert len(sentence) < 700


@pytest.mark.parametrize("path", ["/", "/api", "/conformance", "/collections", "/collections/courts"])
def test_parameters_of_features_are_not_taken_elsewhere(path: str) -> None:
    for query in ("limit=1", "bbox=1,2,3,4", "name=x", "f=html"):
        refused(ask(app(), "GET", f"{PLACE}{path}?{query}"), 400)


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Host": ""}, {"Host": "localhost/@evil"}]
)
def test_other_hosts_and_pages_of_other_sites_are_turned_away_at_the_door(headers: dict[str, str]) -> None:
    assert ask(app(), "GET", f"{PLACE}/collections", headers).status in (403, 421)


def test_links_begin_with_the_address_that_was_asked_and_with_no_other() -> None:
    document = json.loads(get("collections/courts", Host="127.0.0.1:8501", X_Forwarded_Host="evil.example").content)
    assert {each["href"].split("/ogc")[0] for each in document["links"]} == {"http://127.0.0.1:8501"}


def test_a_question_that_is_too_long_is_refused() -> None:
    assert API_QUERY.told in refused(ask(app(), "GET", f"{PLACE}/?date={'1' * API_QUERY.most}"), 414)


def test_one_address_asks_so_often_a_minute() -> None:
    now = [0.0]
    server = Features(SETTINGS, now=lambda: now[0])
    asked = [server._rate.is_over("10.0.0.1") for _ in range(FEATURES_MINUTE.most + 1)]
    assert asked == [False] * FEATURES_MINUTE.most + [True]
    assert not server._rate.is_over("10.0.0.2")
    frame = Starlette(routes=[Mount(PLACE, server)])
    server._rate.asked["127.0.0.1"] = 0.0, FEATURES_MINUTE.most
    answer = ask(frame, "GET", f"{PLACE}/conformance")
    assert (answer.status, answer.headers["retry-after"]) == (429, "60")
    assert FEATURES_MINUTE.told in answer.text
    now[0] = 60.1
    assert ask(frame, "GET", f"{PLACE}/conformance").status == 200


def test_who_asks_for_many_layers_at_once_gets_them_all_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    server, at_work, most = Features(SETTINGS), [0], [0]
    lock, made = Lock(), server._made

    def slowly(*asked: Any) -> Any:
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        answer = made(*asked)
        with lock:
            at_work[0] -= 1
        return answer

    monkeypatch.setattr(server, "_made", slowly)
    frame = Starlette(routes=[Mount(PLACE, server)])
    layers = ("courts", "parks", "counties", "zones", "reach", "access", "gi-zones", "bay-area")

    async def together() -> list[Answer]:
        return await asyncio.gather(*(asked(frame, "GET", f"{PLACE}/collections/{each}/items") for each in layers))

    assert [each.status for each in loops.run(together())] == [200] * len(layers)
    assert 1 <= most[0] <= FEATURES_AT_ONCE.most


def test_only_so_many_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them has a place at the door, which the pages need as well."""
    server, done = Features(SETTINGS), Event()
    made = server._made

    def held_up(*asked: Any) -> Any:
        done.wait(60)
        return made(*asked)

    monkeypatch.setattr(server, "_made", held_up)
    frame = Starlette(routes=[Mount(PLACE, server)])

    async def one_too_many() -> tuple[Answer, list[Answer], Answer]:
        address = f"{PLACE}/collections/courts/items"
        waiting = [asyncio.ensure_future(asked(frame, "GET", address)) for _ in range(FEATURES_WAITING.most)]
        while server._working < FEATURES_WAITING.most:
            await asyncio.sleep(0.01)
        refused_one = await asked(frame, "GET", address)
        done.set()
        answered = await asyncio.gather(*waiting)
        return refused_one, answered, await asked(frame, "GET", address)

    too_many, answered, after = loops.run(one_too_many())
    assert (refused(too_many, 503), too_many.headers["retry-after"]) == (FEATURES_WAITING.sentence, "1")
    assert {each.status for each in answered} == {200}
    assert after.status == 200


def test_the_setting_of_programs_switches_it_off() -> None:
    closed = app(read_settings({"ATLAS_API": "off"}))
    for path in ("/", "/collections/courts/items"):
        assert refused(ask(closed, "GET", f"{PLACE}{path}"), 404) == CLOSED

"""What the guard lets in: sizes, times, files of a session, streams."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from data import limits
from tests import loops
from tests.ui.door.asking import OURS, Answer, Stream, ask
from ui.door.guard import Door, _in_time
from ui.door.headers import Protected, failed
from ui.door.judge import hosts
from ui.door.uploads import Held, Uploads

OWN = hosts((), "localhost")
UPLOAD = "/_stcore/upload_file/{session}/{file}"


async def read(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def broken(_request: Request) -> Response:
    raise LookupError("of our own")


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    try:
        while True:
            await websocket.send_bytes(await websocket.receive_bytes())
    except WebSocketDisconnect:
        pass


def app(held: Held | None = None, **options: Any) -> Starlette:
    routes = [
        Route(UPLOAD, read, methods=["PUT"]),
        Route("/broken", broken),
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{path:path}", read, methods=["GET", "POST", "PUT", "DELETE"]),
    ]
    door = Middleware(Door, own=OWN, uploads=Uploads(lambda: held or {}, lambda: 20_000_000), **options)
    return Starlette(routes=routes, middleware=[Middleware(Protected), door], exception_handlers={Exception: failed})


def lower(monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    monkeypatch.setattr(limits, name, replace(getattr(limits, name), most=most))


def put(of: Starlette, *pieces: bytes, session: str = "a") -> Answer:
    return ask(of, "PUT", UPLOAD.format(session=session, file="f"), None, *pieces)


def test_a_refusal_is_a_sentence_in_both_languages_with_every_header() -> None:
    answer = ask(app(), "GET", "/", {"Host": "evil.example"})
    assert answer.status == 421
    assert len(answer.text.splitlines()) == 2
    assert "evil.example" in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]


def test_a_page_of_another_site_can_neither_change_nor_read_anything() -> None:
    of = app()
    for method in ("POST", "PUT", "DELETE", "GET"):
        assert ask(of, method, "/", {"Origin": "http://evil.example"}).status == 403
    assert ask(of, "POST", "/", OURS).status == 200


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "http://localhost:99"])
def test_a_stream_of_another_site_is_refused_before_it_is_accepted(origin: str | None) -> None:
    async def opened() -> int:
        async with Stream(app(), {"Origin": origin} if origin else {}) as theirs:
            return theirs.status

    assert loops.run(opened()) == 403


def test_a_stream_of_our_own_page_is_open_for_bytes_and_ends_at_a_text() -> None:
    async def heard() -> list[str]:
        async with Stream(app()) as ours:
            await ours.say({"type": "websocket.receive", "bytes": b"hello"})
            await ours.say({"type": "websocket.receive", "text": "hello"})
            await ours.task
            return [message["type"] for message in ours.answer.sent]

    assert loops.run(heard()) == ["websocket.accept", "websocket.send"]


def test_streamlits_other_doors_are_shut_and_its_figures_open_only_when_asked_for() -> None:
    for path in ("metrics", "metrics/", "agent/mcp", "script-health-check", "", "allowed-message-origins"):
        assert ask(app(), "GET", f"/_stcore/{path}").status == 404, path
    for path in ("health", "host-config"):
        assert ask(app(), "GET", f"/_stcore/{path}").status == 200, path
    assert ask(app(metrics=True), "GET", "/_stcore/metrics").status == 200
    assert ask(app(base="/atlas"), "GET", "/atlas/_stcore/metrics").status == 404


def test_an_error_of_our_own_frame_is_a_sentence_with_every_header() -> None:
    answer = ask(app(), "GET", "/broken")
    assert answer.status == 500
    assert "of our own" not in answer.text
    assert len(answer.text.splitlines()) == 2
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "base-uri 'none'" in answer.headers["Content-Security-Policy"]


def test_an_address_and_headers_are_taken_up_to_request_head() -> None:
    most, of = limits.REQUEST_HEAD.most, app()
    assert ask(of, "GET", "/?" + "x" * (most - 1_000)).status == 200
    assert ask(of, "GET", "/?" + "x" * most).status == 431
    assert ask(of, "GET", "/", {"X-Long": "x" * most}).status == 431


def test_a_request_brings_at_most_request_body_whether_it_says_so_or_not() -> None:
    most, of = limits.REQUEST_BODY.most, app()
    assert ask(of, "POST", "/", None, b"x" * most).text == str(most)
    assert ask(of, "POST", "/", None, b"x" * (most + 1)).status == 413
    assert ask(of, "POST", "/", None, b"x", b"x" * most).status == 413


def test_a_session_holds_at_most_uploads_bytes() -> None:
    of = app({"a": [limits.UPLOADS_BYTES.most - 10], "b": [5]})
    assert put(of, b"x" * 10).status == 200
    refused = put(of, b"x" * 11)
    assert refused.status == 413
    assert "60 MB" in refused.text
    assert put(of, b"x" * 11, session="b").status == 200
    assert put(of, b"x", b"x").status == 413, "of unknown length: as long as a file may be"


def test_a_session_holds_at_most_uploads_files() -> None:
    of = app({"a": [0] * limits.UPLOADS_FILES.most, "b": [0] * (limits.UPLOADS_FILES.most - 1)})
    assert put(of, b"x", session="a").status == 413
    assert put(of, b"x", session="b").status == 200


def test_all_sessions_together_hold_at_most_uploads_all() -> None:
    held = {str(each): [limits.UPLOADS_ALL.most // 10] for each in range(10)}
    assert put(app(held), b"x").status == 413


def test_files_under_way_count_from_the_beginning() -> None:
    uploads = Uploads(lambda: {}, lambda: 0)
    with ExitStack() as under_way:
        share = limits.UPLOADS_BYTES.most // 4
        assert [under_way.enter_context(uploads.expected("a", share)) for _ in range(4)] == [None] * 4
        with uploads.expected("a", 1) as refusal:
            assert refusal is not None
        with uploads.expected("", 10**12) as refusal:
            assert refusal is None, "no upload"
    with uploads.expected("a", 1) as refusal:
        assert refusal is None, "they have come or broken off"


def test_a_body_that_stops_is_ended_after_body_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "BODY_PAUSE", 0)
    assert ended([b"x"], pause=1) == 408


def test_a_body_that_drips_is_ended_after_body_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "BODY_SECONDS", 0)
    assert ended([b"x"] * 100, pause=0.001) == 408


def test_a_body_that_comes_in_time_is_taken_and_its_reader_may_stay() -> None:
    assert ended([b"x"] * 3, pause=0) == 200


def ended(pieces: list[bytes], pause: float) -> int:
    """The status with which reading a body ends that comes in pieces with a pause before each."""
    from starlette.exceptions import HTTPException

    left = list(pieces)

    async def slowly() -> Message:
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": left.pop(), "more_body": bool(left)}

    async def whole() -> int:
        receive = _in_time(slowly, None)
        try:
            while (await receive())["more_body"]:
                pass
        except HTTPException as refused:
            return refused.status_code
        return 200

    return loops.run(whole())


@pytest.mark.parametrize("name", ["STREAMS", "STREAMS_CLIENT"])
def test_no_more_streams_than_that_are_open(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, name, 2)

    async def statuses() -> list[int]:
        of, found = app(), []
        async with Stream(of) as first:
            async with Stream(of) as second, Stream(of) as third:
                found += [first.status, second.status, third.status]
            async with Stream(of) as fourth:
                found.append(fourth.status)
        return found

    assert loops.run(statuses()) == [101, 101, 503, 101]


def test_no_more_requests_than_that_are_answered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "REQUESTS", 0)
    assert ask(app(), "GET", "/").status == 503


def test_a_refusal_that_is_repeated_is_logged_once_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    of = app()
    for _ in range(20):
        ask(of, "GET", "/", {"Host": "evil.example"})
    assert [record.message for record in caplog.records if "evil.example" in record.message] == [
        "refused with 421: This server does not answer for evil.example: use one of its own addresses, "
        "or let its administrator add the name to its settings."
    ]

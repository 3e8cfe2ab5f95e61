"""Connections that hold the server up are ended, by a server of our own with a small application."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from data import limits
from ui.door.headers import ALWAYS, NOTHING
from ui.door.judge import Refusal
from ui.door.slow import DESCRIPTORS, UNREADABLE, Connection, allow_descriptors, bound_connections

WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
# More than the buffers of the system hold on both sides.
LARGE = 60_000_000
SOON_S = 0.3
# How long anything may take on a busy machine.
WAIT_S = 60.0


async def hello(_request: Request) -> Response:
    return PlainTextResponse("hello")


async def late(_request: Request) -> Response:
    await asyncio.sleep(3 * SOON_S)
    return PlainTextResponse("late")


async def large(_request: Request) -> Response:
    return PlainTextResponse("x" * LARGE)


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    try:
        while True:
            await websocket.send_text(str(len(await websocket.receive_bytes())))
    except WebSocketDisconnect:
        pass


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(uvicorn.Server, "startup", uvicorn.Server.startup)
    bound_connections()
    routes = [Route("/", hello), Route("/late", late), Route("/large", large), WebSocketRoute("/ws", echo)]
    listening = socket.create_server(("127.0.0.1", 0))
    options = {"lifespan": "off", "log_level": "error", "ws": "websockets-sansio"}
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), **options))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()
    listening.close()
    assert not Connection.heads.ends
    assert not Connection.answers.ends


def lower(monkeypatch: pytest.MonkeyPatch, name: str, most: float) -> None:
    monkeypatch.setattr(limits, name, replace(getattr(limits, name), most=most))


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)


def ended(connection: socket.socket) -> bool:
    """Waits until the other side ends the connection."""
    try:
        return connection.recv(1000) == b""
    except ConnectionResetError:
        return True


def until(true: Callable[[], object]) -> None:
    """Waits until something is so: the server is a thread beside this one."""
    end = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def stalled() -> set[Connection]:
    """Whose answers are not taken."""
    return set(Connection.answers.ends)


def heard(connection: socket.socket, word: bytes) -> bool:
    """Waits until the answer ends with a word."""
    answer = b""
    while not answer.endswith(word) and (piece := connection.recv(10_000)):
        answer += piece
    return answer.startswith(b"HTTP/1.1 200") and answer.endswith(word)


def test_a_head_that_is_never_whole_ends_after_head_seconds(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "HEAD_SECONDS", SOON_S)
    began = time.monotonic()
    with closing(opened(port)) as silent, closing(opened(port)) as half:
        half.sendall(WHOLE[:-2])
        assert ended(silent)
        assert ended(half)
    assert time.monotonic() - began > SOON_S * 0.9


def left_after_another_drop(dripping: socket.socket) -> bool:
    """Whether the other side has ended the connection though one more sign of a head came."""
    try:
        dripping.sendall(b"x")
        return dripping.recv(1) == b""
    except TimeoutError:
        return False
    except (ConnectionResetError, BrokenPipeError):
        return True


def test_a_head_that_drips_ends_too(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "HEAD_SECONDS", SOON_S)
    with closing(opened(port)) as dripping:
        dripping.sendall(WHOLE[:-2] + b"Name: ")
        dripping.settimeout(SOON_S / 10)
        until(lambda: left_after_another_drop(dripping))


def test_an_answer_may_take_longer_and_a_stream_may_be_silent(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "HEAD_SECONDS", SOON_S)
    with closing(opened(port)) as patient, connect(f"ws://127.0.0.1:{port}/ws") as stream:
        patient.sendall(WHOLE.replace(b"/ ", b"/late "))
        assert heard(patient, b"late")
        stream.send(b"123")
        assert stream.recv() == "3"
        # The next request has its own time.
        patient.sendall(WHOLE)
        assert heard(patient, b"hello")


@pytest.mark.parametrize("by_the_system", [False, True])
def test_the_oldest_of_connections_waiting_leaves_for_a_new_one(
    port: int, monkeypatch: pytest.MonkeyPatch, by_the_system: bool
) -> None:
    if by_the_system:
        monkeypatch.setattr(Connection, "room", 3)
    else:
        lower(monkeypatch, "CONNECTIONS_WAITING", 3)
    with ExitStack() as stack:
        half = []
        for _ in range(6):
            half.append(stack.enter_context(closing(opened(port))))
            half[-1].sendall(WHOLE[:-2])
            time.sleep(0.02)  # they come one after another
        assert [ended(each) for each in half[:3]] == [True] * 3
        half[-1].sendall(WHOLE[-2:])
        assert heard(half[-1], b"hello")


def received(connection: socket.socket) -> int:
    """How many bytes of an answer come until all are there or the other side ends the connection."""
    taken = 0
    try:
        while piece := connection.recv(1_000_000):
            taken += len(piece)
            if taken > LARGE:
                break
    except ConnectionResetError:
        pass
    return taken


def test_who_does_not_take_the_answer_is_left_after_answer_seconds(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "ANSWER_SECONDS", SOON_S)
    with closing(opened(port)) as idle:
        idle.sendall(WHOLE.replace(b"/ ", b"/large "))
        until(stalled)
        until(lambda: not stalled())
        assert received(idle) < LARGE


def test_the_oldest_of_those_who_take_nothing_leaves_for_a_new_one(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "CONNECTIONS_STALLED", 1)
    with closing(opened(port)) as first, closing(opened(port)) as second:
        for idle in (first, second):
            others = stalled()
            idle.sendall(WHOLE.replace(b"/ ", b"/large "))
            until(lambda others=others: stalled() - others)
        assert received(first) < LARGE
        assert received(second) > LARGE


@pytest.mark.parametrize("garbage", [b"\x16\x03\x01\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"GET /\r\n\r\n"])
def test_what_is_no_request_is_told_so_in_our_words_and_with_the_headers_of_every_answer(
    port: int, garbage: bytes
) -> None:
    with closing(opened(port)) as connection:
        connection.sendall(garbage)
        answer = b""
        while piece := connection.recv(10_000):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("ascii").split("\r\n")
    told = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    assert first.startswith("HTTP/1.1 400")
    assert {name.lower(): value for name, value in ALWAYS.items()}.items() <= told.items()
    assert told["content-security-policy"] == NOTHING
    assert (told["connection"].lower(), int(told["content-length"])) == ("close", len(body))
    assert body.decode("utf-8") == Refusal(400, UNREADABLE).text


def test_a_message_on_a_stream_has_at_most_message_bytes(port: int) -> None:
    most = limits.MESSAGE_BYTES.most
    with connect(f"ws://127.0.0.1:{port}/ws") as stream:
        stream.send(b"x" * most)
        assert stream.recv() == str(most)
        stream.send(b"x" * (most + 1))
        with pytest.raises(ConnectionClosed) as closed:
            stream.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
@pytest.mark.parametrize(
    ("soft", "hard", "then"), [(256, 9_000, DESCRIPTORS), (1_024, 1_024, 1_024), (8_000, 9_000, 8_000)]
)
def test_the_process_may_open_as_many_files_as_it_needs_and_the_system_permits(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, then: int
) -> None:
    import resource

    now = [(soft, hard)]
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: now[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, both: now.append(both))
    assert allow_descriptors() == then
    assert now[-1] == (then, hard)

"""The door of the real server under attack: bounded in count and time, on this machine only."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from data import limits
from tests import loops
from tests.browser.server import ROOT, running_app, wait_until_ready
from tools.bench.memory import resident_mb
from tools.bench.session import PROTOCOL, STREAM, question, session
from tools.servers import free_port
from ui.door.slow import allow_descriptors

pytestmark = pytest.mark.long

# Loaded by the server's interpreter before anything else: writes down and forbids every way out of this machine.
WATCHED = """
import os, sys

def watch(event, arguments, out=open(os.environ["WAYS_OUT"], "a", buffering=1)):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        to = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        to = arguments
    else:
        return
    host = str(to[0]) if isinstance(to, tuple) else "localhost"
    if host not in ("localhost", "::1", "None", "") and not host.startswith("127."):
        out.write(f"{event} {host}\\n")
        raise OSError(f"no way out: {host}")

sys.addaudithook(watch)
# The server is the first; processes that it starts are watched too, and come and go.
if not os.path.exists(first := os.environ["WAYS_OUT"] + ".begun"):
    with open(first, "w") as begun:
        begun.write(str(os.getpid()))
"""


@dataclass(frozen=True)
class Running:
    """The server, and where the ways out that it tried are written."""

    url: str
    out: Path
    proxy: socket.socket

    @property
    def port(self) -> int:
        return int(urlsplit(self.url).port or 80)

    @property
    def begun(self) -> Path:
        """Written when the watch began: the process of the server."""
        return self.out.with_name(self.out.name + ".begun")

    @property
    def ways_out(self) -> list[str]:
        """What was tried, by name, address or proxy."""
        assert self.begun.exists(), "the watch is not there"
        tried = self.out.read_text().splitlines()
        try:
            self.proxy.accept()
        except BlockingIOError:
            return tried
        return [*tried, "the proxy"]

    def asked(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(link):
            link.request(method, path, body, {"Host": f"localhost:{self.port}"} | dict(headers or {}))
            answer = link.getresponse()
            return answer, answer.read()


Seen = Callable[[str, object], None]


@pytest.fixture
def seen(record_property: Seen) -> Seen:
    """Figures for the report, shown with `-rP`."""

    def told(name: str, value: object) -> None:
        record_property(name, value)
        sys.stdout.write(f"{name}: {value}\n")

    return told


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("door")
    (folder / "sitecustomize.py").write_text(WATCHED)
    out = folder / "ways-out.txt"
    out.touch()
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.setblocking(False)
        through = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        settings = dict.fromkeys(names, through) | {"PYTHONPATH": str(folder), "WAYS_OUT": str(out)}
        with running_app(folder / "log.txt", **settings) as url:
            yield Running(url, out, proxy)


def handshake(server: Running, origin: str | None) -> int:
    """The status of a websocket's opening."""
    more = {"Origin": origin} if origin else {}
    try:
        with connect(f"ws://localhost:{server.port}/{STREAM}", subprotocols=[PROTOCOL], additional_headers=more):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_ten_handshakes_of_foreign_pages_hold_nobody_up_and_ask_nobody_outside(server: Running) -> None:
    began = time.monotonic()
    for each in range(10):
        assert handshake(server, f"http://evil-{each}.example") == 403
    for origin in ("null", "http://localhost:1", f"http://127.0.0.1:{server.port}", None):
        assert handshake(server, origin) == 403
    assert handshake(server, f"http://localhost:{server.port}") == 101
    assert handshake(server, f"http://LOCALHOST:{server.port}") == 101
    assert time.monotonic() - began < 5
    assert server.ways_out == []


def test_a_name_that_was_led_here_is_refused(server: Running) -> None:
    for host in ("rebound.example", f"rebound.example:{server.port}", "10.0.0.1"):
        answer, told = server.asked("GET", "/", {"Host": host})
        assert answer.status == 421
        assert b"add the name to its settings" in told


def test_a_walk_over_all_pages_in_both_languages_asks_nobody_outside(server: Running) -> None:
    async def walk() -> set[str]:
        async with session(server.url) as reader:
            await reader.ask({})
            for language in ("zh", "en"):
                for page in list(reader.pages):
                    await reader.ask({"lang": language}, page)
            assert reader.errors == []
            return set(reader.pages)

    assert len(loops.run(walk())) >= 6
    for path in ("/", "/readyz", "/favicon.ico", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics"):
        server.asked("GET", path)
    assert server.ways_out == []


def test_eleven_hundred_half_sent_requests_do_not_hold_the_door(server: Running, seen: Seen) -> None:
    allow_descriptors()
    half = f"GET / HTTP/1.1\r\nHost: localhost:{server.port}\r\nX-Slow: ".encode()
    slowest = 0.0
    with ExitStack() as stack:
        began = time.monotonic()
        held = []
        for _ in range(1_100):
            held.append(stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30)))
            held[-1].sendall(half)
        while time.monotonic() - began < limits.HEAD_SECONDS.most / 2:
            asked = time.monotonic()
            assert server.asked("GET", "/readyz")[0].status == 200
            slowest = max(slowest, time.monotonic() - asked)
        assert all(map(has_ended, held))
        assert time.monotonic() - began < limits.HEAD_SECONDS.most + 10
    assert slowest < 1.0
    seen("slowest answer meanwhile, s", round(slowest, 3))


def has_ended(connection: socket.socket) -> bool:
    """Waits for the end of a connection, whichever way."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_session_cannot_fill_the_memory_with_files(server: Running, seen: Seen) -> None:
    pid = int(server.begun.read_text())
    before = resident_mb(pid)
    cookie = server.asked("GET", "/_stcore/health")[0].headers["Set-Cookie"].partition(";")[0]
    token = cookie.partition("=")[2].strip('"')
    address, statuses = f"ws://localhost:{server.port}/{STREAM}", []
    with connect(address, subprotocols=[PROTOCOL], origin=f"http://localhost:{server.port}", max_size=None) as link:
        link.send(question({}, ""))
        while (message := ForwardMsg.FromString(link.recv())).WhichOneof("type") != "new_session":
            pass
        reader = message.new_session.initialize.session_id
        for each in range(40):
            status, told = upload(server, reader, each, 19_000_000, {"Cookie": cookie, "X-Xsrftoken": token})
            statuses.append(status)
            assert status in (204, 413), told
        growth = resident_mb(pid) - before
    assert statuses == [204] * 3 + [413] * 37
    assert growth < 200
    seen("growth, MB", round(growth))


def upload(server: Running, reader: str, file: int, size: int, headers: Mapping[str, str]) -> tuple[int, bytes]:
    edge = "atlas-edge"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="f"; filename="{file}.csv"\r\n\r\n'.encode()
    body = head + b"x" * size + f"\r\n--{edge}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    answer, told = server.asked("PUT", f"/_stcore/upload_file/{reader}/{file}", kind | dict(headers), body)
    return answer.status, told


def test_the_files_of_the_map_come_at_a_third_of_their_size_and_are_the_same(server: Running, seen: Seen) -> None:
    folder = server.asked("GET", "/")[1].decode().partition("/atlas/")[2].partition("/")[0]
    manifest = json.loads(server.asked("GET", f"/atlas/{folder}/manifest.json")[1])
    assert manifest
    names = (
        "map.html",
        "leaflet.js",
        "atlas.js",
        "map.js",
        "leaflet.css",
        "atlas.css",
        "manifest.json",
        "features.json",
    )
    plain = packed = 0
    for name in names:
        path = f"/atlas/{folder}/{name}"
        _, whole = server.asked("GET", path)
        answer, sent = server.asked("GET", path, {"Accept-Encoding": "gzip, br"})
        about, _ = server.asked("HEAD", path, {"Accept-Encoding": "gzip, br"})
        assert gzip.decompress(sent) == whole if answer.headers["Content-Encoding"] else sent == whole
        for header in ("Content-Length", "ETag", "Content-Encoding", "Cache-Control"):
            assert about.headers[header] == answer.headers[header], (name, header)
        again, _ = server.asked("GET", path, {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]})
        assert again.status == 304
        plain, packed = plain + len(whole), packed + len(sent)
    assert packed < plain / 3
    seen("map files, bytes plain and compressed", (plain, packed))


def test_the_document_and_its_scripts_come_compressed_and_tell_their_length(server: Running) -> None:
    for path in ("/", "/data"):
        answer, sent = server.asked("GET", path, {"Accept-Encoding": "gzip"})
        about, _ = server.asked("HEAD", path, {"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == about.headers["Content-Encoding"] == "gzip"
        assert int(answer.headers["Content-Length"]) == int(about.headers["Content-Length"]) == len(sent) > 0
    script = gzip.decompress(sent).decode().partition('src="./static/js/')[2].partition('"')[0]
    answer, sent = server.asked("GET", f"/static/js/{script}", {"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(sent)) > 2 * len(sent)


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/static/js/none.js", "/atlas/none/map.html", "/_stcore/metrics", "/media/none", "//x"]
)
def test_every_answer_carries_every_header(server: Running, path: str) -> None:
    answer, _ = server.asked("GET", path)
    for name in ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Permissions-Policy"):
        assert answer.headers[name], name
    policy = answer.headers["Content-Security-Policy"]
    assert all(part in policy for part in ("default-src", "base-uri", "form-action", "frame-ancestors"))


def test_started_plainly_the_server_listens_to_this_machine_alone(tmp_path: Path) -> None:
    with (ROOT / ".streamlit" / "config.toml").open("rb") as file:
        assert tomllib.load(file)["server"]["address"] == "localhost"
    port, log = free_port(), tmp_path / "log.txt"
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("ATLAS_", "STREAMLIT_"))}
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", f"--server.port={port}"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_until_ready(f"http://localhost:{port}", process, log)
        # All of 127.0.0.0/8 is this machine: who listens everywhere answers at each of them.
        with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
            socket.create_connection(("127.0.0.2", port), timeout=5)
    finally:
        process.terminate()
        process.wait(timeout=20)

"""Whom the server answers, by raw requests as a server hands them on."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests import loops
from ui.door.guard import Door
from ui.door.judge import Hosts, hosts, judge, place
from ui.door.uploads import Uploads
from ui.settings import SettingError, read_settings

EVERYWHERE = "0.0.0.0"  # noqa: S104 -- what a server may be told
LOCAL = hosts((), "localhost")
OFFICE = hosts(("atlas.example.cn", "10.1.2.3"), EVERYWHERE)
NETWORK = hosts((), EVERYWHERE)


def asked(
    host: str | None = "localhost:8501", origin: str | None = None, kind: str = "http", **more: Any
) -> MutableMapping[str, Any]:
    given = [(b"host", host), (b"origin", origin)]
    found = [(name, value.encode("latin-1")) for name, value in given if value is not None]
    scope = {"type": kind, "path": "/", "raw_path": b"/", "query_string": b"", "method": "GET", "headers": found}
    return scope | {"client": ("127.0.0.1", 1)} | more


def status(scope: MutableMapping[str, Any], own: Hosts) -> int:
    """200 for what may come in."""
    refusal = judge(scope, own)
    return refusal.status if refusal else 200


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8501", "LOCALHOST:8501", "localhost.:8501", "127.0.0.1:9", "127.9.9.9", "[::1]:8501"],
)
def test_the_machine_itself_is_answered_at_any_port_however_it_is_written(host: str) -> None:
    for own in (LOCAL, OFFICE, NETWORK):
        assert status(asked(host), own) == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.localhost", "10.1.2.4", "[2001:db8::1]", "2130706433", "atlas"],
)
def test_another_name_is_refused_though_it_leads_here(host: str) -> None:
    assert status(asked(host), LOCAL) == 421
    assert status(asked(host), OFFICE) == 421


@pytest.mark.parametrize(
    "host", ["", " ", "a b", "localhost:x", "localhost:123456", "user@localhost", "localhost/", "[::1", "[zz]", "."]
)
def test_what_is_no_host_is_refused(host: str) -> None:
    assert status(asked(host), NETWORK) == 421


def test_a_request_names_its_host_once() -> None:
    twice = asked()
    twice["headers"] = twice["headers"] * 2
    assert [status(each, LOCAL) for each in (asked(None), twice)] == [421, 421]


def test_an_office_is_answered_by_its_names() -> None:
    for host in ("atlas.example.cn", "Atlas.Example.CN:443", "atlas.example.cn.", "10.1.2.3:8501"):
        assert status(asked(host), OFFICE) == 200


def test_a_network_without_names_is_answered_by_address_but_by_no_name() -> None:
    assert [status(asked(host), NETWORK) for host in ("10.9.9.9:8501", "[2001:db8::1]")] == [200, 200]
    assert status(asked("rebound.example:8501"), NETWORK) == 421


def test_the_address_that_the_server_was_told_to_listen_at_is_its_own() -> None:
    assert status(asked("10.1.2.3"), hosts((), "10.1.2.3")) == 200
    assert status(asked("atlas.lan"), hosts(("x.example",), "atlas.lan")) == 200
    assert status(asked("10.1.2.4"), hosts(("10.1.2.3",), None)) == 421


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8501", "http://localhost:8501"),
        ("LOCALHOST:8501", "http://localhost:8501"),
        ("localhost", "http://localhost"),
        ("localhost:80", "http://localhost"),
        ("[::1]:8501", "http://[::1]:8501"),
        ("atlas.example.cn", "https://atlas.example.cn"),
        ("atlas.example.cn:443", "https://atlas.example.cn"),
        ("atlas.example.cn.", "https://ATLAS.example.cn"),
    ],
)
def test_a_page_of_our_own_may_ask(host: str, origin: str) -> None:
    assert status(asked(host, origin), OFFICE) == 200
    assert status(asked(host, origin, "websocket"), OFFICE) == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:9999",
        "http://127.0.0.1:8501",
        "http://localhost",
        "https://localhost",
        "http://evil.example",
        "http://localhost:8501.evil.example",
        "http://localhost:8501@evil.example",
        "chrome-extension://abcdef",
        "null",
        "",
        "localhost:8501",
        "http://",
    ],
)
def test_a_page_of_another_place_may_not_even_of_another_port(origin: str) -> None:
    for kind in ("http", "websocket"):
        assert status(asked("localhost:8501", origin, kind), LOCAL) == 403


def test_a_stream_without_the_name_of_its_page_is_refused_and_a_plain_request_is_not() -> None:
    assert status(asked(kind="websocket"), LOCAL) == 403
    assert status(asked(), LOCAL) == 200


def test_a_target_that_is_no_path_is_refused() -> None:
    for target in (b"http://evil.example/", b"*", b"localhost:80"):
        assert status(asked(raw_path=target), LOCAL) == 400


def test_what_is_told_quotes_little_and_nothing_that_moves_a_terminal() -> None:
    refusal = judge(asked(origin="\x1b[2J\u00e9" + "x" * 500), LOCAL)
    assert refusal is not None
    assert "\x1b" not in refusal.text
    assert max(map(len, refusal.text.splitlines())) < 150
    assert [line.isascii() for line in refusal.text.splitlines()] == [False, True]


def test_hosts_are_read_from_the_environment() -> None:
    given = read_settings({"ATLAS_HOSTS": " atlas.example.cn, 10.1.2.3,[::2], fe80::1 "}).host_names
    assert given == ("atlas.example.cn", "10.1.2.3", "[::2]", "fe80::1")
    assert hosts(given, None).names == {"atlas.example.cn", "10.1.2.3", "::2", "fe80::1"}
    assert read_settings({"ATLAS_HOSTS": ""}).host_names == ()


@pytest.mark.parametrize("value", ["http://atlas.example.cn", "atlas:8501", "*", "a b", "a,,b", "图.cn", "-"])
def test_what_is_no_list_of_hosts_stops_the_start(value: str) -> None:
    with pytest.raises(SettingError, match="ATLAS_HOSTS"):
        read_settings({"ATLAS_HOSTS": value})


def test_a_place_is_a_host_and_perhaps_a_port() -> None:
    found = place("[0:0::1]:80")
    assert found is not None
    assert (found.host, found.port) == ("::1", 80)


def test_what_streamlit_sees_has_an_origin_written_as_its_host() -> None:
    """Where they differ, Streamlit asks an outside address for its own."""
    seen: list[Scope] = []

    async def streamlit(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope)

    async def nothing() -> Message:
        return {"type": "websocket.connect"}

    async def dropped(_message: Message) -> None:
        return

    door = Door(streamlit, own=OFFICE, uploads=Uploads(dict))
    loops.run(door(asked("ATLAS.example.cn:443", "https://atlas.example.cn", "websocket"), nothing, dropped))
    assert dict(seen[0]["headers"])[b"origin"] == b"https://ATLAS.example.cn:443"

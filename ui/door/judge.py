"""Whom the server answers: requests for a name of its own, from pages of its own.

A page of another site can have a browser send requests here, and with a name that it controls (DNS rebinding) even in
the guise of our own pages. So the name asked for (Host) must be one that was configured, and a page that asks (Origin)
must have come from the very place that it asks.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Scope

from atlas.question.address import LANGUAGES
from atlas.words import say_in

FOREIGN_HOST = (
    "This server does not answer for {host}: use one of its own addresses, "
    "or let its administrator add the name to its settings."
)
NO_HOST = "A request must name the host that it is for, once."
FOREIGN_ORIGIN = "A page of another site ({origin}) may not use this server."
NO_ORIGIN = "A connection must come from a page of this server."
NO_PATH = "A request must be for a path of this server."

# Host and perhaps a port, as in "atlas.example.cn:8501", "10.1.2.3", "[::1]:8501".
PLACE = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?", re.IGNORECASE | re.ASCII)
ORIGIN = re.compile(r"(https?)://(.+)", re.IGNORECASE | re.ASCII)
USUAL_PORTS = {"http": 80, "https": 443}
LOOPBACK = frozenset({"localhost"})
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 -- compared with, not bound to
# What is quoted of a wrong header, in the answer and in the log.
QUOTED = 80


@dataclass(frozen=True)
class Refusal:
    """Why something is not let in: the status of the answer, and a sentence of the catalogues with its words."""

    status: int
    sentence: str
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in each language, a line each: of a request that is refused nobody knows the language."""
        return "".join(f"{say_in(language)(self.sentence).format(**self.words)}\n" for language in LANGUAGES)


@dataclass(frozen=True)
class Place:
    """A host in lower case, an address in its usual form, with the port where one is named."""

    host: str
    port: int | None

    @property
    def address(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        """The host as an address, None for a name."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


def place(text: str) -> Place | None:
    """Host and port of a Host header or of an origin's end; None for what is neither a name nor an address."""
    found = PLACE.fullmatch(text)
    if found is None:
        return None
    host, port = found[1].strip("[]").lower().removesuffix("."), found[2]
    try:
        host = str(ipaddress.ip_address(host))
    except ValueError:
        if found[1].startswith("["):
            return None
    return Place(host, int(port) if port else None) if host else None


@dataclass(frozen=True)
class Hosts:
    """For which hosts the server answers.

    names      in lower case, addresses in their usual form; loopback need not be among them
    addresses  whether for any address too: no name, so nobody can let it lead elsewhere
    """

    names: frozenset[str] = frozenset()
    addresses: bool = False

    def __contains__(self, asked: Place) -> bool:
        address = asked.address
        if asked.host in self.names or asked.host in LOOPBACK:
            return True
        return address is not None and (self.addresses or address.is_loopback)


def hosts(names: Iterable[str], server_address: str | None) -> Hosts:
    """What an office has configured: its names, and the address that the server listens at.

    Listening to a network without any name given, it answers for every address, but for no name.
    """
    given = frozenset(found.host for name in names if (found := place(bracketed(name))))
    own = place(bracketed(server_address or "::"))
    if own is not None and own in Hosts():
        return Hosts(given)
    if own is not None and own.host not in EVERYWHERE:
        given |= {own.host}
    return Hosts(given, addresses=not tuple(names))


def bracketed(name: str) -> str:
    """An IPv6 address in the brackets that it has in a header; any other name as it is."""
    return f"[{name}]" if ":" in name and not name.startswith("[") else name


def judge(scope: Scope, own: Hosts) -> Refusal | None:
    """Why a request or a handshake is refused; None when it may come in."""
    asked, origins = headers(scope, b"host"), headers(scope, b"origin")
    if not scope.get("raw_path", scope["path"].encode()).startswith(b"/"):
        return Refusal(400, NO_PATH)
    if len(asked) != 1 or (to := place(asked[0])) is None:
        return Refusal(421, NO_HOST)
    if to not in own:
        return Refusal(421, FOREIGN_HOST, {"host": to.host[:QUOTED]})
    if not origins:
        return Refusal(403, NO_ORIGIN) if scope["type"] == "websocket" else None
    if len(origins) != 1 or not same(origins[0], to):
        return Refusal(403, FOREIGN_ORIGIN, {"origin": printable(origins[0])})
    return None


def same(origin: str, to: Place) -> bool:
    """Whether a page of this origin came from the place that it asks. Of a port that is not named only the origin
    knows which one is meant: in front of the server may stand one that speaks https.
    """
    found = ORIGIN.fullmatch(origin)
    came = place(found[2]) if found else None
    if found is None or came is None:
        return False
    usual = USUAL_PORTS[found[1].lower()]
    return (came.host, came.port or usual) == (to.host, to.port or usual)


def headers(scope: Scope, name: bytes) -> list[str]:
    """All values of a header, in their order."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def printable(text: str) -> str:
    """The beginning of what came, without what is no letter, digit or mark."""
    return "".join(sign for sign in text[:QUOTED] if sign.isascii() and sign.isprintable())

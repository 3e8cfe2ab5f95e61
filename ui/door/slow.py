"""Connections that hold the server up: those that never send a whole request, and those that never take the answer.

Streamlit starts uvicorn, which knows no such limits, and passes on no setting of it. So the protocol of a connection is
exchanged when the server starts. Bodies are bounded by ui/door/guard.py.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from data import limits

# What all limits of connections together may take in files and sockets, and as much again for the rest.
DESCRIPTORS = 2 * (limits.CONNECTIONS_WAITING.most + limits.REQUESTS.most + limits.STREAMS.most)


class Connection(H11Protocol):
    """A connection that must send whole heads of requests and take its answers in time."""

    # All connections that owe the server a request, the oldest first, each with the moment of its end.
    waiting: dict[Connection, asyncio.TimerHandle] = {}  # noqa: RUF012 -- one for all of them
    stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection comes; when too many wait, the one that has waited longest leaves."""
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """Something came: perhaps the rest of a head."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """An answer is given: the next request may come."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended, from whichever side."""
        self._paid()
        self._taken()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The reader takes less than is sent."""
        super().pause_writing()
        self._taken()
        self.stalled = self.loop.call_later(limits.ANSWER_SECONDS.most, self.transport.abort)

    def resume_writing(self) -> None:
        """The reader has taken what was sent."""
        self._taken()
        super().resume_writing()

    def _look(self) -> None:
        handed_over = self.transport.get_protocol() is not self
        answered = self.cycle is None or self.cycle.response_complete
        if handed_over or not answered or self.transport.is_closing():
            self._paid()
        elif self not in self.waiting:
            if len(self.waiting) >= limits.CONNECTIONS_WAITING.most:
                next(iter(self.waiting)).leave()
            self.waiting[self] = self.loop.call_later(limits.HEAD_SECONDS.most, self.leave)

    def leave(self) -> None:
        """End the connection at once."""
        self._paid()
        self.transport.abort()

    def _paid(self) -> None:
        timer = self.waiting.pop(self, None)
        if timer is not None:
            timer.cancel()

    def _taken(self) -> None:
        if self.stalled is not None:
            self.stalled.cancel()
            self.stalled = None


def bound_connections() -> None:
    """Let the server that is about to start use such connections, and messages of bounded size. To be called while
    uvicorn loads the application, before it listens.
    """
    startup = uvicorn.Server.startup

    async def bounded(self: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        self.config.http_protocol_class = Connection
        self.config.ws_max_size = limits.MESSAGE_BYTES.most
        allow_descriptors()
        await startup(self, sockets)

    uvicorn.Server.startup = bounded  # type: ignore[method-assign]


def allow_descriptors() -> None:
    """Let the process open as many files and sockets as the limits of connections need, where the system permits it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    if wanted < DESCRIPTORS:
        logging.getLogger("atlas").warning("%d open files are permitted; %d are advised", wanted, DESCRIPTORS)

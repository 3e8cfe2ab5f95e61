"""Connections that hold the server up: those that never send a whole request, and those that never take the answer.

Streamlit starts uvicorn, which knows no such limits, and passes on no setting of it. So the protocol of a connection is
exchanged when the server starts. Bodies are bounded by ui/door/guard.py.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys

import h11
import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

from data import limits
from ui.door.headers import protect
from ui.door.judge import Refusal

UNREADABLE = "What came is no request that a server can read."
# What all limits of connections together may take in files and sockets, and as much again for the rest.
DESCRIPTORS = 2 * (limits.CONNECTIONS_WAITING.most + limits.REQUESTS.most + limits.STREAMS.most)


class Owing:
    """Connections from which something is due, the oldest first, each with the moment of its end."""

    def __init__(self) -> None:
        self.ends: dict[Connection, asyncio.TimerHandle] = {}

    def due(self, connection: Connection, seconds: float, most: int) -> None:
        """From now on something is due, within `seconds`; when it is from more than `most`, the oldest leaves."""
        if connection in self.ends:
            return
        if len(self.ends) >= most:
            self.end(next(iter(self.ends)))
        self.ends[connection] = connection.loop.call_later(seconds, self.end, connection)

    def paid(self, connection: Connection) -> None:
        """Nothing is due any more."""
        timer = self.ends.pop(connection, None)
        if timer is not None:
            timer.cancel()

    def end(self, connection: Connection) -> None:
        """The connection has had its time."""
        self.paid(connection)
        connection.transport.abort()


class Connection(H11Protocol):
    """A connection that must send the whole head of a request, and take its answer, in time."""

    heads, answers = Owing(), Owing()
    # How many may wait where the system lets the process open few files.
    room = limits.CONNECTIONS_WAITING.most

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection comes."""
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """Something came: perhaps the rest of a head."""
        super().data_received(data)
        self._look()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP never comes to the door: uvicorn answers it, here in our words and with our headers.

        msg  what uvicorn found, which it would send
        """
        answer = PlainTextResponse(Refusal(400, UNREADABLE).text, status_code=400, headers={"Connection": "close"})
        protect(answer.headers, answer.status_code)
        start = h11.Response(status_code=400, headers=answer.raw_headers, reason=b"Bad Request")
        for part in (start, h11.Data(data=bytes(answer.body)), h11.EndOfMessage()):
            self.transport.write(self.conn.send(part) or b"")
        self.transport.close()

    def on_response_complete(self) -> None:
        """An answer is given: the next request may come."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended, from whichever side."""
        self.heads.paid(self)
        self.answers.paid(self)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The reader takes less than is sent."""
        super().pause_writing()
        self.answers.due(self, limits.ANSWER_SECONDS.most, limits.CONNECTIONS_STALLED.most)

    def resume_writing(self) -> None:
        """The reader has taken what was sent."""
        self.answers.paid(self)
        super().resume_writing()

    def _look(self) -> None:
        handed_over = self.transport.get_protocol() is not self
        answered = self.cycle is None or self.cycle.response_complete
        if handed_over or not answered or self.transport.is_closing():
            self.heads.paid(self)
        else:
            most = min(limits.CONNECTIONS_WAITING.most, self.room)
            self.heads.due(self, limits.HEAD_SECONDS.most, most)


def bound_connections() -> None:
    """Let the server that is about to start use such connections, and messages of bounded size. To be called while
    uvicorn loads the application, before it listens.
    """
    startup = uvicorn.Server.startup

    async def bounded(self: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        self.config.http_protocol_class = Connection
        self.config.ws_max_size = limits.MESSAGE_BYTES.most
        # A quarter: the rest is for requests, streams and files.
        Connection.room = allow_descriptors() // 4
        await startup(self, sockets)

    uvicorn.Server.startup = bounded  # type: ignore[method-assign]


def allow_descriptors() -> int:
    """Let the process open as many files and sockets as the limits of connections need, where the system permits it;
    how many it may open.
    """
    if sys.platform == "win32":
        return DESCRIPTORS
    import resource  # noqa: PLC0415 -- not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return DESCRIPTORS
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    if wanted < DESCRIPTORS:
        logging.getLogger("atlas").warning("%d open files are permitted; %d are advised", wanted, DESCRIPTORS)
    return max(soft, wanted)

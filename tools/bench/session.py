"""A reader without a browser: Streamlit's own messages over a WebSocket."""

from __future__ import annotations

import asyncio
import time
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

STREAM = "_stcore/stream"
PROTOCOL = Subprotocol("streamlit")
ANSWER_SECONDS = 120


@dataclass
class Session:
    """One connection to `url`. `pages` is known after the first answer: address of a page -> its hash; `buttons` are
    those shown so far: key -> what Streamlit calls it; `cookies` what the document has set; `held` the hashes of large
    messages, which a browser keeps and is not sent again.
    """

    link: ClientConnection
    url: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    page: str = ""
    errors: list[str] = field(default_factory=list)
    received: int = 0
    cookies: Mapping[str, str] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)

    async def ask(self, params: Mapping[str, str], page: str | None = None) -> float:
        """Ask for a page (the present one when None) with the parameters of a link; seconds until its run ended."""
        if page is not None:
            self.page = self.pages[page]
        began = time.perf_counter()
        await self.link.send(question(params, self.page, self.url, self.held))
        await asyncio.wait_for(self._answered(), ANSWER_SECONDS)
        return time.perf_counter() - began

    async def press(self, key: str) -> float:
        """Press a button of the present page; seconds until its run ended."""
        began = time.perf_counter()
        await self.link.send(pressed(self.buttons[key], self.page, self.url, self.held))
        await asyncio.wait_for(self._answered(), ANSWER_SECONDS)
        return time.perf_counter() - began

    async def _answered(self) -> None:
        while True:
            packed = await self.link.recv(decode=False)
            self.received += len(packed)
            message = ForwardMsg.FromString(packed)
            self.errors += faults(message)
            if message.metadata.cacheable:
                self.held.add(message.hash)
            if message.WhichOneof("type") == "navigation":
                self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            if message.delta.new_element.WhichOneof("type") == "button":
                name = message.delta.new_element.button.id
                self.buttons[name.split("-", 2)[-1]] = name
            if finished(message):
                return


@asynccontextmanager
async def session(url: str) -> AsyncIterator[Session]:
    """A reader who comes: the document first, then the stream, with the cookies of the document as browsers do."""
    cookies = await asyncio.to_thread(_document, url)
    address = f"{url.replace('http', 'ws', 1)}/{STREAM}"
    told = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
    async with connect(
        address, subprotocols=[PROTOCOL], origin=Origin(url), additional_headers=told, max_size=None
    ) as link:
        yield Session(link, url, cookies=cookies)


def question(params: Mapping[str, str], page_hash: str, url: str = "", held: Collection[str] = ()) -> bytes:
    """The message that asks for a run: the link's parameters and which page; url and held as a Session has them."""
    message = _asking(page_hash, url, held)
    message.rerun_script.query_string = urlencode(params)
    # As "back" does: only then, and at the first run, is the address read.
    message.rerun_script.is_history_navigation = True
    content: bytes = message.SerializeToString()
    return content


def pressed(button: str, page_hash: str, url: str = "", held: Collection[str] = ()) -> bytes:
    """The message that a button was pressed."""
    message = _asking(page_hash, url, held)
    state = message.rerun_script.widget_states.widgets.add()
    state.id, state.trigger_value = button, True
    content: bytes = message.SerializeToString()
    return content


def _asking(page_hash: str, url: str, held: Collection[str]) -> BackMsg:
    message = BackMsg()
    message.rerun_script.page_script_hash = page_hash
    message.rerun_script.context_info.url = url
    message.rerun_script.cached_message_hashes.extend(held)
    return message


def finished(message: ForwardMsg) -> bool:
    """Whether this ends the run; one that was cut short is followed by another."""
    ended = message.WhichOneof("type") == "script_finished"
    return ended and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def faults(message: ForwardMsg) -> Iterator[str]:
    """What in a message tells the reader of a fault: an exception, an error box, a script that cannot be compiled."""
    kind = message.WhichOneof("type")
    if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
        yield "the script could not be compiled"
    if kind == "page_not_found":
        yield f"page not found: {message.page_not_found.page_name}"
    if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
        element = message.delta.new_element
        if element.WhichOneof("type") == "exception":
            yield f"{element.exception.type}: {element.exception.message}"
        if element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR:
            yield element.alert.body


def _document(url: str) -> dict[str, str]:
    """Read the document; the cookies that come with it."""
    with urllib.request.urlopen(url, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 -- our own server
        answer.read()
        cookies = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie", [])))
    return {name: each.value for name, each in cookies.items()}

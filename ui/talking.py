"""The kept views of a session as a meeting within the app: composed when somebody begins it, and never before.

The browser lays `talk/<token>` over the page and fills the screen with it (talking.js). A token is known to its own
session alone, and goes with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from documents.told import Told
from layers import safe
from ui.door.document import hashes
from ui.server import base_path

if TYPE_CHECKING:
    from atlas.kept import Answers

KEY = "talk"
SCRIPT = Path(__file__).with_suffix(".js")
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'"
)


@dataclass(eq=False)
class Talk:
    """What a session keeps for its meeting: the links, what they are asked of, the address of the map page, and what is
    known of questions of siting: a request for the page solves none.
    """

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    links: tuple[str, ...] = ()
    told: Told | None = None
    map_page: str = ""
    answered: Answers | None = None

    def html(self) -> str:
        """The meeting as a page; "" while nothing is kept."""
        if self.told is None or not self.links:
            return ""
        # Reading links and drawing pages is dear at the start of the app, and most readers hold no meeting.
        from atlas.kept import unsolved  # noqa: PLC0415
        from documents.meeting import meeting_within  # noqa: PLC0415

        told = self.told
        return meeting_within(told.atlas, told.choices, self.links, told.say, self.map_page, self.answered or unsolved)


_OF_TOKENS: WeakValueDictionary[str, Talk] = WeakValueDictionary()


def keep_for_talk(links: Sequence[str], told: Told, map_page: str, answered: Answers | None = None) -> str:
    """Remember what a meeting would show. answered  what is known of questions of siting, None for nothing

    Returns the address at which it stands.
    """
    held: Talk = st.session_state.setdefault(KEY, Talk())
    held.links, held.map_page, held.told = tuple(links), map_page, Told(told.inquiry, told.choices)
    held.answered = answered
    _OF_TOKENS[held.token] = held
    return f"{base_path()}/talk/{held.token}"


def let_go() -> None:
    """Nothing is kept any more: hold nothing that a meeting would have shown."""
    held: Talk | None = st.session_state.get(KEY)
    if held is not None:
        held.links, held.told, held.answered = (), None, None


def door(address: str, words: str, waiting: str) -> str:
    """The link that begins the meeting. waiting  is said until it is there"""
    told = f'href="{safe.for_html(address)}" data-waiting="{safe.for_html(waiting)}"'
    return f'<a class="talk-door" {told}>{safe.for_html(words)}</a>'


async def talk(request: Request) -> Response:
    """The meeting of a token; 404 for one that is not, or no longer, of a session."""
    held = _OF_TOKENS.get(request.path_params["token"])
    page = "" if held is None else await run_in_threadpool(held.html)
    if not page:
        return PlainTextResponse("Not found.", status_code=404)
    policy = POLICY.format(scripts=hashes(page.encode()))
    return HTMLResponse(page, headers={"Cache-Control": "no-store", "Content-Security-Policy": policy})


@cache
def for_talks() -> str:
    """The script as it stands in the head of the document."""
    return f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>"

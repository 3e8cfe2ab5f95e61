"""What a printer gets of a page: made of the last run of a session when it prints, and never before.

Before printing the browser asks for `print/<token>` (printing.js) and puts the answer around the map. A token is known
to its own session alone, and goes with it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from documents.on_paper import foot_html, paper_html
from documents.told import Told
from layers import safe
from ui.server import base_path, served_at

if TYPE_CHECKING:
    from atlas.siting.search import Found

KEY = "on-paper"
SCRIPT = Path(__file__).with_suffix(".js")


@dataclass(eq=False)
class OnPaper:
    """The last run of a session: page, its title, what it told; found  what came of the search of the siting page;
    address  at which the reader finds the application;  as_it_is  whether the page itself prints, with a foot alone
    """

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    page: str = ""
    title: str = ""
    told: Told | None = None
    found: Found | None = None
    stamp: str = ""
    address: str = ""
    as_it_is: bool = False

    def html(self) -> str:
        """What the printer gets; "" before the first run."""
        if self.told is None:
            return ""
        if self.as_it_is:
            return foot_html(self.page, self.told, self.address)
        return paper_html(self.page, self.title, self.told, self.found, self.stamp, self.address)


_OF_TOKENS: WeakValueDictionary[str, OnPaper] = WeakValueDictionary()


def keep_for_paper(
    page: str, title: str, told: Told, found: Found | None = None, stamp: str = "", *, as_it_is: bool = False
) -> None:
    """Remember what this run tells, and leave the door by which the browser asks for it."""
    held: OnPaper = st.session_state.setdefault(KEY, OnPaper())
    held.page, held.title, held.found, held.stamp, held.address = page, title, found, stamp, served_at()
    held.as_it_is = as_it_is
    held.told = Told(told.inquiry, told.choices)
    _OF_TOKENS[held.token] = held
    st.html(f'<a class="paper-door" hidden href="{safe.for_html(base_path())}/print/{safe.for_html(held.token)}"></a>')


async def printed(request: Request) -> Response:
    """The page of a token on paper; 404 for one that is not, or no longer, of a session."""
    held = _OF_TOKENS.get(request.path_params["token"])
    if held is None:
        return PlainTextResponse("Not found.", status_code=404)
    return HTMLResponse(await run_in_threadpool(held.html), headers={"Cache-Control": "no-store"})


@cache
def for_printers() -> str:
    """The script as it stands in the head of the document."""
    return f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>"

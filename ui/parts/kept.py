"""Views kept for a meeting (讲解), within sharing: keep this one, take one out, save and open the list, take the
page.
"""

from __future__ import annotations

import streamlit as st

from atlas import kept
from atlas.faults import FaultError
from atlas.page_titles import WITH_A_MAP
from atlas.words import Say
from data.limits import KEPT_BYTES
from layers import safe
from ui.parts.own_file import ask_for_file
from ui.parts.shown import Shown
from ui.talking import door, keep_for_talk

KEPT, FAULT, LIST = "kept-views", "kept-fault", "kept-list"


def show_kept(shown: Shown, page: str, query: str, map_page: str) -> None:
    """The part. query  of the link to this view;  map_page  the address of the map"""
    say, links = shown.say, _links()
    st.markdown(f"**{say('meeting')}**")
    st.caption(say("Keep up to ten views, then take them as one page for the meeting room: it needs no network."))
    st.button(
        say("keep this view ({n} kept)").format(n=len(links)),
        key="keep-view",
        icon=":material/bookmark_add:",
        # A page without a map would be an empty screen in the room.
        disabled=page not in WITH_A_MAP,
        help=None if page in WITH_A_MAP else say("Only pages with a map can be shown in a meeting."),
        on_click=_keep,
        args=(f"/{page}?{query}", say),
    )
    if st.session_state.get(FAULT):
        st.warning(safe.for_markdown(st.session_state[FAULT]))
    if links:
        address = keep_for_talk(links, shown, map_page)
        st.html(door(address, say("begin the meeting"), say("The views are being prepared…")))
    for place, link in enumerate(links):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.caption(safe.for_markdown(f"{place + 1}. {kept.named(link, say)}"))
        right.button("✕", key=f"unkeep-{place}", help=say("take this view out"), on_click=_drop, args=(link,))
    if links:
        _offer(shown, links)
    ask_for_file(say("open a list of views"), ["json"], say, key=LIST, on_change=_open, args=(say,), most=KEPT_BYTES)


def _offer(shown: Shown, links: list[str]) -> None:
    say = shown.say

    def page() -> str:
        # Composing a page costs more than all the rest of sharing, so only once it is asked for.
        from documents.meeting import meeting_page  # noqa: PLC0415

        return meeting_page(shown.atlas, shown.choices, links, say, with_faults=True)

    st.download_button(
        say("page for the meeting (HTML)"),
        data=page,
        file_name=f"{say('meeting')}.html",
        mime="text/html",
        key="meeting-page",
        icon=":material/slideshow:",
        on_click="ignore",
    )
    st.download_button(
        say("list of views (JSON)"),
        data=kept.as_file(links),
        file_name=f"{say('meeting')}.json",
        mime="application/json",
        key="meeting-list",
        icon=":material/download:",
        on_click="ignore",
    )


def _links() -> list[str]:
    found: list[str] = st.session_state.setdefault(KEPT, [])
    return found


def _keep(link: str, say: Say) -> None:
    _take([link], say)


def _take(more: list[str], say: Say) -> None:
    st.session_state[FAULT] = ""
    try:
        st.session_state[KEPT] = kept.with_kept(_links(), more)
    except FaultError as error:
        st.session_state[FAULT] = error.sentence(say)


def _drop(link: str) -> None:
    st.session_state[FAULT] = ""
    st.session_state[KEPT] = [each for each in _links() if each != link]


def _open(say: Say) -> None:
    file = st.session_state.get(LIST)
    if file is None:
        return
    try:
        links = kept.read_list(file.getvalue(), file.name)
    except FaultError as error:
        st.session_state[FAULT] = error.sentence(say)
        return
    _take(links, say)

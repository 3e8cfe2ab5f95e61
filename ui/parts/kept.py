"""Views kept for a meeting (讲解), within sharing: keep this one, put them in order, save and open the list, take the
page.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from atlas import kept
from atlas.faults import FaultError
from atlas.kept import Answers
from atlas.kept_order import Arranged, arranged, with_more
from atlas.page_titles import WITH_A_MAP
from atlas.words import Say
from data.limits import KEPT_BYTES
from layers import safe
from ui.parts.kept_list import show_kept_list
from ui.parts.own_file import ask_for_file
from ui.parts.shown import Shown
from ui.talking import door, keep_for_talk, let_go

KEPT, FAULT, LIST = "kept-views", "kept-fault", "kept-list"


def show_kept(shown: Shown, page: str, query: str, map_page: str) -> None:
    """The part. query  of the link to this view;  map_page  the address of the map"""
    say, links = shown.say, _now().links
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
    answered = _answered(links, shown)
    if not links:
        let_go()
    else:
        address = keep_for_talk(links, shown, map_page, answered)
        st.html(door(address, say("begin the meeting"), say("The views are being prepared…")))
    show_kept_list(_now(), say, lambda order, known: _arrange(order, known, say))
    if links:
        _offer(shown, links, answered)
    ask_for_file(say("open a list of views"), ["json"], say, key=LIST, on_change=_open, args=(say,), most=KEPT_BYTES)


def _answered(links: Sequence[str], shown: Shown) -> Answers:
    """What is known of the views of the siting page."""
    if not any("siting" in each for each in links) and "siting" not in st.session_state:
        return kept.unsolved
    # The solver costs a second of start that readers of other pages need not wait for.
    from ui.parts.kept_answers import answers_of  # noqa: PLC0415

    return answers_of(links, shown)


def _offer(shown: Shown, links: Sequence[str], answered: Answers) -> None:
    say = shown.say

    def page() -> str:
        # Composing a page costs more than all the rest of sharing, so only once it is asked for.
        from documents.meeting import meeting_page  # noqa: PLC0415

        return meeting_page(shown.atlas, shown.choices, links, say, with_faults=True, answered=answered)

    # Only this session holds the list, and a reload begins another.
    lasts = say(
        "These views are gone once this page is reloaded or closed. “{save}” saves them, “{bring}” brings them back."
    )
    named = {"save": say("list of views (JSON)"), "bring": say("open a list of views")}
    st.caption(safe.for_markdown(lasts.format(**named)))
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


def _now() -> Arranged:
    found: Arranged = st.session_state.setdefault(KEPT, Arranged())
    return found


def _arrange(order: list[str], known: list[str], say: Say) -> None:
    st.session_state[FAULT] = ""
    try:
        st.session_state[KEPT] = arranged(_now(), order, known)
    except FaultError as error:
        st.session_state[FAULT] = error.sentence(say)


def _keep(link: str, say: Say) -> None:
    _take([link], say)


def _take(more: list[str], say: Say) -> None:
    st.session_state[FAULT] = ""
    try:
        st.session_state[KEPT] = with_more(_now(), more)
    except FaultError as error:
        st.session_state[FAULT] = error.sentence(say)


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

"""核对与更正: what was proposed, what it would change, and what has been published."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.store.place import StoreError
from layers import safe
from ui.corrected import CORRECTED
from ui.desks.review import queue, releases
from ui.desks.review.done import say_done
from ui.desks.review.overtaken import show_overtaken
from ui.parts.shown import Shown
from ui.session.who import has_login, who


def show_desk(shown: Shown) -> None:
    """The page: of what is released, whatever tables lie over it in this session."""
    shown = shown.released
    say = shown.say
    with shown.below:
        st.markdown(f"# {say('check and correct')}")
        _say_who(shown)
        try:
            store = CORRECTED.store()
            if store is None:
                st.info(
                    say("Nobody has proposed anything yet. A record is corrected where it is shown: this is wrong.")
                )
                return
            parts: dict[str, Callable[[], None]] = {
                say("to decide"): lambda: queue.show_open(store, shown),
                say("releases"): lambda: releases.show_releases(store, shown),
                say("all proposals"): lambda: queue.show_all(store, shown),
            }
            say_done(shown)
            show_overtaken(shown)
            tabs = st.tabs(list(parts), key="review-parts", on_change="rerun")
            for tab, part in zip(tabs, parts.values(), strict=True):
                if tab.open:
                    with tab:
                        part()
        except StoreError as error:
            st.error(safe.for_markdown(error.sentence(say)))


def _say_who(shown: Shown) -> None:
    """Who the reader is to the store, with the way to a login where there is one."""
    say, now = shown.say, who()
    if not has_login():
        text = say("You are the local administrator: this server is reached from this machine alone.")
        if not now.subject:
            text = say("This server has no login and can be reached by others: it can only be read.")
        st.caption(text)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if not now.subject:
            st.caption(say("Log in to do this; without a login everything can be read."))
            st.button(say("log in"), key="login", on_click=st.login, icon=":material/login:")
            return
        where = shown.atlas.name_of(now.prefecture) if now.prefecture else ""
        told = say("{name}: {role} {prefecture}").format(name=now.name, role=say(f"role {now.role}"), prefecture=where)
        st.caption(safe.for_markdown(told))
        st.button(say("log out"), key="logout", on_click=st.logout, icon=":material/logout:")

"""What has been published: every release with its link, and the way back to any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from atlas.corrections.released import Released, parts_of
from atlas.corrections.releases import Release, releases, restore
from atlas.corrections.roles import NotAllowedError, authorize
from atlas.faults import FaultError
from data.store.place import NotWrittenError, StoreError
from layers import safe
from ui.corrected import CORRECTED
from ui.desks.review.done import remember
from ui.desks.review.shipped import shipped_atlas
from ui.parts import tables
from ui.parts.shown import Shown
from ui.parts.signed import called
from ui.session.who import who

if TYPE_CHECKING:
    from data.store.opening import Store

BROUGHT_BACK = "brings back the data as shipped"


def show_releases(store: Store, shown: Shown) -> None:
    """The list, then the form that brings one of them back."""
    say, found = shown.say, releases(store)
    if not found:
        st.info(say("Nothing has been published yet: all pages show the data as shipped."))
        return
    shipped = parts_of(shown.atlas.released.version)[0]
    rows = [
        {
            say("release"): each.id,
            say("data version"): Released(each.id, each.hash).version(shipped),
            say("column date"): each.at.replace("T", " ").removesuffix("+00:00") + " UTC",
            say("who"): called(each.who, shown),
            say("changes"): each.changes,
            say("remark"): _remark(each, shown),
        }
        for each in found
    ]
    about = [say("data version"), say("column date")]
    tables.show_table(pd.DataFrame(rows), "releases", say("releases"), shown, about=about)
    st.caption(say("A link made with one of these versions goes on showing it."))
    try:
        authorize(who(), "restore")
    except NotAllowedError:
        return
    _restore(store, [each.id for each in found[1:]], shown)


def _remark(release: Release, shown: Shown) -> str:
    say, back = shown.say, ""
    if release.restores is not None:
        back = say("brings back release {n}").format(n=release.restores) if release.restores else say(BROUGHT_BACK)
    return " ".join(filter(None, [back, release.note])) or "–"


def _restore(store: Store, numbers: list[int], shown: Shown) -> None:
    say = shown.say
    with st.form("restore", border=True):
        chosen = st.selectbox(
            say("bring back"),
            [0, *reversed(numbers)],
            format_func=lambda n: say("release {n}").format(n=n) if n else say("the data as shipped"),
            key="restore-which",
        )
        note = st.text_input(say("why"), key="restore-why", max_chars=200)
        sent = st.form_submit_button(say("restore as a new release"), icon=":material/settings_backup_restore:")
    if not sent:
        return
    try:
        made_now = restore(store, who(), shipped_atlas(shown.atlas), int(chosen), note)
    except FaultError as error:
        st.error(safe.for_markdown(error.sentence(say)))
        return
    except StoreError as error:
        st.error(safe.for_markdown(NotWrittenError.of(error).sentence(say)))
        return
    CORRECTED.look_again()
    remember(made_now.id)
    st.rerun()

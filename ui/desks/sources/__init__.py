"""数据与来源: every dataset with its status, date, licence, datum and hash, and every source once."""

from __future__ import annotations

from typing import Any

import streamlit as st

from atlas.words import Say, counted
from documents.tables.known import set_rows, source_rows
from layers import safe
from ui.desks.sources.dataset import show_dataset
from ui.desks.sources.upload import show_upload
from ui.health import reasons
from ui.parts import tables
from ui.parts.evidence import say_recorded
from ui.parts.shown import Shown
from ui.settings import read_settings

TALL_PX = 560


def _say_health(say: Say) -> None:
    """What is not as it should be, a line each, with what whoever looks after the files needs."""
    for each in reasons(read_settings()):
        st.warning(safe.for_markdown(each.told(say)), icon=":material/build:")
        if each.details:
            st.caption(say("For those who look after the files:"))
            st.code("\n".join(each.details), language=None, wrap_lines=True)


def show_desk(shown: Shown) -> None:
    """The page."""
    say = shown.say
    with shown.below:
        st.markdown(f"# {say('data and sources')}")
        st.caption(say("data version {version}").format(version=shown.atlas.version))
        _say_health(say)
        about = [say("column nature"), say("column as_of")]
        tables.show_table(set_rows(shown), "datasets", say("datasets"), shown, tallest=TALL_PX, about=about)
        show_dataset(shown)
        show_upload(shown)
        sources = source_rows(shown)
        st.markdown(f"**{safe.for_markdown(counted(say('sources'), len(sources), say))}**")
        about = [say("column publisher"), say("column date")]
        look: dict[str, Any] = {"kinds": {say("column url"): "link"}, "tallest": TALL_PX, "about": about}
        tables.show_table(sources, "sources", say("sources"), shown, **look)
        say_recorded(shown)

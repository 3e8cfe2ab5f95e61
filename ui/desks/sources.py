"""数据与来源: every dataset with its status, date, licence, datum and hash, and every source once."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from atlas.words import Say, counted
from layers import safe
from ui.health import reasons
from ui.parts import tables
from ui.parts.evidence import say_recorded
from ui.parts.shown import Shown
from ui.settings import read_settings

LINK_PX, TALL_PX = 150, 560


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
    rows = [
        {
            say("column title"): each.title_zh if shown.atlas.world.language == "zh" else each.title_en,
            say("column nature"): say(each.status),
            say("column as_of"): each.as_of,
            say("column datum"): each.original_datum or each.datum or "–",
            say("column licence"): each.licence,
            say("column attribution"): each.attribution,
            say("column notes"): each.notes,
            "SHA-256": each.sha256[:12],
        }
        for each in shown.atlas.sets
    ]
    with shown.below:
        st.markdown(f"# {say('data and sources')}")
        st.caption(say("data version {version}").format(version=shown.atlas.version))
        _say_health(say)
        tables.show_table(pd.DataFrame(rows), tallest=TALL_PX)
        say_recorded(shown)
        sources = pd.DataFrame([{"id": name, **source} for name, source in shown.atlas.sources.items()]).fillna("")
        st.markdown(f"**{safe.for_markdown(counted(say('sources'), len(sources), say))}**")
        sources["quality"] = sources["quality"].map(say)
        columns = [
            name for name in ("title", "publisher", "date", "quality", "evidence", "url", "id") if name in sources
        ]
        renamed = sources[columns].rename(columns={name: say(f"column {name}") for name in columns})
        link = st.column_config.LinkColumn(width=LINK_PX)
        tables.show_table(renamed, columns={say("column url"): link}, tallest=TALL_PX)

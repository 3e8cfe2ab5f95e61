"""Corrections that newer shipped data have overtaken: both values, for whoever decides which one is right."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from atlas.atlas import Atlas
from atlas.corrections.kinds import record_title
from atlas.corrections.overtaken import Overtaken
from atlas.corrections.released import record_of
from layers import safe
from ui.corrected import CORRECTED
from ui.desks.review.shipped import shipped_atlas
from ui.health import OVERTAKEN
from ui.parts import tables
from ui.parts.compared import column_title, word_of
from ui.parts.shown import Shown


def show_overtaken(shown: Shown) -> None:
    """A sentence and a row a column; nothing where nothing is overtaken."""
    say, shipped = shown.say, shipped_atlas(shown.atlas)
    found = CORRECTED.overtaken(shipped)
    if not found:
        return
    st.warning(safe.for_markdown(say(OVERTAKEN).format(n=len(found))), icon=":material/difference:")
    titles = [say(each) for each in ("record", "column", "as shipped now", "as corrected")]
    rows = [row for each in found for row in _rows(each, shipped, shown)]
    tables.show_table(pd.DataFrame(rows, columns=titles), "overtaken", say("corrections overtaken"), shown)


def _rows(found: Overtaken, shipped: Atlas, shown: Shown) -> Iterator[tuple[str, str, str, str]]:
    say = shown.say
    now, then = (record_of(each, found.set_id, found.record) or {} for each in (shipped, shown.atlas))
    name = record_title(shown.atlas, found.set_id, then or now, say) or found.record
    if not found.columns:
        there = {True: say("is there"), False: say("is not there")}
        yield name, say("the record as a whole"), there[bool(now)], there[bool(then)]
    for column in found.columns:
        shipped_word, corrected_word = (
            word_of(found.set_id, column, each.get(column, ""), shown) or "–" for each in (now, then)
        )
        yield name, column_title(found.set_id, column, shown), shipped_word, corrected_word

"""The first page of the brief as a picture, set as its PDF is: made beside the page, kept while the question stands."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

import streamlit as st

from atlas.atlas import Atlas
from atlas.background import POOL, Stopped, Watch
from atlas.children import CHILDREN
from atlas.question.choices import ALL, PROVINCE, SITING
from atlas.question.question import Question
from documents.press import first_page
from documents.wanted import Wanted
from ui.desks.briefing.wanted import DOCUMENTS, FIRST_PAGE, view_of
from ui.parts.at_work import LOOK_S, turn_told
from ui.parts.making import Held
from ui.parts.shown import Shown
from ui.session import reader

SEEN, PAGE = "brief-page-seen", "page"
# Its small print can be read, and most of it is on the screen of an office.
WIDE_PX = 560


def show_preview(wanted: Wanted, shown: Shown) -> None:
    """The picture, or that it is being set, or why there is none."""
    say = shown.say
    if wanted.which == SITING and wanted.found is None:
        st.info(say("The first page is shown once the page “siting” has an answer; without one it is searched first."))
        return
    held: Held[bytes] = st.session_state.setdefault(FIRST_PAGE, Held())
    held.look_at(_view(wanted, shown))
    if PAGE in held.files:
        with st.container(key="first-page"):
            st.image(held.files[PAGE], caption=_about(wanted, shown), width=WIDE_PX)
    elif PAGE in held.lost:
        st.warning(say("The first page could not be set; the documents can be made all the same."))
    else:
        _setting(wanted, shown)


def _view(wanted: Wanted, shown: Shown) -> Hashable:
    """The first of all is that of the province."""
    return view_of(PROVINCE if wanted.which == ALL else wanted.which, wanted, shown)


def _about(wanted: Wanted, shown: Shown) -> str:
    say = shown.say
    if wanted.which == ALL:
        return say("First page of the first of them, as the PDF has it; Word has the same text in the office's fonts.")
    return say("First page, as the PDF has it; Word has the same text in the office's fonts.")


@st.fragment(run_every=LOOK_S)
def _setting(wanted: Wanted, shown: Shown) -> None:
    """Begun by the second look only: whoever passes by asks for nothing."""
    say, held = shown.say, st.session_state[FIRST_PAGE]
    view, work = _view(wanted, shown), held.works.get(PAGE)
    if work is not None and work.done:
        st.rerun()
    # One work of a reader at a time: his documents come first.
    making = DOCUMENTS in st.session_state and bool(st.session_state[DOCUMENTS].works)
    if work is None and _seen(view) and not making:
        held.works[PAGE] = POOL.begin(
            (reader.session_id(), FIRST_PAGE),
            partial(_apart, atlas=shown.atlas, question=shown.question, wanted=wanted),
            reader.still_there(),
        )
    waits = work is not None and work.waiting and POOL.ahead(work)
    text = say("The first page is being set …")
    if making:
        text = say("The documents are made first; their first page is shown then.")
    elif waits:
        text = turn_told(waits, say)
    st.info(text, icon=":material/hourglass:")


def _seen(view: Hashable) -> bool:
    """Whether this view was looked at before."""
    before, st.session_state[SEEN] = st.session_state.get(SEEN), view
    return bool(before == view)


def _apart(stopped: Stopped, watch: Watch, *, atlas: Atlas, question: Question, wanted: Wanted) -> bytes:
    return CHILDREN.run(stopped, watch, first_page, atlas, question, wanted)

"""The brief made beside the page: begun, told of as its documents come, stopped, then taken away."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from atlas.atlas import Atlas
from atlas.background import POOL, Stopped, Watch
from atlas.children import CHILDREN
from atlas.question.choices import ALL, PROVINCE, SITING
from atlas.question.question import Question
from atlas.words import Say
from data.limits import SEARCH_MEMORY
from documents.press import Progress, StoppedError, made
from documents.wanted import Wanted
from layers import safe
from ui.desks.briefing.wanted import DOCUMENTS, FIRST_PAGE, view_of
from ui.parts.at_work import show_at_work
from ui.parts.making import Held
from ui.parts.shown import Shown
from ui.session import reader

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
Files = dict[str, bytes]


def make_or_take(wanted: Wanted, why_not: list[str], shown: Shown) -> None:
    """The button, or how far it is, or the files."""
    held: Held[Files] = st.session_state.setdefault(DOCUMENTS, Held())
    held.look_at((view_of(wanted.which, wanted, shown), wanted.forms))
    for sentence in why_not:
        st.warning(safe.for_markdown(sentence))
    if wanted.which in held.works:
        show_at_work(wanted.which, held, partial(_far, shown=shown), shown.say, key="cancel-briefs")
    elif wanted.which in held.files:
        _take(held.files[wanted.which], shown.say)
    elif not why_not:
        _to_make(wanted, held, shown)


def _to_make(wanted: Wanted, held: Held[Files], shown: Shown) -> None:
    say = shown.say
    if wanted.which in held.lost:
        text = say("This was ended before it was ready: it needed more than {most} of memory, or did not stop in time.")
        st.warning(safe.for_markdown(text.format(most=SEARCH_MEMORY.told)))
    if wanted.which == SITING and wanted.found is None:
        st.caption(say("The question of siting is searched first, then solved again 100 times: up to two minutes."))
    st.button(
        say("make {n} documents").format(n=_many(wanted, shown)),
        type="primary",
        icon=":material/print:",
        key="make-briefs",
        on_click=_begin,
        args=(wanted, held, shown),
        width="stretch",
    )


def _many(wanted: Wanted, shown: Shown) -> int:
    return len(wanted.forms) * (1 + len(shown.atlas.prefectures) if wanted.which == ALL else 1)


def _begin(wanted: Wanted, held: Held[Files], shown: Shown) -> None:
    held.lost.discard(wanted.which)
    if FIRST_PAGE in st.session_state:
        st.session_state[FIRST_PAGE].stop()
    work = partial(_apart, atlas=shown.atlas, question=shown.question, wanted=wanted)
    held.works[wanted.which] = POOL.begin((reader.session_id(), DOCUMENTS), work, reader.still_there())


def _apart(stopped: Stopped, watch: Watch, *, atlas: Atlas, question: Question, wanted: Wanted) -> Files:
    try:
        return CHILDREN.run(stopped, watch, made, atlas, question, wanted)
    except StoppedError:
        return {}


def _far(now: Progress | None, shown: Shown) -> tuple[float, str]:
    """How many documents are there."""
    say = shown.say
    if now is None:
        return 0.0, say("being made")
    name = {PROVINCE: say("province brief"), SITING: say("siting brief")}.get(now.name) or (
        shown.atlas.name_of(now.name) if now.name else ""
    )
    text = say("{done} of {of} made; now: {name}") if name else say("{done} of {of} made")
    return now.done / max(1, now.of), text.format(done=now.done, of=now.of, name=name)


def _take(files: Mapping[str, bytes], say: Say) -> None:
    for place, (name, content) in enumerate(files.items()):
        ending = name.rpartition(".")[2]
        st.download_button(
            safe.for_markdown(say("save: {title}").format(title=f"{name} ({_size(len(content))})")),
            data=content,
            file_name=name,
            mime=KINDS[ending],
            icon=":material/download:",
            key=f"save-brief-{place}",
            on_click="ignore",
            type="primary",
            width="stretch",
        )


def _size(content: int) -> str:
    return f"{content / 1e6:.1f} MB" if content >= 1e5 else f"{content / 1e3:.0f} KB"

"""The one box of every page (Ctrl-K): what is typed, what was understood of it, and the way to what it asks.

It stands in a part of the page of its own (a fragment): typing asks for its answer alone, not for a run of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from atlas.asked.answer import Asked, ask, asked_answer
from atlas.asked.spoken import spoken
from atlas.atlas import Atlas
from atlas.page_titles import PAGE_TITLES
from atlas.question.choices import Choices
from atlas.question.question import PARAMETERS
from atlas.words import Say
from data.limits import ASKED
from ui.session.present import present_question
from ui.session.question import add_layers, answer_by_reach, bring, change_question, go_to, mark_kinds

KEY, TURN, DONE = "atlas-ask", "asked-turn", "asked-done"
MODULE = """
export default (run) => import(new URL("ask.js", new URL(run.data.page, window.location.href)))
  .then((box) => box.default(run));
"""
COVERAGE = "coverage"


@st.cache_resource
def _component() -> Any:
    """The component, registered once a process."""
    return st.components.v2.component("guangdong_ip_atlas_ask", js=MODULE)


@st.fragment
def show_ask(
    map_page: str, atlas: Atlas, choices: Choices, page: str, say: Say, pages: Mapping[str, StreamlitPage]
) -> None:
    """The box. map_page  beside which its script is served;  page  where the reader is;  pages  to turn to, by path"""
    turn = st.session_state.get(TURN)
    if turn is not None:
        if turn["page"] == page:
            st.rerun()
        st.switch_page(pages[turn["page"]])
    _component()(
        key=KEY,
        data={"page": map_page, "words": _words(say), "answer": _answer(atlas, choices, page)},
        default={"typed": None},
        on_typed_change=lambda: None,
        on_go_change=lambda: _go(atlas, choices, page),
    )


def take_asked() -> None:
    """What the box asked is the question from now on. Only what was said changes, and what the page it leads to alone
    looks at; what other pages were asked stays. Where the reader is on that page already, it is as if a link led there.
    """
    turn = st.session_state.pop(TURN, None)
    if turn is None:
        return
    question, page = turn["question"], turn["page"]
    wanted = [each for each in PARAMETERS if each.name in turn["changed"] or each.page == page]
    change_question(**{each.field: getattr(question, each.field) for each in wanted})
    bring()
    if page == COVERAGE:
        answer_by_reach()
    if "kinds" in turn["changed"]:
        mark_kinds(page)
    if turn["layers"]:
        add_layers(turn["layers"])
    if question.selected and "selected" in turn["changed"]:
        go_to(question.selected)


def _answer(atlas: Atlas, choices: Choices, page: str) -> dict[str, Any] | None:
    typed = _told("typed")
    if typed is None or not typed["text"].strip() or typed == st.session_state.get(DONE):
        return None
    return asked_answer(_asked(typed, atlas, choices, page), atlas, choices) | {"text": typed["text"]}


def _asked(typed: Mapping[str, Any], atlas: Atlas, choices: Choices, page: str) -> Asked:
    present = None if typed["fresh"] else present_question()
    return ask(typed["text"], atlas, choices, date.today(), page=page, present=present)


def _go(atlas: Atlas, choices: Choices, page: str) -> None:
    """Turn to what a question asks: worked out anew from its text, for what the browser says is not trusted."""
    wanted = _told("go")
    if wanted is None:
        return
    questions = [*_asked(wanted, atlas, choices, page).questions]
    number = wanted.get("number")
    if not isinstance(number, int) or not 0 <= number < len(questions) or not questions[number].link:
        return
    found = questions[number]
    told = {"page": found.page, "question": found.question, "changed": found.changed, "layers": found.layers}
    st.session_state[TURN], st.session_state[DONE] = told, _told("typed")


def _told(name: str) -> Mapping[str, Any] | None:
    """What the browser says, where it has the form it should have."""
    component = st.session_state.get(KEY)
    value = component.get(name) if isinstance(component, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(value.get("text"), str):
        return None
    return {**value, "text": value["text"], "fresh": value.get("fresh") is True}


def _words(say: Say) -> dict[str, Any]:
    return {
        "open": say("ask or search"),
        "placeholder": say("type a name, a code, pinyin or a question"),
        "close": say("close"),
        "longest": ASKED.most,
        "understood": say("understood"),
        "others": say("it may also mean"),
        "unknown": say("not understood"),
        "near": say("did you mean"),
        "unused": say("understood but not used"),
        "kept": say("kept from the page"),
        "fresh": say("ask without it"),
        "before": say("from the question before"),
        "remove": say("remove {text}"),
        "go": say("show the answer"),
        "nearest": say("the nearest that can be shown"),
        "could": say("you could ask"),
        "examples": list(spoken().examples.get(say.language, ())),
        "pages": {page: say(title) for page, title in PAGE_TITLES.items()},
    }

"""Which brief, and as what: the first is a part of the question, so that a link opens it."""

from __future__ import annotations

import streamlit as st

from atlas.question.choices import ALL, PROVINCE, SITING
from atlas.words import Say
from layers import safe
from ui.parts.shown import Shown
from ui.session.question import bound, change_question

PREFECTURE = "prefecture"
KINDS = (PROVINCE, PREFECTURE, SITING, ALL)
WORDS = {
    PROVINCE: "province brief",
    PREFECTURE: "one page for a prefecture",
    SITING: "siting brief",
    ALL: "all {n} in one archive",
}
# What each is, under its name.
LEGEND = {
    PROVINCE: "Two to four pages: findings, map, definitions, gaps, plan indicators, what would help",
    PREFECTURE: "One sheet: its figures, map, counties, peers, what to mend first",
    SITING: "The answer, its certificate, why not fewer, before and after, how robust it is",
    ALL: "The province brief and one page for each of {n} prefectures, for a folder of the meeting",
}
WORD, PDF = "docx", "pdf"
KIND, FORMS = "widget-brief-kind", "brief-forms"


def choose_which(shown: Shown) -> None:
    """The four kinds, and of prefectures which one."""
    say, which = shown.say, shown.question.brief
    st.session_state[KIND] = which if which in KINDS else PREFECTURE
    # What is offered at first: the prefecture that its reader was last about.
    first = shown.question.prefecture or next(iter(shown.choices.prefectures))
    n = len(shown.choices.prefectures)
    st.radio(
        say("which brief"),
        KINDS,
        format_func=lambda each: say(WORDS[each]).format(n=n + 1),
        captions=[say(LEGEND[each]).format(n=n) for each in KINDS],
        key=KIND,
        on_change=_take,
        args=(first,),
    )
    if which not in KINDS:
        names = {each: shown.atlas.name_of(each) for each in shown.choices.prefectures}
        st.selectbox(
            say("prefecture"),
            list(names),
            format_func=lambda each: safe.for_markdown(names.get(each, each)),
            **bound("brief"),
        )


def _take(first: str) -> None:
    kind = st.session_state[KIND]
    change_question(brief=first if kind == PREFECTURE else kind)


def choose_forms(say: Say) -> tuple[str, ...]:
    """Word, PDF or both, in this order; () when neither is chosen."""
    chosen = st.segmented_control(
        say("as what"),
        (WORD, PDF),
        selection_mode="multi",
        default=(WORD, PDF),
        format_func={WORD: "Word", PDF: "PDF"}.__getitem__,
        key=FORMS,
    )
    return tuple(each for each in (WORD, PDF) if each in chosen)

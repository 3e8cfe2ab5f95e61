"""A view that is pinned as A while the reader asks for another, B: the button, the line that says what differs on every
page, and the tables.
"""

from __future__ import annotations

import streamlit as st

from atlas.atlas import Atlas
from atlas.difference import Difference, difference, difference_sentence, told_as_text
from atlas.question.question import COMPARED, Question
from atlas.side_by_side import DIFFERENCE
from atlas.words import Say, labelled
from documents.tables.difference import changed_rows
from layers import safe
from ui.parts import linked
from ui.parts.shown import Shown
from ui.session import page_layers
from ui.session.present import present_question
from ui.session.question import change_question, choose, shade


def pin_button(say: Say) -> None:
    """Pin the present view as A; pressed again it pins the newer one."""
    st.button(
        say("pin as A"),
        key="pin",
        icon=":material/push_pin:",
        type="tertiary",
        help=say(
            "Keeps this view as A. Change date, definition, radius, kinds or scenario: the map shows what differs."
        ),
        on_click=_pin,
    )


def say_pinned(atlas: Atlas, question: Question, say: Say) -> None:
    """On every page, while a view is pinned: what differs, in one sentence, and the ways out; nothing otherwise."""
    found = difference(atlas, question)
    if found is None:
        return
    with st.container(key="pinned"):
        told, way, turn, end = st.columns([7, 2, 2, 2], vertical_alignment="center")
        told.info(safe.for_markdown(_pinned_text(atlas, found, say)), icon=":material/compare_arrows:")
        if DIFFERENCE in question.layers:
            words, icon, act = say("A beside B"), ":material/splitscreen_right:", page_layers.shade_as_own
        else:
            words, icon, act = say("show what differs"), ":material/difference:", _show_difference
        way.button(words, key="pinned-way", on_click=act, icon=icon, width="stretch")
        turn.button(say("swap A and B"), key="swap", on_click=_swap, icon=":material/swap_horiz:", width="stretch")
        end.button(say("end comparison"), key="unpin", on_click=_unpin, icon=":material/close:", width="stretch")


def _pinned_text(atlas: Atlas, found: Difference, say: Say) -> str:
    what = told_as_text(atlas, found.before, found.after, say)
    if not what:
        return say(
            "This view is pinned as A. Now change date, definition, radius, kinds or scenario: the map and this line "
            "show what differs."
        )
    text = say("A → B ({what}). {sentence}").format(what=what, sentence=difference_sentence(atlas, found, say))
    return say("{title} (supposed)").format(title=text) if found.before.supposes or found.after.supposes else text


def show_difference(shown: Shown) -> None:
    """The differences by prefecture and by county; how to pin, when nothing is pinned."""
    say, atlas = shown.say, shown.atlas
    st.markdown(f"## {say('what differs from the pinned view')}")
    found = difference(atlas, shown.question)
    if found is None:
        st.info(say("No view is pinned. Press “pin as A” at the top, then change what you want to compare."))
        return
    st.markdown(safe.for_markdown(_pinned_text(atlas, found, say)))
    left, right = st.columns(2, gap="large")
    with left:
        _table(shown, found, "prefecture", say("by prefecture"))
    with right:
        _table(shown, found, "county", say("by county"))


def _table(shown: Shown, found: Difference, kind: str, title: str) -> None:
    rows = changed_rows(shown.atlas, found, kind, shown.say)
    st.markdown(f"**{safe.for_markdown(title)}**")
    if rows.empty:
        st.caption(shown.say("Nothing differs here."))
        return
    table = rows.drop(columns="id")
    name = labelled(shown.say("what differs from the pinned view"), title, shown.say)
    about = [shown.say("column share of A"), shown.say("column share of B")]
    linked.table(table, list(rows["id"]), f"difference-{kind}", name, shown, choose, about=about)


def _pin() -> None:
    change_question(against=present_question().pinned())
    _show_difference()


def _show_difference() -> None:
    shade(DIFFERENCE)


def _unpin() -> None:
    change_question(against=None)
    if DIFFERENCE in present_question().layers:
        page_layers.shade_as_own()


def _swap() -> None:
    question = present_question()
    if question.against is not None:
        there = {each.field: getattr(question.against, each.field) for each in COMPARED}
        change_question(**there, against=question.pinned())

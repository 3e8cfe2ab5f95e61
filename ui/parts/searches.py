"""What this session knows of its questions of siting, and what came of the one on the page."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from atlas.children import CHILDREN
from atlas.inquiry import Inquiry
from atlas.question.choices import Choices
from atlas.siting import sentences
from atlas.siting.checks import refusals
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, key_of
from atlas.siting.session import AT_ONCE_S, Memory
from atlas.siting.translated import translated
from ui.parts.shown import Shown
from ui.session import reader
from ui.session.question import times_brought

MEMORY, ANSWERED = "siting", "siting-answered"


def memory() -> Memory:
    """What this session knows of its questions of siting."""
    if MEMORY not in st.session_state:
        # Whoever is here will soon ask.
        CHILDREN.warm()
        st.session_state[MEMORY] = Memory(reader=reader.session_id(), alive=reader.still_there())
    found: Memory = st.session_state[MEMORY]
    return found


def question_on(shown: Shown) -> SitingQuestion:
    """The question of siting that the page asks."""
    return shown.choices.siting.read(shown.question.siting)[0]


def key_on(siting: SitingQuestion, shown: Shown) -> Hashable:
    """What tells this question on this page from all others."""
    return key_of(siting, shown.question, memory().loaded, shown.atlas.version)


def told_by(siting: SitingQuestion, shown: Shown, found: Found | None) -> Hashable:
    """What tells what is told of an answer from all else: the question with the tables that were loaded, under the
    names of their files, and the very answer, since a search that did not prove it may find another the next time.
    """
    loaded = memory().loaded
    return key_on(siting, shown), loaded.candidates_name, loaded.weights_name, found


def found_on(siting: SitingQuestion, shown: Shown) -> Found | None:
    """What came of the question, and is on the map (`siting_map.proposed` takes it over); None while nothing has."""
    return _found(siting, shown.inquiry)


def is_at_work(siting: SitingQuestion, shown: Shown) -> bool:
    """Whether a search for the answer to the question waits for its turn or is at work."""
    return key_on(siting, shown) in memory().running


def found_of(inquiry: Inquiry, choices: Choices) -> Found | None:
    """The same before a page knows what it shows."""
    return _found(choices.siting.read(inquiry.question.siting)[0], inquiry)


def _found(siting: SitingQuestion, inquiry: Inquiry) -> Found | None:
    held, atlas = memory(), inquiry.atlas
    key = key_of(siting, inquiry.question, held.loaded, atlas.version)
    found: Found | None = held.found.get(key)
    if found is not None and found.language not in ("", atlas.world.language):
        # The reader has turned to the other language since.
        found = held.found[key] = translated(found, atlas, inquiry.question, held.loaded)
    return found


def refused_on(siting: SitingQuestion, shown: Shown) -> list[str]:
    """Why the question cannot be asked, a sentence each."""
    say, atlas = shown.say, shown.atlas
    return refusals(atlas, shown.question, siting, memory().loaded, sentences.names_of(atlas, say), say)


def answer_what_was_brought(siting: SitingQuestion, shown: Shown) -> None:
    """Answer the question that a reader comes with, where that takes no longer than one waits for a page: once, and
    again when date, definition or anything else around the form is another, so that whoever opens the link sees the
    same. What is changed in the form waits for its button.
    """
    brought = _brought(shown.inquiry, shown.choices)
    if st.session_state.get(ANSWERED) == brought:
        return
    # What cannot be asked is said where the button would be.
    if refused_on(siting, shown) or memory().answer_at_once(key_on(siting, shown), shown.atlas, shown.question, siting):
        st.session_state[ANSWERED] = brought


def is_sought(inquiry: Inquiry, choices: Choices) -> bool:
    """Whether the answer to the question of the page is being looked for, or will be before the page has been shown."""
    held, siting = memory(), choices.siting.read(inquiry.question.siting)[0]
    key = key_of(siting, inquiry.question, held.loaded, inquiry.atlas.version)
    is_new = st.session_state.get(ANSWERED) != _brought(inquiry, choices)
    comes = is_new and key not in held.slow and not held.is_bound
    return key not in held.found and (comes or key in held.running)


def _brought(inquiry: Inquiry, choices: Choices) -> Hashable:
    """What tells one coming of a reader from another: the visit, what the box asked since, and all that stands around
    the form.
    """
    around = key_of(choices.siting.read("")[0], inquiry.question, memory().loaded, inquiry.atlas.version)
    return st.session_state.get("visits", 0), times_brought(), around


def opens_with(shown: Shown) -> str:
    """What somebody who opens the link of this page will see of the answer."""
    say, question = shown.say, question_on(shown)
    if question.sites == "own" or question.own_weights:
        return say("What was loaded from a file is in no link: whoever opens it is asked to load it.")
    found, key = found_on(question, shown), key_on(question, shown)
    if found is not None and found.whole and found.seconds <= AT_ONCE_S:
        return say("The link opens with the answer: it takes {seconds:.1f} s.").format(seconds=found.seconds)
    if found is not None or key in memory().slow:
        text = say("The search takes more than {seconds:.0f} s: the link opens with the question and one button.")
        return text.format(seconds=AT_ONCE_S)
    not_yet = say(
        "Not searched yet: the link opens with the answer if that takes at most {seconds:.0f} s, else one button."
    )
    at_work = say(
        "Being searched: the link opens with the answer if that takes at most {seconds:.0f} s, else one button."
    )
    text = at_work if is_at_work(question, shown) else not_yet
    return text.format(seconds=AT_ONCE_S)

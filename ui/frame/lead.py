"""The first sentence of a page, above all else: what a leader reads in three seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streamlit.delta_generator import DeltaGenerator

from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.meanings import meanings
from atlas.own.laying import own_told
from atlas.question.choices import Choices
from atlas.question.question import Question
from atlas.words import Say
from layers import safe
from layers.held import held_together
from layers.unparted import unbreakable

SOUGHT = "Where the next centres should stand is being searched."
# These count what stands at a date, which costs nothing to ask of another one; what they say grows by lines as they do.
GROWING = ("overview", "plan")


def to_choose(page: str, question: Question, say: Say) -> str:
    """What a page about one thing asks for while it is not known which, so that no page begins with an empty band; ""
    where it is known. What there is to choose from: ui.parts.to_choose.
    """
    if page == "prefecture" and not question.prefecture:
        return say("No prefecture is chosen yet: press the name of one on this page, or click it on the map.")
    if page == "plan" and not question.scoreboard:
        return say("No plan is chosen yet: press the name of one on this page.")
    return ""


def show_lead(place: DeltaGenerator, inquiry: Inquiry, choices: Choices, page: str) -> None:
    """The sentence of the records, and under it that of what is supposed."""
    found, sought = None, False
    if page == "siting":
        # The solver costs a second of start that readers of other pages need not wait for.
        from ui.parts import searches  # noqa: PLC0415

        found, sought = searches.found_of(inquiry, choices), searches.is_sought(inquiry, choices)
    sentences = lead(page, inquiry, found) if not sought else (inquiry.say(SOUGHT),)
    if asked := to_choose(page, inquiry.question, inquiry.say):
        sentences = (asked,)
    if sentences and inquiry.atlas.own:
        sentences = (*sentences, own_told(inquiry.atlas, inquiry.say))
    if sentences:
        told = "".join(f"<p>{each}</p>" for each in explained(sentences, inquiry.say))
        longest = _longest(page, inquiry.real, choices, sentences[0])
        room = "".join(unbreakable(each) for each in _words(inquiry.say).split(longest))
        # In an attribute no name may read as an address that runs.
        room = room.replace(":", f"{safe.WORD_JOINER}:")
        place.html(f'<div class="lead" role="status">{told}<span data-room="{safe.for_html(room)}"></span></div>')


def _longest(page: str, inquiry: Inquiry, choices: Choices, sentence: str) -> str:
    """The longest that the first sentence gets while the clock turns: in its first year, when all are missing, at its
    last day, when most is known, or now. A narrow screen keeps room for it, so that the map under it stays (look.css).
    """
    if page not in GROWING:
        return sentence
    # The end of a year has the longest date of it.
    days = {min(choices.first_day.replace(month=12, day=31), choices.last_day), choices.last_day}
    turned = (lead(page, Inquiry(inquiry.atlas, inquiry.question.with_changes(as_of=day))) for day in days)
    return max(sentence, *(told[0] for told in turned if told), key=len)


def explained(sentences: Sequence[str], say: Say) -> list[str]:
    """The sentences as HTML; each word that needs one has its meaning under it where it comes first, for mouse, finger
    and keyboard alike.
    """
    waiting, words = dict(meanings(say)), _words(say)
    return ["".join(_part(each, waiting) for each in words.split(sentence)) for sentence in sentences]


def _words(say: Say) -> re.Pattern[str]:
    """The words that have a meaning; with their s, or half of "definitions" would be underlined."""
    return re.compile(f"((?:{'|'.join(map(re.escape, sorted(dict(meanings(say)), key=len, reverse=True)))})s?)")


def _part(text: str, waiting: dict[str, str]) -> str:
    """A part of a sentence; a word that waits to be explained with its meaning."""
    word = text if text in waiting else text.removesuffix("s")
    if word not in waiting:
        return held_together(text)
    tip = f'<span class="meaning" role="tooltip">{held_together(waiting.pop(word))}</span>'
    return f'<span class="word" tabindex="0">{safe.for_html(text)}{tip}</span>'

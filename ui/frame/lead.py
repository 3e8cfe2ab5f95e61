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
from atlas.words import Say
from layers import safe
from layers.held import held_together

SOUGHT = "Where the next centres should stand is being searched."


def show_lead(place: DeltaGenerator, inquiry: Inquiry, choices: Choices, page: str) -> None:
    """The sentence of the records, and under it that of what is supposed."""
    found, sought = None, False
    if page == "siting":
        # The solver costs a second of start that readers of other pages need not wait for.
        from ui.parts import searches  # noqa: PLC0415

        found, sought = searches.found_of(inquiry, choices), searches.is_sought(inquiry, choices)
    sentences = lead(page, inquiry, found) if not sought else (inquiry.say(SOUGHT),)
    if sentences and inquiry.atlas.own:
        sentences = (*sentences, own_told(inquiry.atlas, inquiry.say))
    if sentences:
        told = "".join(f"<p>{each}</p>" for each in explained(sentences, inquiry.say))
        place.html(f'<div class="lead" role="status">{told}</div>')


def explained(sentences: Sequence[str], say: Say) -> list[str]:
    """The sentences as HTML; each word that needs one has its meaning under it where it comes first, for mouse, finger
    and keyboard alike.
    """
    waiting = dict(meanings(say))
    # With its s, or half of "definitions" would be underlined.
    words = re.compile(f"((?:{'|'.join(map(re.escape, sorted(waiting, key=len, reverse=True)))})s?)")
    return ["".join(_part(each, waiting) for each in words.split(sentence)) for sentence in sentences]


def _part(text: str, waiting: dict[str, str]) -> str:
    """A part of a sentence; a word that waits to be explained with its meaning."""
    word = text if text in waiting else text.removesuffix("s")
    if word not in waiting:
        return held_together(text)
    tip = f'<span class="meaning" role="tooltip">{held_together(waiting.pop(word))}</span>'
    return f'<span class="word" tabindex="0">{safe.for_html(text)}{tip}</span>'

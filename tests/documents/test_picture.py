"""A print map is a file of its kind, says the page's own sentence, and looks the same on every machine."""

from __future__ import annotations

from functools import cache

import pytest

from atlas.atlas import Atlas, load
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.question.offered import choices_of
from atlas.question.question import from_params
from atlas.words import say_in
from data.catalog import meta
from documents.papers import PAPERS, paper_of
from documents.picture import compose, picture

SAY = say_in("zh")
BEGINS = {"png": b"\x89PNG\r\n", "svg": b"<?xml", "pdf": b"%PDF-"}


@cache
def known() -> Atlas:
    """The atlas as it is shipped."""
    return load("14-5")


def asked(**params: str) -> Inquiry:
    """The atlas asked a question as a link does."""
    question, problems = from_params(params, choices_of(known(), meta("bodies").as_of))
    assert problems == []
    return Inquiry(known(), question)


def test_a_picture_is_a_file_of_its_kind() -> None:
    for form, begins in BEGINS.items():
        assert picture(asked(), "overview", "a4", form, SAY).startswith(begins)


def test_the_title_is_the_sentence_of_the_page() -> None:
    made = compose(asked(), "overview", "a4", SAY)
    (sentence,) = lead("overview", asked())
    assert made.words.title == sentence
    assert sentence in "".join(made.sheet.written)


def test_an_unknown_paper_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="a4-landscape"):
        paper_of("a5")
    assert "slide" in PAPERS

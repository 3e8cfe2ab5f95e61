"""The shipped atlas asked a question as a link does, for all tests of what is printed."""

from __future__ import annotations

from functools import cache

from atlas.atlas import Atlas, load_shipped
from atlas.inquiry import Inquiry
from atlas.question.offered import choices_of
from atlas.question.question import from_params
from atlas.words import say_in
from data.catalog import meta

SAY = say_in("zh")


@cache
def known(language: str = "zh") -> Atlas:
    """The atlas as it is shipped."""
    return load_shipped("14-5", language)


def asked(language: str = "zh", **params: str) -> Inquiry:
    """The atlas asked a question as a link does."""
    question, problems = from_params(params, choices_of(known(language), meta("bodies").as_of))
    assert problems == []
    return Inquiry(known(language), question)

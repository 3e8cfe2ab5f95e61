"""An answer found in one language, read in another: no word of it stays in the first."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from atlas.atlas import in_language
from atlas.inquiry import Inquiry
from atlas.siting.ground import Loaded
from atlas.siting.lead import siting_lead
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, search
from atlas.siting.translated import translated
from geo.siting import Clock
from tests.worlds import the_atlas, usual_question

MOST = SitingQuestion("most", p=2, sites="counties")


def found_in(language: str, **changes: str) -> Found:
    return search(in_language(the_atlas(), language), usual_question(**changes), MOST, Loaded(), Clock(60)).kept()


@pytest.mark.parametrize("changes", [{}, {"weight": "gdp"}])
def test_the_sentence_is_that_of_a_search_in_this_language(changes: dict[str, str]) -> None:
    english, question = in_language(the_atlas(), "en"), usual_question(**changes)
    found = translated(found_in("zh", **changes), english, question, Loaded())
    (told,) = siting_lead(Inquiry(english, question), found)
    assert told.isascii() or not [each for each in told if "\u4e00" <= each <= "\u9fff"]
    assert (told,) == siting_lead(Inquiry(english, question), found_in("en", **changes))
    assert found.language == "en"


def test_names_that_a_reader_loaded_stay_theirs() -> None:
    own = found_in("zh")
    own = replace(own, question=replace(own.question, sites="own"))
    assert translated(own, in_language(the_atlas(), "en"), usual_question(), Loaded()) is own


# What the checks refuse, and what no solver can meet, for one reason or another.
REFUSED = {
    "checked": SitingQuestion("most", p=500, sites="counties"),
    "impossible": SitingQuestion(k=21, share=Fraction(1), floors={"north": 5}),
    "unfair": SitingQuestion("most", p=1, sites="counties", fair={"north": Fraction(1)}),
    "beyond": SitingQuestion("all", aim="lscp", sites="parks"),
}


@pytest.mark.parametrize("siting", REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_that_of_a_search_in_this_language(siting: SitingQuestion) -> None:
    told = {}
    for language in ("zh", "en"):
        atlas = in_language(the_atlas(), language)
        told[language] = search(atlas, usual_question(radius_km=30), siting, Loaded(), Clock(60)).kept()
        assert told[language].refused
    for here, there in (("zh", "en"), ("en", "zh")):
        turned = translated(told[here], in_language(the_atlas(), there), usual_question(), Loaded())
        assert (turned.refused, turned.language) == (told[there].refused, there)
    assert told["en"].refused.isascii()
    assert not told["zh"].refused.isascii()

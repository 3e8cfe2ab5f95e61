"""The sentence of a page as it is drawn: each word with its meaning once, and text from data never markup."""

from __future__ import annotations

import re

import pytest

from atlas.meanings import meanings
from atlas.words import say_in
from tests.ui.reader import opened, told
from ui.frame.lead import explained

SAY = say_in("zh")


def plain(html: str) -> str:
    return re.sub(r"<[^>]*>", "", re.sub(r'<span class="meaning" role="tooltip">[^<]*</span>', "", html))


def test_a_word_has_its_meaning_where_it_comes_first_and_nowhere_else() -> None:
    first, second = explained(["按甲口径，确证8；乙口径", "口径与确证"], SAY)
    assert (first.count('class="word"'), second.count('class="word"')) == (2, 0)
    assert plain(first) == "按甲口径，确证8；乙口径"
    assert dict(meanings(SAY))["口径"] in first


def test_a_name_from_data_stays_text() -> None:
    (shown,) = explained(["<b>口径</b> & “x”"], SAY)
    assert "<b>" not in shown
    assert plain(shown).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == "<b>口径</b> & “x”"


def test_every_page_with_an_answer_explains_its_words_and_the_help_explains_all() -> None:
    for page in ("overview", "coverage", "plan"):
        words = told(opened(page))
        assert '<div class="lead" role="status">' in words
        assert 'class="meaning"' in words
        for word, meaning in meanings(SAY):
            assert f"<dt>{word}</dt><dd>" in words
            assert meaning[:12] in words


def test_a_word_of_several_is_underlined_whole() -> None:
    (shown,) = explained(["not certain under 6 of 6 definitions"], say_in("en"))
    assert 'tabindex="0">definitions<span' in shown


@pytest.mark.parametrize(
    ("page", "asks", "wanted"), [("prefecture", "", "地市"), ("prefecture", "999999", "地市"), ("plan", "none", "规划")]
)
def test_a_page_about_one_thing_asks_for_it_where_it_is_not_known_which(page: str, asks: str, wanted: str) -> None:
    """An empty band above the map said nothing to anybody."""
    part = {"prefecture": "id", "plan": "board"}[page]
    words = told(opened(page, **{part: asks} if asks else {}))
    leads = re.findall(r'<div class="lead" role="status">(.*?)<span data-room', words)
    assert [plain(each).startswith(f"尚未选定{wanted}：请") for each in leads] == [True]

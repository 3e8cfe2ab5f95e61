"""The manual: one page in each language, with the same headings in number."""

from __future__ import annotations

import pytest

from atlas.words import say_in
from tests.ui.reader import opened, told
from ui.desks import PAGES


@pytest.mark.parametrize(("language", "title"), [("zh", "粤知图使用手册"), ("en", "# ")])
def test_it_is_one_page_in_each_language(language: str, title: str) -> None:
    words = told(opened("manual", lang=language))
    assert title in words
    assert words.count("\n## ") > 3


def test_both_languages_have_as_many_chapters() -> None:
    chinese, english = (told(opened("manual", lang=language)).count("\n## ") for language in ("zh", "en"))
    assert chinese == english


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_names_every_page_and_every_tool_at_the_top_of_the_pages(language: str) -> None:
    words, say = told(opened("manual", lang=language)).casefold(), say_in(language)
    for page in PAGES:
        assert f"**{say(page.title)}**".casefold() in words, page.path
    for tool in ("ask or search", "pin as A", "take away", "share", "meeting"):
        assert f"**{say(tool)}**".casefold() in words, tool


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_says_that_the_wheel_scrolls_the_page_until_ctrl_is_held(language: str) -> None:
    (zoom,) = [line for line in told(opened("manual", lang=language)).splitlines() if "⌂" in line]
    assert "Ctrl" in zoom

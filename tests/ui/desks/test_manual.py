"""The manual: one page in each language, with the same headings in number."""

from __future__ import annotations

import pytest

from tests.ui.reader import opened, told


@pytest.mark.parametrize(("language", "title"), [("zh", "粤知图使用手册"), ("en", "# ")])
def test_it_is_one_page_in_each_language(language: str, title: str) -> None:
    words = told(opened("manual", lang=language))
    assert title in words
    assert words.count("\n## ") > 3


def test_both_languages_have_as_many_chapters() -> None:
    chinese, english = (told(opened("manual", lang=language)).count("\n## ") for language in ("zh", "en"))
    assert chinese == english

"""A paper claims no more of its layout than is so, and the sizes of a sheet are stated once."""

from __future__ import annotations

from dataclasses import replace

from documents.layout import MARGINS_MM, ONE_PAGE, USUAL, in_english, sizes_of
from documents.one_pager import one_pager
from documents.province import province_brief
from documents.slide import slide_of
from tests.documents.print_questions import asked, known

STANDARD = "GB/T 9704"


def test_pages_of_the_usual_sizes_follow_the_standard_and_say_so() -> None:
    for language in ("zh", "en"):
        brief = province_brief(asked(language))
        assert sizes_of(brief) == USUAL
        assert STANDARD in brief.foot


def test_a_sheet_says_that_it_is_set_smaller_and_in_english_claims_no_standard() -> None:
    chinese, english = (one_pager(asked(language, id="441500")) for language in ("zh", "en"))
    assert sizes_of(chinese).margins_mm == MARGINS_MM
    assert "缩小字号" in chinese.foot
    assert sizes_of(english).margins_mm != MARGINS_MM
    assert STANDARD not in english.foot


def test_a_slide_is_laid_out_by_no_standard() -> None:
    slide = slide_of(known(), asked().question, "overview")
    assert STANDARD not in " ".join(slide.notes)


def test_the_english_sheet_follows_the_chinese_one() -> None:
    larger = replace(ONE_PAGE, body=20, line=25, title=30)
    found = in_english(larger)
    assert found.body < larger.body
    assert found.body > in_english(ONE_PAGE).body
    assert found.line > in_english(ONE_PAGE).line
    assert (found.title, found.note, found.small) == (30, ONE_PAGE.note, True)

"""The table of a plan: a number carries its unit where it is read, and none where it is reckoned with."""

from __future__ import annotations

import pytest

from atlas.atlas import in_language
from atlas.inquiry import Inquiry
from atlas.question.offered import choices_of
from atlas.words import say_in
from data.catalog import meta
from documents.tables.board import amount_text, board_numbers, board_table
from documents.told import Told
from tests.worlds import the_atlas, usual_question


@pytest.mark.parametrize(
    ("value", "unit", "language", "text"),
    [
        (28.8, "件", "zh", "28.8件"),
        (1412.7, "亿元", "zh", "1,412.7亿元"),
        (1412.7, "100 million yuan", "en", "1,412.7 × 100 million yuan"),
        (28.8, "patents", "en", "28.8 patents"),
        (42.9, "%", "en", "42.9%"),
        (1124074, "", "zh", "1,124,074"),
        (None, "件", "zh", "–"),
    ],
)
def test_an_amount_is_written_with_its_unit(value: float | None, unit: str, language: str, text: str) -> None:
    assert amount_text(value, unit, say_in(language)) == text


def test_a_lower_bound_says_so() -> None:
    assert amount_text(89, "个", say_in("zh"), at_least=True) == "≥89个"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_latest_value_has_its_unit_and_the_file_has_the_number(language: str) -> None:
    atlas = in_language(the_atlas(), language)
    shown = Told(Inquiry(atlas, usual_question()), choices_of(atlas, meta("bodies").as_of))
    say, entries = shown.say, shown.inquiry.scoreboard
    rows, numbers = board_table(entries, shown), board_numbers(entries, shown)
    known = [n for n, text in enumerate(rows[say("column latest")]) if text != "–"]
    assert len(known) > 10
    for n in known:
        unit, text = rows[say("column unit")][n], rows[say("column latest")][n]
        assert text.endswith(unit) or unit == "–"
        assert numbers[say("column latest")][n] == text.removesuffix(unit).removesuffix(" ").removesuffix(" ×")

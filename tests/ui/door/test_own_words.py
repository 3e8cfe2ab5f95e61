"""Streamlit's own English: every text that is replaced is still in its bundle, and has words in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit

from atlas.words import say_in
from ui.door.own_words import STREAMLITS, in_own_words

# What the bundle puts together of pieces: each piece.
PIECES = {
    "The page that you have requested does not seem to exist. Running the app's main page.": (
        "The page that you have requested does not seem to exist",
        ". Running the app's main page.",
    ),
    "{size} per file": (" per file",),
    "Press Enter to apply": ("Press Enter to ", "apply"),
    "{count} more": ("} more`",),
    "Help for {label}": ("Help for ",),
    "Remove {label}": ("Remove ",),
}


def test_every_text_that_is_replaced_is_still_in_the_bundle() -> None:
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    bundle = "".join(each.read_text(encoding="utf-8") for each in folder.glob("*.js"))
    missing = [piece for text in STREAMLITS for piece in PIECES.get(text, (text,)) if piece not in bundle]
    assert missing == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_has_words_and_the_chinese_ones_hold_no_english(language: str) -> None:
    script = in_own_words()
    for own in STREAMLITS.values():
        words = say_in(language)(own)
        assert words in script
        if language == "zh":
            assert not any(sign.isascii() and sign.isalpha() for sign in re.sub(r"\{\w+\}", "", words))

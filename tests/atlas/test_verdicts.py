"""A verdict in words: every manner says met, open and below in both languages, and never that a goal was missed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from atlas.verdicts import WORDS, Manner, verdict_text
from atlas.words import say_in

MISSED = ("未达标", "未完成", "missed", "failed")


def result(verdict: str) -> Any:
    return SimpleNamespace(verdict=verdict, needed=17, short_by=SimpleNamespace(certain=9, best=8, possible=0))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("manner", WORDS)
def test_every_manner_has_a_sentence_of_its_own_for_every_verdict(manner: Manner, language: str) -> None:
    told = {each: verdict_text(result(each), manner, say_in(language)) for each in ("met", "open", "below")}
    assert len(set(told.values())) == 3
    assert not [text for text in told.values() if "{" in text or any(word in text for word in MISSED)]
    assert "8" in told["below"], "short by the best reading"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_only_supposed_says_so_first(language: str) -> None:
    word = say_in(language)("supposed")
    for verdict in ("met", "open", "below"):
        for manner in WORDS:
            told = verdict_text(result(verdict), manner, say_in(language)).lower()
            assert told.startswith(word.lower()) == (manner == "supposed")

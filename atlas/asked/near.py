"""The words of the atlas that are nearest to what was not understood."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from atlas.asked.lexicon import Lexicon
from atlas.asked.spoken import spoken

MOST, CHINESE_CUTOFF, LATIN_CUTOFF = 3, 0.5, 0.72
# The longest piece that a name could be a misspelling of.
LONGEST = 16
IDLE = ("filler", "joint", "per", "extreme")


def nearest(piece: str, words: Lexicon) -> list[str]:
    """Up to three known words like a plain piece, the likest first; [] where nothing is like it. A number alone may
    have lost its unit.
    """
    if piece.isdigit():
        return [f"{piece}{unit}" for unit in spoken().units]
    known = [word for word, meanings in words.words.items() if meanings[0].role not in IDLE and not word.isdigit()]
    return list(_like(piece.strip(), known)) if len(piece) <= LONGEST else []


def _like(piece: str, known: list[str]) -> Iterator[str]:
    latin = piece.isascii()
    fitting = [word for word in known if word.isascii() == latin and abs(len(word) - len(piece)) <= 2]
    if len(piece) > 1:
        yield from get_close_matches(piece, fitting, n=MOST, cutoff=LATIN_CUTOFF if latin else CHINESE_CUTOFF)

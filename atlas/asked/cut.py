"""A plain text cut into words that are known and the rest, so that as little as possible is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from atlas.asked.lexicon import Lexicon, Meaning
from atlas.asked.written import DAY, YEAR, written_at

LATIN = re.compile(r"[0-9a-z]+(?:[-.][0-9a-z]+)*")
BETWEEN = re.compile(r"[\s,;:.!?|/+=<>\-\u3002\u00b7\u2026\u2014\u2192]")
MINUS = "-"
DAYS = frozenset({DAY, YEAR})
# A sign that is not understood costs more than any word; a word that may be left out a little more than one that says
# something, so that of two ways to cut the one that says more is taken.
UNKNOWN, WORD, IDLE, NUMBER = 100.0, 1.0, 1.25, 0.9


@dataclass(frozen=True)
class Token:
    """A piece of a plain text from `start` to `end`, with its meanings; without any it is not understood."""

    start: int
    end: int
    meanings: tuple[Meaning, ...] = ()

    @property
    def role(self) -> str:
        """The role of its first meaning, "" for none."""
        return self.meanings[0].role if self.meanings else ""


def cut(text: str, words: Lexicon, today: date) -> list[Token]:
    """The cheapest way to cut a text: pieces in their order, what is not understood in one piece where it is together.

    Signs that only part are in no piece. Shortest path over the places of the text (dynamic programming).
    """
    best: list[tuple[float, Token | None, int]] = [(0.0, None, len(text))] * (len(text) + 1)
    for place in range(len(text) - 1, -1, -1):
        ways = list(_ways(text, place, words, today))
        best[place] = min(((cost + best[end][0], token, end) for cost, token, end in ways), key=lambda way: way[0])
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        _, token, end = best[place]
        if token is not None:
            before = tokens[-1] if tokens else None
            if before and not token.meanings and not before.meanings and before.end == token.start:
                tokens[-1] = Token(before.start, token.end)
            else:
                tokens.append(token)
        place = end
    return tokens


def _ways(text: str, place: int, words: Lexicon, today: date) -> Iterator[tuple[float, Token | None, int]]:
    """Every way to go on from a place: its cost, the piece, where that ends."""
    if BETWEEN.match(text, place):
        yield 0.0, None, place + 1
    yield from _less_than_nothing(text, place, today)
    latin = LATIN.match(text, place)
    end = latin.end() if latin else place + 1
    if not BETWEEN.match(text, place):
        yield UNKNOWN * (end - place), Token(place, end), end
    for until, meaning in _numbers(text, place, today):
        yield NUMBER, Token(place, until, (meaning,)), until
    if _inside(text, place):
        return
    for until in range(min(len(text), place + words.longest), place, -1):
        meanings = words.words.get(text[place:until])
        if meanings and not _inside(text, until):
            cost = IDLE if meanings[0].role == "filler" else WORD
            yield cost, Token(place, until, meanings), until


def _less_than_nothing(text: str, place: int, today: date) -> Iterator[tuple[float, Token | None, int]]:
    """A number with a minus before it, in one piece: -5公里 is no distance, and 5公里 is not what was written."""
    if text.startswith(MINUS, place) and place + 1 < len(text):
        for until, meaning in written_at(text, place + 1, today):
            if meaning.role not in DAYS:
                yield UNKNOWN, Token(place, until), until


def _numbers(text: str, place: int, today: date) -> Iterator[tuple[int, Meaning]]:
    """What is written in numbers from a place; after a minus only days, which a line may part from what is before."""
    for until, meaning in written_at(text, place, today):
        if meaning.role in DAYS or place == 0 or text[place - 1] != MINUS:
            yield until, meaning


def _inside(text: str, place: int) -> bool:
    """Whether a place is within a word of Latin letters, or between two digits."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
        return False
    return before.isdigit() == after.isdigit()

"""What was typed as its questions, each as the parts that were understood and the pieces that were not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from atlas.asked.cut import Token, cut
from atlas.asked.lexicon import Lexicon, Meaning, Name
from atlas.asked.near import nearest
from atlas.asked.plain import Plain, plain
from atlas.asked.spoken import spoken

STRONG, WEAK = re.compile(r"[?;!\u3002]"), re.compile(r",")
IDLE = ("filler", "joint")
# What is in reach, and what is not.
REACHED = frozenset({"reach", "gap"})
SITING = frozenset({"site-most", "site-rule", "site-all", "site-frontier"})
# What a question is about: two of different groups are two questions.
GROUPS = (
    {"lack", "missing", "gap", "reach", "where", "serves"},
    {"rank", "reach", "gap"},
    {"target"},
    {*SITING, "reach", "target", "where"},
)
# Most names that a piece may be found in, so that it still means one of them.
MOST_NAMES = 8
MOST_NEAR = 3
SHORTEST_PIECE = {True: 4, False: 2}


@dataclass(frozen=True)
class Part:
    """A piece of what was typed (`text`, from `start` to `end`), what it is taken to mean, and what else it may mean.

    kept  it was said in the question before this one, and goes for this one too
    """

    meaning: Meaning
    text: str
    start: int
    end: int
    others: tuple[Meaning, ...] = ()
    kept: bool = False

    @property
    def role(self) -> str:
        """The role of its meaning."""
        return self.meaning.role

    @property
    def value(self) -> str:
        """The value of its meaning."""
        return self.meaning.value


@dataclass(frozen=True)
class Unknown:
    """A piece that was not understood, and the known words nearest to it."""

    text: str
    start: int
    end: int
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clause:
    """One question of what was typed. joints  where 和, a comma and the like stand in it"""

    parts: tuple[Part, ...]
    unknown: tuple[Unknown, ...]
    joints: tuple[int, ...] = ()

    def of(self, *roles: str) -> list[Part]:
        """The parts of some roles, in their order."""
        return [each for each in self.parts if each.role in roles]

    @property
    def reverses(self) -> bool:
        """Whether something is to be left out, which no question can say."""
        return bool(self.of("reversing"))

    @property
    def topics(self) -> frozenset[str]:
        """What is asked about."""
        return frozenset(each.value for each in self.of("topic"))


def clauses(typed: str, words: Lexicon, today: date) -> list[Clause]:
    """The questions of a text: parted where a sentence ends, and at a comma where otherwise two would be one."""
    there = plain(typed)
    tokens = cut(there.text, words, today)
    found: list[Clause] = []
    for group in _parted(tokens, there.text, STRONG):
        whole = _clause(typed, there, group, words)
        pieces = _parted(group, there.text, WEAK)
        if _is_double(whole) and len(pieces) > 1:
            found += [_clause(typed, there, piece, words) for piece in pieces]
        else:
            found.append(whole)
    kept = [each for each in found if each.parts or each.unknown]
    return [_inheriting(each, kept[place - 1] if place else None) for place, each in enumerate(kept)]


def _parted(tokens: Sequence[Token], text: str, marks: re.Pattern[str]) -> list[list[Token]]:
    groups: list[list[Token]] = [[]]
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and marks.search(text[before.end : token.start]):
            groups.append([])
        groups[-1].append(token)
    return [group for group in groups if group]


def _clause(typed: str, there: Plain, tokens: Sequence[Token], words: Lexicon) -> Clause:
    parts, unknown = list[Part](), list[Unknown]()
    for place, token in enumerate(tokens):
        start, end = there.at[token.start], there.at[token.end - 1] + 1
        if token.meanings:
            if token.role not in IDLE:
                parts.append(Part(token.meanings[0], typed[start:end], start, end, token.meanings[1:]))
            continue
        piece = there.text[token.start : token.end]
        entire = _with_idle_signs(tokens, place, there.text, words)
        named = _named(there.text[entire.start : entire.end], tokens, there.text, words)
        if named:
            start, end = there.at[entire.start], there.at[entire.end - 1] + 1
            parts.append(Part(named[0], typed[start:end], start, end, tuple(named[1:])))
            continue
        last = tokens[place + 1].end if place + 1 < len(tokens) else token.end
        # 汕未 may have been cut so that a sign of it is in the next word.
        longer = there.text[token.start : last] if len(piece) == 1 else ""
        near = dict.fromkeys(each for text in (piece, longer) for each in nearest(text, words))
        unknown.append(Unknown(typed[start:end], start, end, tuple(near)[:MOST_NEAR]))
    return Clause(tuple(_narrowed(parts)), tuple(unknown), _joints(there, tokens))


def _joints(there: Plain, tokens: Sequence[Token]) -> tuple[int, ...]:
    """Where two things are put beside each other, in what was typed."""
    by = spoken().endings["by"]
    commas = {
        token.start
        for number, (before, token) in enumerate(pairwise(tokens))
        if WEAK.search(there.text[before.end : token.start])
        and not (number and there.text[tokens[number - 1].start : tokens[number - 1].end] in by)
    }
    words = {each.start for each in tokens if each.role == "joint"}
    # A comma stands before the word whose place is told.
    return (*(there.at[each] for each in sorted(words)), *(there.at[each - 1] for each in sorted(commas)))


def _narrowed(parts: Sequence[Part]) -> list[Part]:
    """Of a word with several meanings the one that another word says too: 国家级已运行 is one definition."""
    found = list[Part]()
    for part in parts:
        meant = [each for each in part.others if any(each == other.meaning for other in parts if other is not part)]
        found.append(replace(part, meaning=meant[0], others=()) if meant else part)
    return found


def _with_idle_signs(tokens: Sequence[Token], place: int, text: str, words: Lexicon) -> Token:
    """A piece with the single idle signs beside it where a name has them too: 地理标志 is no 理标志 after 地."""
    token = tokens[place]
    for beside in (*tokens[:place][-1:], *tokens[place + 1 : place + 2]):
        start, end = min(token.start, beside.start), max(token.end, beside.end)
        alone = beside.role == "filler" and beside.end - beside.start == 1
        together = end - start == token.end - token.start + 1
        if alone and together and any(name.has(text[start:end]) for name in words.names):
            token = Token(start, end)
    return token


def _named(piece: str, tokens: Sequence[Token], text: str, words: Lexicon) -> list[Meaning]:
    """What has a piece in its name: first what the other words belong to as well."""
    if len(piece) < SHORTEST_PIECE[piece.isascii()]:
        return []
    others = [text[each.start : each.end] for each in tokens if each.meanings and each.role not in IDLE]

    def apart(name: Name) -> int:
        return -sum(other in f"{name.name} {name.rest}" for other in others)

    found = sorted((each for each in words.names if each.has(piece)), key=apart)
    return [Meaning("selected", each.id, each.title) for each in found] if len(found) <= MOST_NAMES else []


def _is_double(clause: Clause) -> bool:
    """Whether a clause asks two questions: topics of different groups, or two values where there is one."""
    single = any(
        len({each.value for each in clause.of(*roles)}) > 1
        for roles in (("date", "year"), ("radius",), ("definition",), ("industry",), ("measure",))
    )
    places = len({each.value for each in clause.of("id", "county")}) > 1 and "rank" not in clause.topics
    return single or places or not any(clause.topics <= group for group in GROUPS)


def _inheriting(clause: Clause, before: Clause | None) -> Clause:
    """A question that leaves out what the one before said goes on from it: 汕尾缺什么？揭阳呢？"""
    if before is None or not clause.parts:
        return clause
    lacking = [("date", "year"), ("radius",), ("definition",)]
    if not clause.topics:
        lacking += [("topic",), ("per",), ("extreme",), ("id", "county", "zone"), ("industry",)]
    more = [replace(each, kept=True) for roles in lacking if not clause.of(*roles) for each in before.of(*roles)]
    return replace(clause, parts=(*clause.parts, *more))

"""What was typed in its plain form: width, case, traditional signs and brackets do not matter."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TRADITIONAL = Path(__file__).parent / "traditional.txt"
# Brackets and quotation marks by their categories, and a few more signs that say nothing around or inside a name.
BRACKETS = frozenset({"Ps", "Pe", "Pi", "Pf"})
MARKS = frozenset("\"'`*#_~\u00b4")
# The signs of the common blocks of Chinese, beside which a space says nothing.
FIRST_CHINESE, LAST_CHINESE = "\u3400", "\u9fff"


@dataclass(frozen=True)
class Plain:
    """A plain text, and for each of its signs and its end where it stands in what was typed."""

    text: str
    at: tuple[int, ...]


def plain(typed: str) -> Plain:
    """The plain form: 「４４０５」 is 4405, 灯飾 is 灯饰, 中山(灯饰) is 中山灯饰, 粤 北 is 粤北."""
    signs: list[tuple[str, int]] = []
    for place, sign in enumerate(typed):
        folded = unicodedata.normalize("NFKC", sign).lower().translate(_simplified())
        signs += [(" " if each.isspace() else each, place) for each in folded if not _is_mark(each)]
    kept = [pair for number, pair in enumerate(signs) if not _is_idle(signs, number)]
    return Plain("".join(sign for sign, _ in kept), (*(place for _, place in kept), len(typed)))


def plain_text(typed: str) -> str:
    """The plain form alone, without spaces around it."""
    return plain(typed).text.strip()


def is_chinese(sign: str) -> bool:
    """Whether a sign is one of Chinese."""
    return FIRST_CHINESE <= sign <= LAST_CHINESE


def _is_mark(sign: str) -> bool:
    return sign in MARKS or unicodedata.category(sign) in BRACKETS


def _is_idle(signs: list[tuple[str, int]], number: int) -> bool:
    """Whether a space stands between two signs of Chinese, or beside another one."""
    if signs[number][0] != " ":
        return False
    before = signs[number - 1][0] if number else " "
    after = next((sign for sign, _ in signs[number + 1 :] if sign != " "), " ")
    return before == " " or (is_chinese(before) and is_chinese(after))


@cache
def _simplified() -> dict[int, str]:
    """Traditional signs and the simplified ones they are written as. Source: OpenCC, TSCharacters (Apache 2.0)."""
    pairs = TRADITIONAL.read_text(encoding="utf-8").split()
    return {ord(pair[0]): pair[1] for pair in pairs}

"""How people say what the catalogue calls otherwise: words, ways of writing dates and numbers, what may be left out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SPOKEN = Path(__file__).parent / "spoken.toml"
APART = ("numerals", "patterns", "endings", "units", "examples")


@dataclass(frozen=True)
class Spoken:
    """The spoken words.

    words     role -> value -> how it is said: a role is a parameter's name, or one of the grammar's own
    patterns  role -> how its number or date is written;  numerals  a numeral -> its number
    endings   what a name may do without, and what may follow a plan's;  examples  language -> questions to show
    units     what a number alone may have been meant with
    """

    words: Mapping[str, Mapping[str, Sequence[str]]]
    patterns: Mapping[str, Sequence[re.Pattern[str]]]
    numerals: Mapping[str, int]
    units: Sequence[str]
    endings: Mapping[str, Sequence[str]]
    examples: Mapping[str, Sequence[str]]

    def number(self, text: str) -> str:
        """A number in digits: 两 is 2, 十五 is 15, 一百二十 is 120, 二〇二〇 is 2020; digits stay as they are."""
        if text not in self.numerals and not all(sign in self.numerals for sign in text):
            return text
        values = [self.numerals[text]] if text in self.numerals else [self.numerals[sign] for sign in text]
        if len(values) > 1 and max(values) < 10:
            return "".join(map(str, values))
        total = digit = 0
        for value in values:
            if value < 10:
                digit = value
            else:
                total, digit = total + max(digit, 1) * value, 0
        return str(total + digit)


@cache
def spoken() -> Spoken:
    """The words as the file has them, read once."""
    told = tomllib.loads(SPOKEN.read_text(encoding="utf-8"))
    return Spoken(
        words={role: said for role, said in told.items() if role not in APART},
        patterns={role: [re.compile(each) for each in forms] for role, forms in told["patterns"].items()},
        numerals=told["numerals"],
        units=told["units"]["near"],
        endings=told["endings"],
        examples=told["examples"],
    )

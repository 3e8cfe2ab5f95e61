"""What is never parted over two lines: a date, a period, a number with its sign and unit, a count and the word before
it, a short bracket. One pattern for the screen, for paper and for the page of a meeting.

A browser breaks Chinese anywhere and other text after any hyphen, so that 2025年12月31日 lost its year, 5,991.0万人 its
unit and 2016-2020 its end.
"""

from __future__ import annotations

import re

# Python and JavaScript read this alike, as the page for a meeting parts its sentences by it: no class that differs, and
# one group.
NUMBER = r"\d[\d,.]*"
# In Chinese: ten thousand and a hundred million; percentage points, square kilometres, kilometres by both names; times
# that people came; people, bodies, prefectures, pieces, yuan, tasks, places, times, points; year, month, day.
MANY = r"[\u4e07\u4ebf]"
LONG_UNITS = r"\u4e2a?\u767e\u5206\u70b9|(?:\u5e73\u65b9)?(?:\u516c\u91cc|\u5343\u7c73)|\u4eba\u6b21"
SHORT_UNITS = r"[\u4eba\u5bb6\u5e02\u4e2a\u4ef6\u5143\u9879\u5904\u6b21\u5206\u5e74\u6708\u65e5]"
ENGLISH = "km|m|minutes|seconds|million|billion|yuan|people|percentage points"
UNITS = rf" ?(?:{MANY}?(?:{LONG_UNITS}|{SHORT_UNITS})(?:\/\u5e74)?|{MANY}|%|(?:{ENGLISH})\b)"
# Between the numbers of a date, a period, or of counts out of others; a line may end within a longer row.
BETWEEN = r"(?: ?[-–\/·:=\u5e74\u6708])+ ?[+−]?"
ROW = rf"{NUMBER}(?:{BETWEEN}{NUMBER}){{1,5}}"
SIGN = r"[±+−<>≥≤] ?"
FIGURES = rf"{SIGN}(?:{ROW}|{NUMBER})(?:{UNITS})?|{ROW}(?:{UNITS})?|{NUMBER}{UNITS}"
DATE = r"\d{1,2} [A-Z][a-z]+ \d{4}"
COUNT = rf"[\u4e00-\u9fff]{{2}} {NUMBER}(?![\d,.]|{BETWEEN}\d|{UNITS})"
# A short note in brackets, so that no bracket stands alone, and the three readings of a definition.
BRACKET = r"\uff08[^\uff08\uff09]{1,7}\uff09|\([^() ]{1,10}\)"
READINGS = r"[\u4e00-\u9fff]{2}(?: ?· ?[\u4e00-\u9fff]{2}){2}"
HELD = re.compile(rf"({BRACKET}|{DATE}|{READINGS}|{FIGURES}|{COUNT})", re.ASCII)


def parted(text: str) -> list[str]:
    """The text in parts, of which every second one is held together."""
    return HELD.split(text)


def with_firm_blanks(text: str) -> str:
    """The text with blanks that break no line in place of those within what is held together."""
    return "".join(part.replace(" ", "\u00a0") if place % 2 else part for place, part in enumerate(parted(text)))


def unbreakable(text: str) -> str:
    """The text for a place whose signs nobody copies, such as an attribute: within what is held together signs that
    join stand between all others, so that it takes the lines of the same text held by elements (layers.held).
    """
    return "".join("\u2060".join(part) if place % 2 else part for place, part in enumerate(parted(text)))

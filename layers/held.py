"""What is never parted over two lines: a date, a number with its unit, a count and the word before it, a short bracket.

A browser breaks Chinese anywhere, so that 2025年12月31日 lost its year and 5,991.0万人 its unit at the end of a line.
"""

from __future__ import annotations

import re

DATES = r"\d{4}\u5e74(?:\d{1,2}\u6708(?:\d{1,2}\u65e5)?)?|\d{4}-\d{2}(?:-\d{2})?|\d{1,2} [A-Z][a-z]+ \d{4}"
# Kilometres, percentage points; residents, bodies, prefectures, pieces and yuan; ten thousand and a hundred million.
LONG_UNITS = r"\u516c\u91cc|\u4e2a\u767e\u5206\u70b9"
SHORT_UNITS = r"[\u4eba\u5bb6\u5e02\u4e2a\u4ef6\u5143]"
MANY = r"[\u4e07\u4ebf]"
UNITS = rf"%|{MANY}?(?:{LONG_UNITS}|{SHORT_UNITS})|{MANY}| (?:km|million|percentage points)\b"
COUNTS = r"[\u4e00-\u9fff]{2} \d[\d,]*(?![\d,.\u5e74\u6708%-])"
# A unit in brackets, and the three readings of a definition, of which no line may begin with the point between them.
SHORT = r"\uff08[^\uff08\uff09\d ]{1,6}\uff09|[\u4e00-\u9fff]{2}(?: ?· ?[\u4e00-\u9fff]{2}){2}"
# One group and nothing that Python and JavaScript read differently: the page for a meeting parts its sentences by it.
HELD = re.compile(rf"((?:{DATES})|{SHORT}|[+−±]?\d[\d,.]*(?:{UNITS})|{COUNTS})", re.ASCII)


def parted(text: str) -> list[str]:
    """The text in parts, of which every second one is held together."""
    return HELD.split(text)

"""What is never parted over two lines: a date, a number with its unit, a count and the word before it, a short bracket.

A browser breaks Chinese anywhere, so that 2025年12月31日 lost its year and 5,991.0万人 its unit at the end of a line.
"""

from __future__ import annotations

import re

DATES = r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{4}-\d{2}(?:-\d{2})?|\d{1,2} [A-Z][a-z]+ \d{4}"
UNITS = r"%|[万亿]?(?:公里|个百分点|[人家市个件元])|[万亿]| (?:km|million|percentage points)\b"
COUNTS = r"[一-鿿]{2} \d[\d,]*(?![\d,.年月%-])"
# A unit in brackets, and the three readings of a definition, of which no line may begin with the point between them.
SHORT = r"（[^（）\d ]{1,6}）|[一-鿿]{2}(?: ?· ?[一-鿿]{2}){2}"
# One group and nothing that Python and JavaScript read differently: the page for a meeting parts its sentences by it.
HELD = re.compile(rf"((?:{DATES})|{SHORT}|[+−±]?\d[\d,.]*(?:{UNITS})|{COUNTS})", re.ASCII)


def parted(text: str) -> list[str]:
    """The text in parts, of which every second one is held together."""
    return HELD.split(text)

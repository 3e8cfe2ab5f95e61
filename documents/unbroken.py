"""Texts on paper whose figures stay whole: a date, a period, a number with its unit, a short note in brackets.

A browser may end a line between any two Chinese signs and after any hyphen, so that `±15公里` or `2016-2020` would
stand on two lines. On a screen less is held together (layers/held.py): a telephone's lines are short.
"""

from __future__ import annotations

import re

from layers import safe

NUMBER = r"\d[\d,.]*"
# In Chinese: percentage points, square kilometres, kilometres by both names, ten thousand and a hundred million people
# or yuan, year, month, day, and the words that things are counted by.
POINTS, LENGTHS, AMOUNTS = (
    r"\u4e2a?\u767e\u5206\u70b9",
    r"\u5e73\u65b9\u5343\u7c73|\u516c\u91cc|\u5343\u7c73",
    r"[\u4e07\u4ebf]?[\u4eba\u5143]",
)
COUNTED = r"[\u5e74\u6708\u65e5\u4e2a\u5bb6\u9879\u4ef6\u5e02]"
UNITS = rf"{POINTS}|{LENGTHS}|{AMOUNTS}|{COUNTED}|%|km"
BETWEEN = r"(?:\s?[-–/·:=\u5e74\u6708])+\s?[+−]?"
WHOLE = re.compile(
    # A short note in brackets, so that no bracket stands alone and no unit is cut.
    r"\uff08[^\uff08\uff09]{1,7}\uff09|\([^()\s]{1,10}\)"
    r"|\d{1,2} [A-Z][a-z]+ \d{4}"
    # Numbers, dates, periods and counts out of others, each with its sign and unit.
    rf"|(?:[±+−<>≥≤]\s?)?{NUMBER}(?:{BETWEEN}{NUMBER})*(?:\s?(?:{UNITS}))?"
)
# No browser ends a line within these.
PLAIN = re.compile(r"[\d,.]+")


def unbroken(text: str) -> str:
    """The text as safe HTML; what is to stay on one line in a span of its own (.unbroken, ui/look.css)."""
    parts, at = list[str](), 0
    for found in WHOLE.finditer(text):
        if PLAIN.fullmatch(found[0]):
            continue
        parts += [safe.for_html(text[at : found.start()]), f'<span class="unbroken">{safe.for_html(found[0])}</span>']
        at = found.end()
    return "".join([*parts, safe.for_html(text[at:])])

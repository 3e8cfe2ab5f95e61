"""Texts on paper whose figures stay whole: a date, a period, a number with its unit, a short note in brackets.

A browser may end a line between any two Chinese signs and after any hyphen, so that `±15公里` or `2016-2020` would
stand on two lines.
"""

from __future__ import annotations

import re

from layers import safe

NUMBER = r"\d[\d,.]*"
UNITS = "个百分点|百分点|平方千米|公里|千米|万人|亿元|万元|人|元|年|月|日|个|家|项|件|市|%|km"
BETWEEN = r"(?:\s?[-–/·:=年月])+\s?[+−]?"
WHOLE = re.compile(
    # A short note in brackets, so that no bracket stands alone and no unit is cut.
    r"（[^（）]{1,7}）|\([^()\s]{1,10}\)"
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

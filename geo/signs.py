"""Signs that are no text: control signs, and the halves of a sign that only a damaged file parts.

A document in XML (Word, slides, a workbook) can hold neither, so both are met where text comes in. The line break that
Word puts inside a paragraph (U+000B) is the one that people bring without knowing.
"""

from __future__ import annotations

import re

# All control signs but the tab and the ends of lines, and the two places of a plane that are no signs.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
HALF = re.compile("[\ud800-\udfff]")


def without_control(text: str) -> str:
    """The text with a space for each control sign; tabs and ends of lines stay."""
    # Almost every text is printable, and to ask that is ten times as fast.
    return text if text.isprintable() else CONTROL.sub(" ", text)


def has_half(text: str) -> bool:
    """Whether a text holds half a sign (a lone surrogate), which no encoding can write."""
    return HALF.search(text) is not None


def readable(text: str) -> str:
    """A text of which nothing is asked but that it can be shown: a space for control signs, U+FFFD for halves."""
    return without_control(HALF.sub("\ufffd", text))

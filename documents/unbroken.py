"""What Word and PowerPoint are told so that no line parts a figure from its unit or a date from its year.

They know no box around a part of a text, as the PDF has. Signs that join (U+2060) would be copied along with a number
and hide it from searching, so the text stays as it is: an office's own lists of signs that begin or end no line are
made longer by those of our units, and a blank within a figure is one at which no line breaks.
"""

from __future__ import annotations

import re

from layers.unparted import LONG_UNITS, MANY, SHORT_UNITS, with_firm_blanks

LANGUAGE = "zh-CN"
# What begins and ends no line in a Chinese Word: a list of one's own takes their place.
_USUAL_STARTS = (
    "!%),.:;>?]}\u00a2\u00a8\u00b0\u00b7\u02c7\u02c9\u2015\u2016\u2019\u201d\u2026\u2030\u2032\u2033\u203a\u2103\u2236"
    "\u3001\u3002\u3003\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u301e\uff01\uff02\uff05\uff07\uff09\uff0c\uff0e\uff1a"
    "\uff1b\uff1f\uff3d\uff40\uff5c\uff5d\uff5e\uffe0"
)
_USUAL_ENDS = (
    "$([{\u00a3\u00a5\u00b7\u2018\u201c\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u301d\uff04\uff08\uff0e\uff3b\uff5b"
    "\uffe1\uffe5"
)
# Before a number; between the parts of a date, of a period and of a rate ("a year").
_JOINTS = "\u00b1\u2212\u2265\u2264+<-\u2013/\u5e74\u6708"


def _signs(pattern: str) -> str:
    """The Chinese signs of a pattern, each once."""
    plain = pattern.encode("ascii").decode("unicode_escape")
    return "".join(dict.fromkeys(re.findall(r"[\u4e00-\u9fff]", plain)))


BEGIN_NO_LINE = "".join(dict.fromkeys(_USUAL_STARTS + "-\u2013/" + _signs(MANY + LONG_UNITS + SHORT_UNITS)))
END_NO_LINE = "".join(dict.fromkeys(_USUAL_ENDS + _JOINTS))


def unbroken(text: str) -> str:
    """The text with blanks that break no line in place of those within what is held together, see layers.unparted."""
    return with_firm_blanks(text)

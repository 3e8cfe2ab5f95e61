"""How a measure is titled on the map, in tables and in files: what it is, when, in which unit, as its language writes
brackets.
"""

from __future__ import annotations

# Chinese brackets bring their own room, so that no space stands before or after them.
BRACKETS = {"zh": "{title}\uff08{text}\uff09", "en": "{title} ({text})"}
CLOSING = "\uff09"


def bracketed(title: str, text: str, language: str) -> str:
    """A title and what stands behind it in brackets; the title alone when that is nothing."""
    return BRACKETS[language].format(title=title, text=text) if text else title


def measure_title(title: str, period: str, unit: str, language: str) -> str:
    """What is measured, the year or day it speaks for, and its unit, which may be "" (a share). A title that names its
    year itself does not have it twice.
    """
    if period in title:
        # No bracket opens where one has just closed.
        goes_on = title.endswith(CLOSING) and unit
        return f"{title[:-1]}\uff0c{unit}{CLOSING}" if goes_on else bracketed(title, unit, language)
    between = "" if title.endswith(CLOSING) else " "
    return bracketed(f"{title}{between}{period}", unit, language)


def around_number(unit: str, period: str, language: str, *, percent: bool = False) -> str:
    """What stands around a number of a measure, "{}" in its place: unit and the year or day it speaks for."""
    room = " " if language == "en" and unit else ""
    return bracketed("{}" + ("%" if percent else f"{room}{unit}"), period, language)

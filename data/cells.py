"""What a spreadsheet makes of a text: the ones it would change when it opens a CSV, and the numbers a text shows.

Excel reads `8/21` and `2020-02` as days, `044300` and twelve digits as shorter numbers, `1,234 19/21` as a mixed
fraction. A number as it prints on a page (grouped, percent, with a sign or a short unit) is a number in a workbook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from geo.errors import BadValueError
from geo.partial_dates import full_day
from geo.typed import folded

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
YEAR_ZH, MONTH_ZH, DAY_ZH = "\u5e74", "\u6708", "\u65e5"
CHANGED = re.compile(
    "|".join(
        (
            r"0[0-9]+(?:\.[0-9]+)?",  # leading zeros are dropped
            r"[0-9]{6,}",  # a text of six digits or more is a code; from twelve on its end is lost
            r"[0-9]+(?:\.[0-9]*)?e[+-]?[0-9]+",
            r"[0-9]{1,4} ?[-/] ?[0-9]{1,4}(?: ?[-/] ?[0-9]{1,4})?(?: [0-9:]+)?",
            r"[0-9,]+(?:\.[0-9]+)? [0-9]+/[0-9]+",
            r"[0-9]{1,3}(?::[0-9]{1,2}){1,2}(?: ?[ap]m)?",
            rf"{MONTH}[ -]?[0-9]{{1,4}}(?:, ?[0-9]{{4}})?",
            rf"[0-9]{{1,4}}[ -]?{MONTH}(?:[ -]?[0-9]{{2,4}})?",
            rf"(?:[0-9]{{2,4}}{YEAR_ZH})?[0-9]{{1,2}}{MONTH_ZH}(?:[0-9]{{1,2}}{DAY_ZH})?",
            r"true|false",
        )
    ),
    re.IGNORECASE | re.ASCII,
)
# Sign, digits, percent; then a short unit, "=" for a shared rank, or "k/n" for a number that only k of n members have.
# Four digits without a comma are a year or a code: the pages print numbers in groups.
SHOWN = re.compile(
    r"(?P<sign>[+\u2212-]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|0|[1-9][0-9]{0,2})(?:\.(?P<decimals>[0-9]+))?"
    r"(?P<percent>%?)(?P<unit> =| [0-9]+/[0-9]+| ?[^\W\d_]{1,4}| percentage points)?"
)
# A number of more than eleven digits in a column that is too narrow, or of more than fifteen anywhere: its end is lost.
SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{2,3}", re.IGNORECASE)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
APOSTROPHE = "'"
DAY_FORMAT = "yyyy-mm-dd"
TEXT_FORMAT = "@"
# In a cell of the text format Excel shows a longer one as a row of hashes.
LONGEST_HELD = 255


@dataclass(frozen=True)
class Shown:
    """A number, or a day, and the format in which a spreadsheet shows what the text shows."""

    value: float | date
    form: str


def changed_by_excel(text: str) -> bool:
    """Whether a spreadsheet that opens a CSV would make another value, or another look, of this text."""
    return CHANGED.fullmatch(folded(text).strip()) is not None


def guarded(text: str) -> str:
    """A text for a CSV file: one that a spreadsheet would run or change gets an apostrophe in front, and so does one
    that has such an apostrophe of its own. `unguarded(guarded(text)) == text`.
    """
    return APOSTROPHE + text if _needs_guard(text.lstrip(APOSTROPHE)) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` has put before it; any other apostrophe is part of the text."""
    return text[1:] if text.startswith(APOSTROPHE) and _needs_guard(text.lstrip(APOSTROPHE)) else text


def held_as_text(text: str) -> bool:
    """Whether a text of a workbook needs the text format: one that a spreadsheet would run, or make a number or a day
    of, as soon as somebody steps into its cell and out again (2024-10, 8/21, 2024).
    """
    return len(text) <= LONGEST_HELD and (text.isdecimal() or _needs_guard(text))


def _needs_guard(text: str) -> bool:
    return text.startswith(FORMULA_SIGNS) or changed_by_excel(text)


def shown_number(text: str) -> Shown | None:
    """The number or day that a text of a page shows; None for a text that is one, such as a name, a code or a month."""
    try:
        return Shown(full_day(text), DAY_FORMAT)
    except BadValueError:
        pass
    found = SHOWN.fullmatch(text)
    if found is None:
        return None
    sign, digits, decimals, percent, unit = found.groups(default="")
    size = float(f"{digits.replace(',', '')}.{decimals or 0}")
    value = -size if sign in ("-", "\u2212") else size
    form = "#,##0" + (f".{'0' * len(decimals)}" if decimals else "") + percent
    form += f'"{unit}"' if unit else ""
    # Once a plus is shown, a minus is the one of the page.
    form = f"+{form};\u2212{form};{form}" if sign in ("+", "\u2212") else form
    return Shown(_hundredth(value, len(decimals)) if percent else value, form)


def _hundredth(percent: float, decimals: int) -> float:
    """80.1 per cent as 0.801, not 0.8009999999999999."""
    return round(percent / 100, decimals + 2)

"""The dates that offices write, as partial dates: 2024年12月31日, 2024.12.31, 2024/12, 20241231, 二〇二四年, 45657.

A spreadsheet keeps what is typed as 2024.10 as the number 2024.1, also in the CSV that it saves: whether that was
January or October nobody can tell any more, so it is no date. 2024.10 as a text, 2024.2 and 2024.01 are plain.
"""

from __future__ import annotations

import re
from datetime import date

from geo.errors import BadValueError
from geo.partial_dates import first_day
from geo.typed import folded

# Numerals from nought to nine, a sign or more for each.
NOUGHT, ONE = "\u3007\u96f6\u25cb", "\u4e00\u5143"
SIGNS = (NOUGHT, ONE, *"\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d")
DIGITS = {ord(sign): str(value) for value, signs in enumerate(SIGNS) for sign in signs}
TEN = "\u5341"
YEAR, MONTH, DAY, NUMBER_DAY = "\u5e74", "\u6708", "\u65e5", "\u53f7"
PARTS = re.compile(
    rf"([0-9]{{4}})(?:[{YEAR}./-](?:([0-9]{{1,2}})(?:[{MONTH}./-](?:([0-9]{{1,2}})[{DAY}{NUMBER_DAY}]?)?)?)?)?"
)
JANUARY_OR_OCTOBER = re.compile(r"([0-9]{4})\.1")
TIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
TIME = re.compile(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?$")
# Excel counts days from the last but one of 1899, and believes that 1900 was a leap year.
EXCEL_ZERO = 693_594
EXCEL_DAYS = (20_000, 80_000)


def as_partial_date(text: str) -> tuple[str, bool]:
    """A date as records hold it (2024, 2024-12, 2024-12-31), and whether it was a serial number of Excel.

    "" comes back as "". Raises BadValueError for what is no date, for a day that no calendar has, and for 2024.1.
    """
    told = "".join(TIME.sub("", folded(text).strip()).split())
    if year_of_lost_month(told):
        raise BadValueError(
            f"expected the month of {text!r} in two digits: a spreadsheet writes January and October so"
        )
    if not told:
        return "", False
    told = _without_numerals(told)
    if told.isascii() and told.isdigit() and len(told) == 5 and EXCEL_DAYS[0] <= int(told) <= EXCEL_DAYS[1]:
        return date.fromordinal(EXCEL_ZERO + int(told)).isoformat(), True
    found = TIGHT.fullmatch(told) or PARTS.fullmatch(told)
    if found is None:
        raise BadValueError(f"expected a date such as 2024-12-31, got {text!r}")
    iso = "-".join([found[1], *(each.zfill(2) for each in found.groups()[1:] if each)])
    first_day(iso)
    return iso, False


def year_of_lost_month(text: str) -> str:
    """The year of a text such as 2024.1, which is January as it was typed or October as a spreadsheet keeps it; "" for
    any other text.
    """
    found = JANUARY_OR_OCTOBER.fullmatch(folded(text).strip())
    return found[1] if found else ""


def _without_numerals(told: str) -> str:
    """Chinese numerals as digits: of a year one by one, of month and day up to thirty-one."""
    if not any(ord(sign) in DIGITS or sign == TEN for sign in told):
        return told

    def tens(found: re.Match[str]) -> str:
        before, after = found[1].translate(DIGITS), found[2].translate(DIGITS)
        return f"{before or '1'}{after or '0'}"

    numerals = "".join(map(chr, DIGITS))
    return re.sub(rf"([{numerals}]?){TEN}([{numerals}]?)", tens, told).translate(DIGITS)

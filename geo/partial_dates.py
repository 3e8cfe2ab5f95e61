"""Partial ISO dates: "2020", "2020-02" or "2020-02-21". Each stands for its whole period.

A fact dated "2020" is known from the period's last day (it may have happened in December), and possible from its first.
Format: ISO 8601-1:2019, calendar dates with reduced precision.
"""

from __future__ import annotations

import re
from calendar import monthrange, timegm
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.checks import quoted
from geo.errors import BadValueError

if TYPE_CHECKING:
    import pandas as pd

PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
UNKNOWN = -(2**63)  # NaT
FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def first_day(text: str) -> date:
    """First day of the period a partial date stands for: "2020" is 2020-01-01.

    Raises BadValueError when `text` is not such a date, also when it is "" (an unknown date has no first day).
    """
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """Last day of the period a partial date stands for: "2020-02" is 2020-02-29.

    Raises BadValueError when `text` is not such a date, also when it is "".
    """
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def full_day(text: str) -> date:
    """The date that "2020-02-29" names. Raises BadValueError for anything else: a month, a week, digits of another
    script, a day that no calendar has.
    """
    if not isinstance(text, str) or FULL_DATE.fullmatch(text) is None:
        raise BadValueError(f"expected a date YYYY-MM-DD such as 2025-12-31, got {quoted(text)}")
    try:
        return date(*map(int, text.split("-")))
    except ValueError:
        raise BadValueError(f"expected a date that exists, such as 2025-12-31, got {quoted(text)}") from None


def first_days(texts: pd.Series) -> pd.Series:
    """`first_day` of every text, as datetime64[s] on the same index; "" and NaN (unknown) become NaT.

    Raises one BadValueError that names every text that is not a partial date.
    """
    return _days(texts, first_day)


def last_days(texts: pd.Series) -> pd.Series:
    """`last_day` of every text, as datetime64[s] on the same index; "" and NaN (unknown) become NaT.

    Raises one BadValueError that names every text that is not a partial date.
    """
    return _days(texts, last_day)


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[int, int, int]:
    """Year, month and day of a partial date; what is not given is 0."""
    found = PARTIAL_DATE.fullmatch(text) if isinstance(text, str) else None
    if found is not None:
        year, month, day = (int(part or 0) for part in found.groups())
        stated = sum(part is not None for part in found.groups())
        try:
            date(year, month if stated > 1 else 1, day if stated > 2 else 1)
        except ValueError:
            pass
        else:
            return year, month, day
    raise BadValueError(
        f"expected a date such as 2020, 2020-02 or 2020-02-21, got {quoted(text)}; write unknown as an empty cell"
    )


@lru_cache(maxsize=4096)
def _seconds(text: str, day_of: Callable[[str], date]) -> int:
    """Seconds from 1970 to the beginning of the day a partial date stands for."""
    return timegm(day_of(text).timetuple())


def _days(texts: pd.Series, day_of: Callable[[str], date]) -> pd.Series:
    """Each distinct text is read once: thousands of rows share a few dozen dates."""
    # A single date does not pay for these.
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    cells, faults = texts.to_list(), list[str]()
    moments = dict.fromkeys(cells, UNKNOWN)
    for text in moments:
        try:
            if text != "" and not pd.isna(text):
                moments[text] = _seconds(text, day_of)
        except BadValueError:
            faults.append(quoted(text))
    if faults:
        expected = "expected dates such as 2020, 2020-02 or 2020-02-21"
        raise BadValueError(
            f"{texts.name or 'dates'}: {expected}, got {', '.join(faults)}; write unknown as an empty cell"
        )
    seconds = np.array([moments[text] for text in cells], dtype=np.int64)
    return pd.Series(seconds.view("datetime64[s]"), index=texts.index, name=texts.name)

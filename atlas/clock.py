"""The clock: a day as a person types it, and the ends of years that it is marked and played by."""

from __future__ import annotations

from datetime import date

from atlas.asked.plain import plain_text
from atlas.asked.written import DAY, YEAR, written_at
from atlas.faults import FaultError
from atlas.question.choices import Choices

NO_DATE = "This is no date. Write a year, month or day, such as 2023, 2023-6 or 20230601; nothing was changed."
OUTSIDE = "The clock runs from {first} to {last}, so not to {day}; nothing was changed."


def typed_day(text: str, choices: Choices, today: date) -> date:
    """The last day of the year, month or day that is typed, in any form that a question in words may have: 2023-6,
    2023年6月, 20230601, 去年底.

    today  what 去年 is counted from. Raises FaultError with one sentence for what is no date, or is not on the clock.
    """
    typed = plain_text(text)
    found = [
        meaning for end, meaning in written_at(typed, 0, today) if end == len(typed) and meaning.role in (DAY, YEAR)
    ]
    if not found:
        raise FaultError(NO_DATE)
    day = date.fromisoformat(found[0].value)
    if not choices.first_day <= day <= choices.last_day:
        raise FaultError(OUTSIDE, first=choices.first_day, last=choices.last_day, day=day)
    return day


def year_ends(first: date, last: date) -> list[date]:
    """The last day of every year from `first` to `last`; `last` itself where its year is not over."""
    ends = [date(year, 12, 31) for year in range(first.year, last.year)]
    return [*ends, last]

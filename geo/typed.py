"""What a person types, read exactly: each reader takes one form, names it when it refuses, and never guesses.

A digit is one of 0-9, also in its full-width form (NFKC folds it); a sign, a space, an underscore or a digit of another
script is none. The same readers serve the command line, links and the cells of a table.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date
from fractions import Fraction

from geo.checks import quoted
from geo.errors import BadValueError
from geo.partial_dates import full_day

WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")
NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
SHARE = re.compile(r"([0-9]{1,40}(?:\.[0-9]{1,40})?)(%?)|([0-9]{1,40})/([0-9]{1,40})")
LONGEST = 400  # signs; a number that is longer is none that anybody means
LONGEST_WAIT_S = 86_400


def folded(text: str) -> str:
    """Full-width digits, letters and marks as their usual forms: 「４４０５００」 is 440500, 「80％」 is 80%."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def whole(text: str, least: int = 0, most: int = 10**15) -> int:
    """A whole number from `least` to `most`, in digits only. Raises BadValueError, also for 1.0, +5, 05 and 1_0."""
    came = folded(text)
    if len(came) > LONGEST or WHOLE.fullmatch(came) is None or not least <= int(came) <= most:
        raise BadValueError(f"expected a whole number from {least} to {most}, got {quoted(text)}")
    return int(came)


def number(text: str) -> float:
    """A finite number such as 113.26, -5 or 1.2e-7. Raises BadValueError, also for nan, inf, +5, 1_0 and 1,000."""
    came = folded(text)
    value = float(came) if len(came) <= LONGEST and NUMBER.fullmatch(came) else math.nan
    if not math.isfinite(value):
        raise BadValueError(f"expected a number such as 113.26, got {quoted(text)}")
    return value


def share(text: str) -> Fraction:
    """`0.8`, `80%` or `4/5`, exactly. Raises BadValueError for anything that is no share from 0 to 1."""
    found = SHARE.fullmatch(folded(text)) if len(text) <= LONGEST else None
    refused = BadValueError(f"expected a share from 0 to 1 such as 0.8, 80% or 4/5, got {quoted(text)}")
    if found is None:
        raise refused
    decimal, percent, above, below = found.groups()
    if decimal is None and not int(below):
        raise refused
    value = Fraction(int(above), int(below)) if decimal is None else Fraction(decimal) / (100 if percent else 1)
    if value > 1:
        raise refused
    return value


def seconds(text: str) -> float:
    """A time limit above 0 and at most a day. Raises BadValueError."""
    try:
        value = number(text)
    except BadValueError:
        value = 0.0
    if not 0 < value <= LONGEST_WAIT_S:
        raise BadValueError(f"expected seconds above 0 and at most {LONGEST_WAIT_S}, got {quoted(text)}")
    return value


def day(text: str) -> date:
    """A whole date as YYYY-MM-DD. Raises BadValueError, also for 20251231, 2020-W53 and 2020-02-30."""
    return full_day(folded(text))

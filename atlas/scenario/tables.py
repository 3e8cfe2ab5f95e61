"""The parts of a scenario file as typed tables, and what does not fit them as one sentence in its own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from geo.scenario import Add, Change, Close, Move, SetStatus

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_DEGREES = 1000
TEXT, WHOLE, YES_OR_NO, DEGREES = "text", "a whole number", "true or false", "degrees"
TEXTS, LIST, A_DAY = "a list of texts", "a list", "a date such as 2025-12-31"
PHRASES = (TEXT, A_DAY, WHOLE, YES_OR_NO, TEXTS, LIST, DEGREES)


def _text(told: str) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in told):
        raise ValueError(TEXT)
    return told


def _day(told: Any) -> date:
    try:
        return date.fromisoformat(told if DAY.fullmatch(told) else "")
    except (TypeError, ValueError) as error:
        raise ValueError(A_DAY) from error


def _degrees(told: Any) -> float:
    # A whole number of a thousand digits is JSON too, and no float.
    if isinstance(told, bool) or not isinstance(told, int | float) or not abs(told) < MOST_DEGREES:
        raise ValueError(DEGREES)
    return float(told)


Text = Annotated[str, AfterValidator(_text)]
Degrees = Annotated[float, BeforeValidator(_degrees)]


class Strict(BaseModel):
    """A table that takes nothing for something else, and no key it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Adding(Strict):
    """A body added at a point."""

    id: Text
    kind: Text
    name: Text
    lon: Degrees
    lat: Degrees


class Moving(Strict):
    """A body at another point."""

    id: Text
    lon: Degrees
    lat: Degrees


class Closing(Strict):
    """A body that is closed."""

    id: Text


class Setting(Strict):
    """A body at another stage."""

    id: Text
    status: Text


# A part that is left out is None, which a file itself may not write: so it is no value of the part's type.
_LEFT_OUT: Any = None


class File(Strict):
    """The parts of a file beside format and version; all but the changes may be left out, and are then None or ""."""

    name: Text = ""
    plan: Text = _LEFT_OUT
    as_of: Annotated[date, BeforeValidator(_day)] = _LEFT_OUT
    definition: Text = _LEFT_OUT
    radius_km: int = _LEFT_OUT
    distance: Text = _LEFT_OUT
    kinds: list[Text] = _LEFT_OUT
    ignore_borders: bool = _LEFT_OUT
    weight: Text = _LEFT_OUT
    data_version: Text = ""
    changes: list[Any]


TABLES: Mapping[str, tuple[type[Strict], type[Change]]] = {
    "add": (Adding, Add),
    "move": (Moving, Move),
    "close": (Closing, Close),
    "status": (Setting, SetStatus),
}
_EXPECTED: Mapping[str, Callable[[ErrorDetails], str]] = {
    "string_type": lambda _: TEXT,
    "int_type": lambda _: WHOLE,
    "int_from_float": lambda _: WHOLE,
    "bool_type": lambda _: YES_OR_NO,
    "list_type": lambda _: LIST,
    "value_error": lambda fault: str(fault["ctx"]["error"]),
}


def first_fault(error: ValidationError) -> tuple[str, str]:
    """The part at fault and what was expected there: the first one, in the order of the parts."""
    fault = error.errors(include_url=False)[0]
    part = str(fault["loc"][0])
    if part == "kinds":
        return part, TEXTS
    expected = _EXPECTED.get(fault["type"])
    return part, expected(fault) if expected else str(fault["msg"])

"""What a table of rules is made of: a typed table that refuses keys it does not know, and the kinds of its values.

A rule file is written by people. Every value has one form, a wrong one is a sentence with file, id and key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from data.errors import DataError
from data.rule_files import read_toml
from geo.definitions import exact_share
from geo.errors import BadValueError
from geo.partial_dates import last_day

SHOWN = 80
SHARE = re.compile(r"[0-9]+(\.[0-9]+)?")


class Table(BaseModel, Mapping[str, Any]):
    """One table of a rule file: typed by attribute, and by key as it was written.

    As a mapping it holds only the keys that the file gives, so `"target" in each` still asks what the file says, while
    an attribute that is not given has its default.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    def __getitem__(self, key: str) -> Any:
        """The value of a key the file gives. Raises KeyError for any other."""
        if key in self.__pydantic_fields_set__:
            return self.__dict__[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return (key for key in self.__dict__ if key in self.__pydantic_fields_set__)

    def __len__(self) -> int:
        return len(self.__pydantic_fields_set__)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, `default` when the file does not give it."""
        return self.__dict__[key] if key in self.__pydantic_fields_set__ else default


AnyTable = TypeVar("AnyTable", bound=Table)


@dataclass(frozen=True)
class Place:
    """Where a table stands: its file, and what it is called there ("" for a file that is one table)."""

    file: Path
    name: str = ""

    def fault(self, key: str, sentence: str) -> str:
        """The usual sentence: file, id, key, and what is wrong."""
        told = (str(self.file), plain(self.name), plain(key), sentence)
        return ": ".join(part for part in told if part)


def read_table(model: type[AnyTable], told: Any, place: Place) -> tuple[AnyTable | None, list[str]]:
    """A table as its model, or None and a sentence for each fault."""
    if not isinstance(told, dict):
        return None, [place.fault("", f"expected a table of keys and values, got {shown(told)}")]
    try:
        return model.model_validate(told), []
    except ValidationError as error:
        return None, [_sentence(model, place, fault) for fault in error.errors(include_url=False)]


def read_whole(model: type[AnyTable], file: Path) -> AnyTable:
    """A file that is one table, as its model. Raises MissingSetError, and one DataError with a sentence a fault."""
    found, faults = read_table(model, read_toml(file), Place(file))
    if found is None:
        raise DataError("\n".join(faults))
    return found


def shown(value: Any) -> str:
    """What came, short enough for a sentence."""
    told = repr(value)
    return told if len(told) <= SHOWN else f"{told[:SHOWN]}…"


def plain(name: str) -> str:
    """An id or a key on one line and not too long, whatever a file has in its place."""
    return name if name.isprintable() and len(name) <= SHOWN else shown(name)


def _sentence(model: type[BaseModel], place: Place, fault: Mapping[str, Any]) -> str:
    key, kind, came = _key(fault["loc"]), fault["type"], fault["input"]
    if kind == "missing":
        return place.fault(key, "this key is missing")
    if kind == "extra_forbidden":
        known = _keys(model, fault["loc"])
        near = get_close_matches(str(fault["loc"][-1]), known, n=1)
        advice = f"did you mean {near[0]!r}?" if near else f"expected one of: {', '.join(known)}"
        return place.fault(key, f"this key is not known; {advice}")
    if kind == "value_error":
        return place.fault(key, f"{fault['ctx']['error']}, got {shown(came)}" if key else str(fault["ctx"]["error"]))
    expected = _EXPECTED[kind].format(**fault.get("ctx", {})) if kind in _EXPECTED else str(fault["msg"])
    return place.fault(key, f"expected {expected}, got {shown(came)}")


_EXPECTED = {
    "string_type": "text in quotation marks",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "model_type": "a table",
    "literal_error": "{expected}",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
    "finite_number": "a number",
    "string_too_short": "text that is not empty",
    "too_short": "at least {min_length} of them",
}


def _key(loc: tuple[str | int, ...]) -> str:
    """`("admits", 0, "kind")` as "admits[1].kind": people count from one."""
    told = ""
    for part in loc:
        told += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if told else str(part)
    return told


def _keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The keys known where a fault stands: of the table itself, or of the tables in one of its lists."""
    for part in loc[:-1]:
        # The rest are places in a list, and names under which a file keeps its tables.
        field = model.model_fields.get(part) if isinstance(part, str) else None
        inner = list(_models(field.annotation)) if field is not None else []
        model = inner[0] if inner else model
    return list(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)


def _of_form(pattern: str, expected: str) -> Callable[[str], str]:
    """A check of a text that is the whole of a pattern."""

    def check(text: str) -> str:
        if re.fullmatch(pattern, text) is None:
            raise ValueError(f"expected {expected}")
        return text

    return check


def _once(values: list[str]) -> list[str]:
    twice = sorted({each for each in values if values.count(each) > 1})
    if twice:
        raise ValueError(f"expected each once, {', '.join(twice)} stands twice")
    return values


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else _no_day()
    except ValueError as error:
        raise ValueError("expected a day that exists, such as 2025-12-31") from error


def _no_day() -> str:
    raise ValueError


def _partial(text: str) -> str:
    try:
        last_day(text)
    except BadValueError as error:
        raise ValueError("expected a date such as 2020, 2020-02 or 2020-02-21") from error
    return text


def _years(text: str) -> str:
    """A year "2020", or a period "2016-2020" whose end is not before its start."""
    found = re.fullmatch(r"([12][0-9]{3})(?:-([12][0-9]{3}))?", text)
    if found is None or (found[2] or found[1]) < found[1]:
        raise ValueError("expected a year such as 2025, or a period such as 2021-2025")
    return text


def _number(told: Any) -> int | float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not isfinite(told):
        raise ValueError("expected a number")
    return told


def read_share(told: Any) -> Fraction:
    """A share of a rule file, exactly: text such as "0.80", above 0 and at most 1.

    Raises ValueError for every other form, 0.8 without quotation marks among them: 0.55 is not 55 hundredths in a
    machine.
    """
    if isinstance(told, str) and len(told) <= SHOWN and SHARE.fullmatch(told) and 0 < Fraction(told) <= 1:
        return exact_share(told)
    raise ValueError('expected a share above 0 and at most 1, written as "0.80" in quotation marks')


Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, AfterValidator(_of_form(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", "an id of letters, digits and hyphens"))]
Adcode = Annotated[str, AfterValidator(_of_form(r"[0-9]{6}", "an adcode of six digits"))]
Day = Annotated[str, AfterValidator(_day)]
PartialDate = Annotated[str, AfterValidator(_partial)]
Years = Annotated[str, AfterValidator(_years)]
Share = Annotated[Fraction, BeforeValidator(read_share)]
Number = Annotated[int | float, BeforeValidator(_number)]
Ids = Annotated[list[Id], AfterValidator(_once)]
Words = Annotated[list[Text], AfterValidator(_once), Field(min_length=1)]
Adcodes = Annotated[list[Adcode], AfterValidator(_once), Field(min_length=1)]

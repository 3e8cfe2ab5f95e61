"""What a person types for a question of siting, turned into one; every fault in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from geo import typed
from geo.checks import quoted
from geo.typed import folded

Value = TypeVar("Value")


def pairs(given: Sequence[str], what: str, read: Callable[[str], Value]) -> dict[str, Value]:
    """`["north=3"]` as {"north": 3}. Raises ValueError naming what could not be read, or a name given twice."""
    found: dict[str, Value] = {}
    for each in given:
        name, equals, text = folded(each).partition("=")
        try:
            if not equals or not name:
                raise ValueError(each)
            value = read(text)
        except ValueError:
            raise ValueError(f"expected {what}, got {quoted(each)}") from None
        if name in found:
            raise ValueError(f"expected {name} once, got it again in {quoted(each)}")
        found[name] = value
    return found


def share(text: str) -> Fraction:
    """`0.8`, `80%` or `4/5`, exactly. Raises ValueError for anything that is no share from 0 to 1."""
    return typed.share(text)


def bounds(text: str) -> tuple[int, int | None]:
    """`0:2`, at least none and at most two; `1:` has no upper limit."""
    least, colon, most = text.partition(":")
    if not colon:
        raise ValueError(text)
    low, high = typed.whole(least or "0"), typed.whole(most) if most else None
    if high is not None and high < low:
        raise ValueError(text)
    return low, high

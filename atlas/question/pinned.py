"""Another question that this one is compared with: a parameter that holds a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from atlas.question.choices import Choices
from atlas.question.parameters import Reading, SoFar

# Reads the parts of the other question: what they ask, and the parts of them that could not be used.
Asked = Callable[[Mapping[str, str], Choices], tuple[Any, Sequence[str]]]


@dataclass(frozen=True)
class Pinned:
    """A question as the query of its own link: every part that is compared, also those at their default, so that the
    comparison means the same when defaults have changed.

    read_parts  reads these parts;  parts  the parts of a question by their names in an address
    """

    several: ClassVar[bool] = False
    read_parts: Asked
    parts: Callable[[Any], Mapping[str, str]]

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """The question that can be read; nothing at all where no part of it can be used."""
        pairs = parse_qsl(given, keep_blank_values=True)
        parts = dict(pairs)
        # What is said again in another way cannot be used: the last is.
        again = [f"{name}={text}" for name, text in pairs if text != parts[name]]
        question, unusable = self.read_parts(parts, choices)
        nothing = len(unusable) == len(parts)
        return Reading(usual, (given,)) if nothing else Reading(question, (*again, *unusable))

    def write(self, value: Any) -> str:
        """Its parts, those that ask nothing special left out; "" for no question."""
        return "" if value is None else urlencode({name: text for name, text in self.parts(value).items() if text})

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """Its shape."""
        return "the parts of another question, such as date=2020-12-31&radius=80"

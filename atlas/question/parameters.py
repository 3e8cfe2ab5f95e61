"""How a parameter of a question is read and written: a few kinds, each the same for link, file and command line.

A kind reads the text that came against what may be chosen, and what was read before it. What cannot be used degrades
only itself: the reading says what was unusable, and what is used instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from atlas.question.choices import Choices
from geo.errors import BadValueError
from geo.signs import has_half, readable
from geo.typed import day, folded

# What an empty list is called in an address, where "nothing said" means the usual list.
NONE = "none"
SoFar = Mapping[str, Any]
Allowed = Callable[[Choices, SoFar], Collection[str]]
# What parts the ids of a list; a Chinese keyboard gives the wide comma.
BETWEEN_IDS = re.compile(r"[\s,\uff0c]+")


@dataclass(frozen=True)
class Reading:
    """What a text means: the value, and the parts of it that could not be used."""

    value: Any
    unusable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """A parameter that could not be used: its name, what came, what is shown instead, and what could have come.

    repeated  whether a link says it again in another way, which is used
    """

    name: str
    given: str
    used: str
    expected: str = field(default="", compare=False)
    repeated: bool = False


class Kind(Protocol):
    """How one kind of parameter is read and written. `given` is never empty, nothing said is `usual`.

    several  whether a value is a list of ids
    """

    several: ClassVar[bool]

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """The value that a text asks for."""

    def write(self, value: Any) -> str:
        """The text that asks for a value; "" where it asks nothing special."""

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """What a refusal says can be used, in English."""


@dataclass(frozen=True)
class Parameter:
    """One part of a question as an address and the command line know it.

    name     in an address;  field  in Question;  usual  its value when nothing is said
    answers  whether it changes what is known or drawn, so that two questions that differ in it have two answers
    shades   whether it only chooses what colours the land: nobody reached or counted hangs on it
    follows  whether its usual value hangs on all other parts, so that it is read after them
    page     the only page that looks at it, "" for all;  also  others that look at it beside that one
    option, about  on the command line, "" for none
    verbs    the only verbs that take the option, () for all that ask
    """

    name: str
    kind: Kind
    usual: Callable[[Choices, SoFar], Any]
    answers: bool = True
    shades: bool = False
    follows: bool = False
    page: str = ""
    also: tuple[str, ...] = ()
    option: str = ""
    about: str = ""
    verbs: tuple[str, ...] = ()
    field: str = ""

    def is_of(self, page: str) -> bool:
        """Whether a page looks at it, so that it is in the page's links."""
        return not self.page or page in (self.page, *self.also)


def row(parameter: Parameter, **default: Any) -> Any:
    """A field of Question that is this parameter."""
    return field(metadata={"parameter": parameter}, **default)


def one_of(values: Collection[str]) -> str:
    """Values as a refusal names them: all, or the first few of many."""
    shown = list(values)[:24]
    return f"one of: {', '.join(shown)}{', …' if len(values) > len(shown) else ''}" if shown else "nothing"


def known_as(text: str, allowed: Collection[str]) -> str | None:
    """The one of `allowed` that a text names, as it is or with its full-width signs folded; None for none of them."""
    return next((each for each in (text, folded(text)) if each in allowed), None)


def parts_of(given: str) -> list[str]:
    """The parts of a list of ids, each once and in their order, as they came; only NONE is told by its plain form."""
    parts = dict.fromkeys(part for part in BETWEEN_IDS.split(given) if part)
    return [NONE if folded(part) == NONE else part for part in parts]


@dataclass(frozen=True)
class OneOf:
    """One of what may be chosen.

    or_none  what cannot be used leaves the choice open, "" (in an address NONE), since any other would mislead
    """

    several: ClassVar[bool] = False
    allowed: Allowed
    or_none: bool = False

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """The text itself, or with its full-width signs folded."""
        if self.or_none and folded(given) == NONE:
            return Reading("")
        found = known_as(given, self.allowed(choices, so_far))
        return Reading("" if self.or_none else usual, (given,)) if found is None else Reading(found)

    def write(self, value: Any) -> str:
        """The value itself."""
        return NONE if self.or_none and not value else str(value)

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """The choices."""
        return one_of(self.allowed(choices, so_far))


@dataclass(frozen=True)
class Several:
    """Any of what may be chosen, in its order, or sorted where it has none.

    empty  what no choice at all is called; "" where that is the usual
    """

    several: ClassVar[bool] = True
    allowed: Allowed
    empty: str = ""
    sort: bool = False

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """The known ones; the usual ones when none is."""
        asked, allowed = parts_of(given), self.allowed(choices, so_far)
        if asked == [NONE]:
            return Reading(())
        found = {each: known_as(each, allowed) for each in asked}
        named = set(filter(None, found.values()))
        unknown = " ".join(each for each in asked if found[each] is None)
        known = sorted(named) if self.sort else [each for each in allowed if each in named]
        return Reading(tuple(known) or usual, (unknown,) if unknown else ())

    def write(self, value: Any) -> str:
        """The ids with spaces between."""
        return " ".join(value) or self.empty

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """The choices."""
        return one_of(self.allowed(choices, so_far))


@dataclass(frozen=True)
class Flag:
    """Yes, said by a word of its own; the other word says no."""

    several: ClassVar[bool] = False
    word: str
    other: str

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """Whether it is said."""
        said = known_as(given, (self.word, self.other))
        return Reading(usual, (given,)) if said is None else Reading(said == self.word)

    def write(self, value: Any) -> str:
        """The word, or nothing."""
        return self.word if value else ""

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """Both words."""
        return f"{self.word} or {self.other}"


@dataclass(frozen=True)
class Day:
    """A day of the clock; one outside becomes its nearest end, and is told."""

    several: ClassVar[bool] = False

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """YYYY-MM-DD and no other form that a calendar knows."""
        try:
            asked = day(given)
        except BadValueError:
            return Reading(usual, (given,))
        inside = min(max(asked, choices.first_day), choices.last_day)
        return Reading(inside, () if inside == asked else (given,))

    def write(self, value: Any) -> str:
        """YYYY-MM-DD."""
        return str(value.isoformat())

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """The ends of the clock."""
        return f"a date YYYY-MM-DD from {choices.first_day} to {choices.last_day}"


@dataclass(frozen=True)
class Whole:
    """A whole number in a range; one outside becomes its nearest end, and is told."""

    several: ClassVar[bool] = False
    least: int
    most: int
    digits: int = 9

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """Digits and nothing else."""
        came = folded(given)
        if not re.fullmatch(rf"[0-9]{{1,{self.digits}}}", came):
            return Reading(usual, (given,))
        inside = min(max(int(came), self.least), self.most)
        return Reading(inside, () if inside == int(came) else (given,))

    def write(self, value: Any) -> str:
        """Digits."""
        return str(value)

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """The range."""
        return f"a whole number from {self.least} to {self.most}"


@dataclass(frozen=True)
class Text:
    """Any text, cut to so many signs; a space stands for a control sign, which is told."""

    several: ClassVar[bool] = False
    longest: int

    def read(self, given: str, usual: Any, choices: Choices, so_far: SoFar) -> Reading:
        """The text."""
        shown = readable(given)
        kept = shown[: self.longest]
        # Half a sign cannot even be told.
        return Reading(kept, () if kept == given else (shown if has_half(given) else given,))

    def write(self, value: Any) -> str:
        """The text."""
        return str(value)

    def expected(self, choices: Choices, so_far: SoFar) -> str:
        """Its length."""
        return f"a text of at most {self.longest} signs"

"""A fault in what a reader handed in, as one sentence that each page can say in its own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atlas.words import Say
from data.errors import TableError
from data.intake.told import Told


class FaultError(TableError):
    """One sentence: where, what was expected, what came. str() gives it in English, `told` in the language of a page.

    message  the English sentence with placeholders, as the catalogues know it;  parts  what goes into them
    """

    def sentence(self, say: Say, **instead: object) -> str:
        """The sentence in a language; what came stays as it is. instead  parts that are to be told differently"""
        return say(self.message).format(**_said({**self.parts, **instead}, say))

    @classmethod
    def of(cls, error: TableError) -> FaultError:
        """The same fault, as it came from the door of tables."""
        return cls(error.message, **error.parts)


@dataclass(frozen=True)
class Note:
    """What must be said of a table that can be used: a sentence as the catalogues know it, and what goes into it."""

    message: str
    parts: Mapping[str, object]

    def sentence(self, say: Say) -> str:
        """The sentence in a language."""
        return say(self.message).format(**_said(self.parts, say))


def _said(parts: Mapping[str, object], say: Say) -> dict[str, object]:
    """Parts, with those said first that are sentences themselves."""
    return {name: part.sentence(say) if isinstance(part, Told) else part for name, part in parts.items()}

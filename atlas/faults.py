"""A fault in what a reader handed in, as one sentence that each page can say in its own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atlas.words import Say
from data.errors import TableError, ToldError
from data.told import Told
from geo.checks import Fault
from geo.errors import GeoError

# No words of ours.
AS_IT_CAME = "{text}"


class FaultError(TableError):
    """One sentence: where, what was expected, what came. str() gives it in English, `sentence` in the language of a
    page.
    """

    @classmethod
    def of(cls, error: TableError) -> FaultError:
        """The same fault, as it came from the door of tables."""
        return cls(error.message, **error.parts)


def told_of(error: Exception | Fault) -> Told:
    """What was refused, to be said in a language where its message is known there; else in English."""
    if isinstance(error, Fault | GeoError | ToldError):
        return Told(error.message, error.parts)
    return Told(AS_IT_CAME, {"text": str(error)})


@dataclass(frozen=True)
class Note:
    """What must be said of a table that can be used: a sentence as the catalogues know it, and what goes into it."""

    message: str
    parts: Mapping[str, object]

    def sentence(self, say: Say) -> str:
        """The sentence in a language."""
        return Told(self.message, self.parts).sentence(say)

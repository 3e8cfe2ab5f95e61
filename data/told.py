"""A sentence that is said later, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Say = Callable[[str], str]


@dataclass(frozen=True)
class Told:
    """A sentence as the catalogues know it, and what goes into it. A part that is itself `Told` is said first."""

    message: str
    parts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """In English, as a part of another sentence."""
        return self.sentence()

    def sentence(self, say: Say = str) -> str:
        """The sentence in a language; in English where none is given."""
        parts = {name: each.sentence(say) if isinstance(each, Told) else each for name, each in self.parts.items()}
        return say(self.message).format(**parts) if parts else say(self.message)

"""What a page is handed: the known, the question, the answer, the words, and the two places it may write to."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from atlas.answers import View
from atlas.state import Asked, Choices
from atlas.words import Say
from atlas.world import Known
from ui.settings import Settings

Made = TypeVar("Made")


@dataclass(frozen=True)
class Shown:
    """`aside` is the column beside the map, `under` the place under it, `below` the full width below both.

    settings  those of the process, with the plan the reader looks at: the key to ui.cache
    """

    settings: Settings
    known: Known
    choices: Choices
    asked: Asked
    view: View
    say: Say
    aside: Any
    under: Any
    below: Any

    def once(self, what: str, make: Callable[[], Made], *more: Hashable) -> Made:
        """What `make` makes of the question in the page's language, kept for everybody who asks the same.

        what  names it among all that is made;  more  what else it hangs on: `Asked.for_answers` leaves out what only a
        desk looks at. Nobody may change what is handed out.
        """
        return self.known.kept.once(what, (self.asked.for_answers(), self.say.language, *more), make)

"""What a page is handed: the known, the question, the answer, the words, and the two places it may write to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ui.answers import View
from ui.settings import Settings
from ui.state import Asked, Choices
from ui.words import Say
from ui.world import Known


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

"""How somebody who has done something is called."""

from __future__ import annotations

from atlas.corrections.roles import KEYBOARD
from ui.parts.shown import Shown


def called(subject: str, shown: Shown) -> str:
    """The subject of a login as it is, the person at the keyboard in words."""
    return shown.say(KEYBOARD) if subject == KEYBOARD else subject

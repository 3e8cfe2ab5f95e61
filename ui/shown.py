"""What a page is handed: the question put to the atlas, what may be chosen, and the places it may write to."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from atlas.answers import View
from atlas.inquiry import Inquiry
from atlas.question.choices import Choices
from atlas.question.question import Asked
from atlas.words import Say
from atlas.world import Known

Made = TypeVar("Made")


@dataclass(frozen=True)
class Shown:
    """`aside` is the column beside the map, `under` the place under it, `below` the full width below both."""

    inquiry: Inquiry
    choices: Choices
    aside: Any
    under: Any
    below: Any

    @property
    def known(self) -> Known:
        """The atlas."""
        return self.inquiry.known

    @property
    def asked(self) -> Asked:
        """The question."""
        return self.inquiry.asked

    @property
    def view(self) -> View:
        """What the map shows."""
        return self.inquiry.view

    @property
    def say(self) -> Say:
        """The words of the page."""
        return self.inquiry.say

    def once(self, what: str, make: Callable[[], Made], *more: Hashable) -> Made:
        """Something a page makes of the answer, kept like the answer itself: see Inquiry.once."""
        return self.inquiry.once(what, make, *more)

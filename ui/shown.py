"""What a page is handed: the question put to the atlas, what may be chosen, and the places it may write to."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pandas as pd

from atlas.answers import View
from atlas.inquiry import Inquiry
from atlas.question.choices import Choices
from atlas.question.question import Asked
from atlas.supposing import beside, tables_beside
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
    def real(self) -> Shown:
        """The same page asked of the records alone; itself when the question supposes nothing."""
        return replace(self, inquiry=self.inquiry.real) if self.asked.supposes else self

    def supposed(self, title: str) -> str:
        """The title of what shows supposed numbers says so: a chart, a heading."""
        return self.say("{title} (supposed)").format(title=title) if self.asked.supposes else title

    def beside(self, make: Callable[[Shown], str]) -> str:
        """A text of the records, and the supposed one beside it where it is another: every figure is told so."""
        return beside(make(self.real), make(self), self.say)

    def sentences(self, make: Callable[[Shown], str]) -> list[str]:
        """A sentence of the records, and where it is another that of what is supposed, which says so first."""
        real, there = make(self.real), make(self)
        return [real] if real == there else [real, self.say("supposed: {text}").format(text=there)]

    def tables(self, make: Callable[[Shown], pd.DataFrame], *keys: str) -> pd.DataFrame:
        """A table of the records with the supposed columns beside their own; see supposing.tables_beside."""
        if not self.asked.supposes:
            return make(self)
        return tables_beside(make(self.real), make(self), self.say, keys)

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

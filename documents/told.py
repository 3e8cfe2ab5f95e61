"""A page as it is told, on the screen, on paper and in a file: the question put to the atlas, and what may be asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Self, TypeVar

import pandas as pd

from atlas.atlas import Atlas
from atlas.inquiry import Inquiry
from atlas.map_state import View
from atlas.question.choices import Choices
from atlas.question.question import Question
from atlas.supposing import beside, tables_beside
from atlas.words import Say
from documents.columns import without_no_zones

Made = TypeVar("Made")


@dataclass(frozen=True)
class Told:
    """What is asked of an atlas; a page adds the places that it writes to."""

    inquiry: Inquiry
    choices: Choices

    @property
    def atlas(self) -> Atlas:
        """The atlas."""
        return self.inquiry.atlas

    @property
    def real(self) -> Self:
        """The same page asked of the records alone; itself when the question supposes nothing."""
        return replace(self, inquiry=self.inquiry.real) if self.question.supposes else self

    @property
    def released(self) -> Self:
        """The same page asked of the released records alone: without what is supposed, and without the tables of a
        session; itself when there is neither.
        """
        real, atlas = self.real, self.atlas.released
        return real if atlas is self.atlas else replace(real, inquiry=Inquiry(atlas, real.question))

    def supposed(self, title: str) -> str:
        """The title of what shows supposed numbers says so: a chart, a heading."""
        return self.say("{title} (supposed)").format(title=title) if self.question.supposes else title

    def beside(self, make: Callable[[Self], str]) -> str:
        """A text of the records, and the supposed one beside it where it is another: every figure is told so."""
        return beside(make(self.real), make(self), self.say)

    def sentences(self, make: Callable[[Self], str]) -> list[str]:
        """A sentence of the records, and where it is another that of what is supposed, which says so first."""
        real, there = make(self.real), make(self)
        return [real] if real == there else [real, self.say("supposed: {text}").format(text=there)]

    def tables(self, make: Callable[[Self], pd.DataFrame], *keys: str) -> pd.DataFrame:
        """A table of the records with the supposed columns beside their own; see supposing.tables_beside."""
        if not self.question.supposes:
            return without_no_zones(make(self), self.say)
        return without_no_zones(tables_beside(make(self.real), make(self), self.say, keys), self.say)

    def formats(self, make: Callable[[Self], Mapping[str, str]]) -> dict[str, str]:
        """How a spreadsheet shows the columns of `tables`, by their titles: the supposed ones as those of the records
        beside which they stand.
        """
        return {**make(self.real), **{self.supposed(title): form for title, form in make(self).items()}}

    @property
    def question(self) -> Question:
        """The question."""
        return self.inquiry.question

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

"""A question put to an atlas: each part of its answer made once, for all readers, pages and files that ask the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from atlas import comparison, headline, ledger
from atlas.atlas import Atlas
from atlas.map_state import View, view_of
from atlas.pair import Pair, pair_of
from atlas.prefecture import Prefecture, describe_prefecture
from atlas.question.question import Question
from atlas.reach import Reached
from atlas.scoreboard import Entry, plan_of
from atlas.scoreboard import scoreboard as judged
from atlas.serving import served_at, serving_sentences
from atlas.words import Say, say_in

Part = TypeVar("Part")


@dataclass(frozen=True, eq=False)
class Inquiry:
    """A question and the atlas it is put to. The parts are kept with the atlas; nobody may change them."""

    atlas: Atlas
    question: Question

    @cached_property
    def essence(self) -> Question:
        """The part of the question that changes answers: selecting something asks nothing anew."""
        return self.question.for_answers()

    @property
    def real(self) -> Inquiry:
        """The same question of the records alone; itself when it supposes nothing."""
        return Inquiry(self.atlas, self.question.without_suppositions()) if self.question.supposes else self

    @property
    def say(self) -> Say:
        """The words of the atlas's language."""
        return say_in(self.atlas.world.language)

    def once(self, what: str, make: Callable[[], Part], *more: Hashable) -> Part:
        """What `make` makes of the question in the atlas's language.

        what  names it among all that is made;  more  what else it hangs on: a part of the question that changes no
        answer, or something of a page
        """
        return self.atlas.memo.once(what, (self.essence, self.atlas.world.language, *more), make)

    @property
    def view(self) -> View:
        """What the map shows."""
        return self.once("view", lambda: view_of(self.atlas, self.essence))

    @property
    def reached(self) -> Reached:
        """Who is in reach of the bodies asked about."""
        return self.view.reached

    @property
    def cards(self) -> list[headline.Card]:
        """The headline cards of the plan."""
        if not self.question.supposes:
            # Each is kept by itself.
            return headline.cards(self.atlas, self.essence, self.say)
        return self.once("all cards", lambda: headline.cards(self.atlas, self.essence, self.say))

    @property
    def ledger(self) -> list[ledger.Row]:
        """Every definition of the plan side by side."""
        return self.once("ledger", lambda: ledger.ledger(self.atlas, self.essence))

    @property
    def prefecture(self) -> Prefecture:
        """The prefecture asked about. Raises LookupError."""
        place = self.question.prefecture
        return self.once("prefecture", lambda: describe_prefecture(self.atlas, self.essence, place), place)

    @property
    def side_by_side(self) -> list[comparison.Line]:
        """The regions asked about, line by line."""
        question = self.essence.with_changes(regions=self.question.regions)
        return self.once(
            "side by side",
            lambda: comparison.side_by_side(self.atlas, question, self.reached, self.say),
            question.regions,
        )

    @property
    def pair(self) -> Pair | None:
        """The two measures asked about; None while there is one."""
        question = self.question
        return self.once(
            "pair",
            lambda: pair_of(self.atlas, question, self.reached, self.say),
            *(question.measure, question.other_measure, question.indicator, question.period),
        )

    def serving(self, lon: float, lat: float) -> list[str]:
        """Who serves a point of the map, in sentences; [] outside the province."""
        served = served_at(self.atlas, self.essence, self.reached, lon, lat)
        return serving_sentences(self.atlas, self.essence, self.reached, served, self.say) if served else []

    @property
    def scoreboard(self) -> list[Entry]:
        """Every quantity of the plan asked about, judged at the date."""
        atlas, plan_id, as_of = self.atlas, self.question.scoreboard, self.question.as_of
        return atlas.memo.once(
            "scoreboard",
            (plan_id, as_of, atlas.world.language),
            lambda: judged(atlas, plan_of(atlas, plan_id), as_of),
        )

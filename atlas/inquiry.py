"""A question put to an atlas: each part of its answer made once, for all readers, pages and files that ask the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from atlas import answers, board, city, comparing, headline, ledger
from atlas.question.question import Asked
from atlas.reaching import Reaching
from atlas.words import Say, say_in
from atlas.world import Known

Part = TypeVar("Part")


@dataclass(frozen=True, eq=False)
class Inquiry:
    """A question and the atlas it is put to. The parts are kept with the atlas; nobody may change them."""

    known: Known
    asked: Asked

    @cached_property
    def essence(self) -> Asked:
        """The part of the question that changes answers: selecting something asks nothing anew."""
        return self.asked.for_answers()

    @property
    def real(self) -> Inquiry:
        """The same question of the records alone; itself when it supposes nothing."""
        return Inquiry(self.known, self.asked.without_suppositions()) if self.asked.supposes else self

    @property
    def say(self) -> Say:
        """The words of the atlas's language."""
        return say_in(self.known.world.language)

    def once(self, what: str, make: Callable[[], Part], *more: Hashable) -> Part:
        """What `make` makes of the question in the atlas's language.

        what  names it among all that is made;  more  what else it hangs on: a part of the question that changes no
        answer, or something of a page
        """
        return self.known.kept.once(what, (self.essence, self.known.world.language, *more), make)

    @property
    def view(self) -> answers.View:
        """What the map shows."""
        return self.once("view", lambda: answers.view(self.known, self.essence))

    @property
    def reached(self) -> Reaching:
        """Who is in reach of the bodies asked about."""
        return self.view.reached

    @property
    def cards(self) -> list[headline.Card]:
        """The headline cards of the plan."""
        return self.once("all cards", lambda: headline.cards(self.known, self.essence, self.say))

    @property
    def ledger(self) -> list[ledger.Row]:
        """Every definition of the plan side by side."""
        return self.once("ledger", lambda: ledger.ledger(self.known, self.essence))

    @property
    def prefecture(self) -> city.City:
        """The prefecture asked about. Raises LookupError."""
        place = self.asked.place
        return self.once("prefecture", lambda: city.city(self.known, self.essence, place), place)

    @property
    def side_by_side(self) -> list[comparing.Line]:
        """The regions asked about, line by line."""
        asked = self.essence.with_changes(regions=self.asked.regions)
        return self.once(
            "side by side",
            lambda: comparing.side_by_side(self.known, asked, self.reached, self.say),
            asked.regions,
        )

    @property
    def scoreboard(self) -> list[board.Entry]:
        """Every quantity of the plan asked about, judged at the date."""
        known, plan_id, as_of = self.known, self.asked.board, self.asked.as_of
        return known.kept.once(
            "scoreboard",
            (plan_id, as_of, known.world.language),
            lambda: board.board(known, board.plan_of(known, plan_id), as_of),
        )

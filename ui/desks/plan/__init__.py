"""规划指标: the scoreboard of a plan, every quantity with base, target, latest known value and a dated conclusion."""

from __future__ import annotations

from atlas.scoreboard import main_table
from ui.desks.plan import scoreboard
from ui.parts import to_choose
from ui.parts.shown import Shown


def show_desk(shown: Shown) -> None:
    """The page."""
    if not shown.question.scoreboard:
        to_choose.choose_board(shown)
        return
    entries = scoreboard.entries(shown)
    with shown.aside:
        scoreboard.choose_plan(shown)
        scoreboard.say_standing(entries, shown)
        if own := main_table(entries):
            scoreboard.show_table(own, shown, "main")
    # A plan without a table of its own has all its quantities there, so that nothing stays empty beside the map.
    with shown.below if own else shown.aside:
        scoreboard.show_rest(entries, shown)
    opened = next((entry for entry in entries if entry.id == shown.question.card), None)
    if opened is not None:
        scoreboard.show_entry(opened, shown)

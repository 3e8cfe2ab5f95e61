"""规划指标: the scoreboard of a plan, every quantity with base, target, latest known value and a dated conclusion."""

from __future__ import annotations

from ui.desks.plan import scoreboard as board_view
from ui.parts import to_choose
from ui.parts.shown import Shown


def show_desk(shown: Shown) -> None:
    """The page."""
    if not shown.question.scoreboard:
        to_choose.choose_board(shown)
        return
    entries = board_view.entries(shown)
    with shown.aside:
        board_view.choose_plan(shown)
        board_view.say_standing(entries, shown)
        board_view.show_table(board_view.main_table(entries), shown, "main")
    with shown.below:
        board_view.show_rest(entries, shown)
    opened = next((entry for entry in entries if entry.id == shown.question.card), None)
    if opened is not None:
        board_view.show_entry(opened, shown)

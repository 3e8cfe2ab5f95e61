"""The tables that a reader has laid over the data: held as long as the session, and no longer. No other session, no
file of the server and no link has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from atlas.atlas import Atlas
from atlas.faults import FaultError
from atlas.own.laying import OwnTable, laid_over, with_table
from atlas.question.choices import Choices
from atlas.question.offered import choices_of
from atlas.words import Say

HELD, REFUSED = "own-data", "own-data-refused"


@dataclass(eq=False)
class Held:
    """tables  in the order in which they are laid over;  made  what is made of them: by plan, version and language"""

    tables: tuple[OwnTable, ...] = ()
    atlases: dict[tuple[str, str, str], Atlas] = field(default_factory=dict)
    choices: dict[tuple[str, str], Choices] = field(default_factory=dict)

    def change(self, tables: tuple[OwnTable, ...]) -> None:
        """Other tables: all that was made of those before is let go, answers too."""
        for each in self.atlases.values():
            each.memo.forget()
        self.tables = tables
        self.atlases.clear()
        self.choices.clear()


def held_tables() -> tuple[OwnTable, ...]:
    """The tables that are laid over in this session, the last one uppermost."""
    held: Held | None = st.session_state.get(HELD)
    return () if held is None else held.tables


def with_own_data(atlas: Atlas) -> Atlas:
    """The atlas with the tables of this session laid over it, made once; itself where there are none."""
    held: Held | None = st.session_state.get(HELD)
    if held is None or not held.tables:
        return atlas
    key = str(atlas.plan.about["id"]), atlas.version, atlas.world.language
    if key not in held.atlases:
        _only(held, atlas)
        held.atlases[key] = laid_over(atlas, held.tables)
    return held.atlases[key]


def with_own_choices(choices: Choices, atlas: Atlas) -> Choices:
    """What may be asked, of the bodies and industries of this session too. atlas  as `with_own_data` gives it"""
    held: Held | None = st.session_state.get(HELD)
    if held is None or not atlas.own:
        return choices
    key = str(atlas.plan.about["id"]), atlas.version
    if key not in held.choices:
        held.choices[key] = choices_of(atlas, atlas.declared("bodies").as_of)
    return held.choices[key]


def take_over(table: OwnTable, say: Say) -> None:
    """Lay a checked table over the data; why it was not, where it is too long, is said at the next run."""
    held: Held = st.session_state.setdefault(HELD, Held())
    try:
        held.change(with_table(held.tables, table))
    except FaultError as error:
        st.session_state[REFUSED] = error.sentence(say)
        return
    st.session_state.pop(REFUSED, None)


def drop(place: int | None = None) -> None:
    """Take one table away again, by its place, or all of them."""
    held: Held | None = st.session_state.get(HELD)
    if held is not None:
        held.change(() if place is None else held.tables[:place] + held.tables[place + 1 :])
    st.session_state.pop(REFUSED, None)


def refusal() -> str:
    """Why the last table was not laid over, "" when it was."""
    return str(st.session_state.get(REFUSED, ""))


def _only(held: Held, atlas: Atlas) -> None:
    """Let go what was made of another data version: at most one is kept for each plan and language."""
    for old in [key for key in held.atlases if key[1] != atlas.version]:
        held.atlases.pop(old).memo.forget()
        held.choices.clear()

"""A table of the office's own checked: a short one at once, a long one beside the page, with how far it is and a way to
end it.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from atlas.atlas import Atlas
from atlas.background import POOL, Stopped, Watch
from atlas.children import CHILDREN
from atlas.own.apart import CheckedTable, Step, check_apart
from atlas.own.checking import facts_of
from atlas.words import Say
from data.catalog import content_hash
from data.errors import TableError
from data.intake.check import check_sheet
from data.intake.kinds import kind_of
from data.intake.sheets_in import read_sheet
from ui.parts.at_work import show_at_work
from ui.parts.making import Held
from ui.parts.shown import Shown
from ui.session import reader

HELD, TABLE = "own-table", "table"
# What takes less than a second is not worth a process.
AT_ONCE_BYTES, AT_ONCE_ROWS = 30_000, 300
# None of a check that was stopped: it is never held.
Found = CheckedTable | TableError | None


def checked_table(shown: Shown, content: bytes, name: str, kind: str, datum: str) -> CheckedTable | None:
    """The table checked, anew only when something about it is new; None while it is at work, or was ended, which is
    then said. Raises TableError for a file that cannot be read.
    """
    atlas, held = shown.atlas.released, _held()
    # Another plan knows other targets.
    plan = str(atlas.plan.about["id"])
    held.look_at((content_hash(content), kind, datum, plan, atlas.version))
    if TABLE in held.lost:
        _offer_again(held, shown.say)
        return None
    if TABLE not in held.files and TABLE not in held.works:
        found = _at_once(shown, content, name, kind, datum)
        if found is not None:
            held.files[TABLE] = found
        else:
            work = partial(_apart, content=content, name=name, kind=kind, datum=datum, atlas=atlas)
            held.works[TABLE] = POOL.begin((reader.session_id(), HELD), work, reader.still_there())
    if TABLE in held.works:
        far, cancel = partial(_far, say=shown.say), partial(_cancel, held)
        show_at_work(TABLE, held, far, shown.say, key="cancel-own-table", cancel=cancel, width="content")
        return None
    known = held.files[TABLE]
    if isinstance(known, TableError):
        # Of one that is raised the frames would be held, the file among them, and more of them each time.
        raise known.anew()
    return known


def forget() -> None:
    """Another file, or none: what was known of the last one is let go, and what is at work ends."""
    _held().stop()
    st.session_state.pop(HELD, None)


def _held() -> Held[Found]:
    found: Held[Found] = st.session_state.setdefault(HELD, Held())
    return found


def _at_once(shown: Shown, content: bytes, name: str, kind: str, datum: str) -> Found:
    """The check of a short table; None for a long one."""
    if len(content) > AT_ONCE_BYTES:
        return None
    try:
        with st.spinner(shown.say("checking row by row …")):
            sheet = read_sheet(content, name)
            if len(sheet.rows) > AT_ONCE_ROWS:
                return None
            return CheckedTable(sheet, check_sheet(sheet, kind_of(kind), datum, facts_of(shown.atlas.released)))
    except TableError as error:
        return error.anew()


def _apart(stopped: Stopped, watch: Watch, *, content: bytes, name: str, kind: str, datum: str, atlas: Atlas) -> Found:
    return CHILDREN.run(stopped, watch, check_apart, content, name, kind, datum, atlas)


def _far(now: Step | None, say: Say) -> tuple[float, str]:
    if now is None:
        return 0.0, say("the file is being read")
    told = say("checking {rows} rows: step {done} of {of}").format(rows=f"{now.rows:,}", done=now.done, of=now.of)
    return now.done / now.of, told


def _cancel(held: Held[Found]) -> None:
    held.stop()
    held.lost.add(TABLE)


def _offer_again(held: Held[Found], say: Say) -> None:
    st.warning(say("The check was ended before it was ready; nothing was taken."))
    st.button(say("check again"), key="check-own-table", on_click=held.lost.discard, args=(TABLE,))

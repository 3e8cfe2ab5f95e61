"""A long table checked by a process of its own: heard step by step, stopped when nobody wants it any more."""

from __future__ import annotations

from dataclasses import dataclass

from atlas.atlas import Atlas
from atlas.background import Stopped, Watch
from atlas.own.checking import facts_of
from data.errors import TableError
from data.intake.check import StoppedError, check_sheet
from data.intake.kinds import kind_of
from data.intake.sheet import Sheet
from data.intake.sheets_in import read_sheet
from data.intake.told import Checked


@dataclass(frozen=True, eq=False)
class CheckedTable:
    """A table as it came, and what the check found."""

    sheet: Sheet
    checked: Checked


@dataclass(frozen=True)
class Step:
    """How far a check is.  rows  below the heading;  done, of  steps: first they are read, then looked at by rules"""

    rows: int
    done: int
    of: int


def check_apart(
    stopped: Stopped, watch: Watch, content: bytes, name: str, kind_id: str, datum: str, atlas: Atlas
) -> CheckedTable | TableError | None:
    """A file checked; why it cannot be read at all, as a value; None when it was stopped before the end."""
    try:
        sheet = read_sheet(content, name)
        rows = max(0, len(sheet.rows) - 1)

        def go_on(done: int, of: int) -> bool:
            return not watch(Step(rows, done, of)) and not stopped()

        return CheckedTable(sheet, check_sheet(sheet, kind_of(kind_id), datum, facts_of(atlas), go_on))
    except StoppedError:
        return None
    except TableError as error:
        return error

"""Every limit of the atlas in one table: the number, what it holds back, and what the one who meets it is told.

Nothing else in the code says such a number, so that an administrator reads them all in docs/operations.md, which a test
holds to this file. Limits are hard: what is larger is refused with its sentence, never cut and never silently changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.scenario import LONGEST_NAME, MOST_CHANGES

LARGE_PARTS = (
    "{file}: expected a plain workbook, found one with too many or too large parts; "
    "copy the one sheet into a new workbook, or save it as CSV UTF-8"
)
UNREADABLE = (
    "{file}: expected an Excel workbook that can be opened (no password, not damaged, not too large); "
    "save the sheet as CSV UTF-8"
)


@dataclass(frozen=True)
class Limit:
    """One limit.

    most      the largest number that is taken, in `unit`
    holds     what is held back by it, for administrators
    sentence  what the one who meets it is told, as the catalogues know it, with {most} and what else is put in; ""
              where there is nobody to tell: the connection ends
    """

    most: int
    unit: str
    holds: str
    sentence: str = ""

    @property
    def told(self) -> str:
        """The number as it is written in a sentence, bytes as whole megabytes."""
        return f"{self.most // 1_000_000:,} MB" if self.unit == "bytes" else f"{self.most:,}"


# Tables that a person brings (data/tables_in.py, data/workbooks_in.py)
TABLE_BYTES = Limit(20_000_000, "bytes", "one table from a person, as a file", "{file}: expected at most {most}")
TABLE_ROWS = Limit(
    200_000, "rows", "one table from a person, below its heading", "{file}: expected at most {most} rows, found more"
)
TABLE_CELL = Limit(
    131_072,  # what Python's csv module takes
    "characters",
    "one cell of a table",
    "{file}, row {row}: expected cells of at most {most} characters, found a longer one",
)
WORKBOOK_MEMBERS = Limit(200, "files", "packed in one workbook", LARGE_PARTS)
WORKBOOK_UNPACKED = Limit(200_000_000, "bytes", "of one workbook, unpacked", LARGE_PARTS)
WORKBOOK_RATIO = Limit(100, "times", "smaller than unpacked, a workbook or a file in it", LARGE_PARTS)
WORKBOOK_CELLS = Limit(5_000_000, "cells", "of one sheet, empty ones between others too", UNREADABLE)
WORKBOOK_MEMORY = Limit(1_500_000_000, "bytes", "of the process that opens a workbook", UNREADABLE)
WORKBOOK_SECONDS = Limit(20, "seconds", "for opening a workbook", UNREADABLE)

# Questions of siting (atlas/siting)
CANDIDATES = Limit(5_000, "rows", "candidate sites of one's own", TABLE_ROWS.sentence)
WEIGHTS = Limit(10_000, "rows", "weights of one's own", TABLE_ROWS.sentence)
MATRIX_BYTES = Limit(500_000_000, "bytes", "one matrix on the command line", TABLE_BYTES.sentence)

# Scenarios (atlas/scenario)
SCENARIO_BYTES = Limit(
    1_000_000, "bytes", "one saved scenario", "expected a file of at most {most}, found a larger one"
)
SCENARIO_CHANGES = Limit(MOST_CHANGES, "changes", "of one scenario", "expected at most {most} changes")
NAME = Limit(
    LONGEST_NAME,
    "characters",
    "the name of a scenario or of a candidate",
    "{file}, row {row}: expected a name of at most {most} characters, found {found}",
)

# What a server keeps (ui)
DATA_VERSIONS = Limit(2, "versions", "of the data in memory; who still asks for an older one is shown the present one")
MAP_PAGES = Limit(64_000_000, "bytes", "composed map pages in memory, each about 1 MB; the oldest are composed anew")


def every() -> dict[str, Limit]:
    """All limits by name, in the order of this file."""
    return {name: each for name, each in globals().items() if isinstance(each, Limit)}

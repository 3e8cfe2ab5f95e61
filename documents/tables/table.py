"""What a table of a page is, for a file and for paper alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True, eq=False)
class Table:
    """A table of a page.

    name  for files and addresses, in ASCII;  title  in the language of the page;  rows  as readers see them
    numbers  the same for a spreadsheet, where they are made as numbers;  formats  column -> how it shows them
    appendix  what stands behind a page, longer than anybody prints by surprise: in files only
    """

    name: str
    title: str
    rows: pd.DataFrame
    numbers: pd.DataFrame | None = None
    formats: Mapping[str, str] = field(default_factory=dict)
    appendix: bool = False

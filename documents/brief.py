"""What a brief says, before anybody has decided how it looks: blocks of text, tables and maps, made of answers only.

Word, PDF and JSON are written from the same blocks, so that they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from atlas.inquiry import Inquiry

if TYPE_CHECKING:
    from atlas.siting.search import Found


@dataclass(frozen=True)
class Heading:
    """The title of a section (level 1), with its number, or of a part of one (level 2)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Some sentences. small  whether they explain (definitions, sources) rather than say"""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text. widths  how broad each column is beside the others;  words  columns of words, set to the left"""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    words: int = 1


@dataclass(frozen=True, eq=False)
class Map:
    """The map of a page for a question.

    found  what came of a search of siting, whose sites it shows
    facts, texts  what stands at its side: titles with their figures, then sentences; none for a map as broad as a page
    stamp  what stands on it in place of the usual words;  layers  what the caption says it shows, () for those the page
                  begins with
    """

    page: str
    inquiry: Inquiry
    caption: str
    found: Found | None = None
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()
    stamp: str = ""
    layers: tuple[str, ...] = ()


Block: TypeAlias = Heading | Paragraph | Table | Map


@dataclass(frozen=True, eq=False)
class Brief:
    """One document.

    id        province, siting, or the adcode of a prefecture
    name      of its file, without ending;  subtitle  date and plan
    one_page  whether it is set small, so that it stays on one sheet
    foot      what stands under every page: that the map is a sketch, and that this is no official document
    """

    id: str
    title: str
    subtitle: str
    name: str
    blocks: tuple[Block, ...]
    foot: str
    language: str
    one_page: bool = False

    @property
    def maps(self) -> tuple[Map, ...]:
        """Its maps, in their order."""
        return tuple(each for each in self.blocks if isinstance(each, Map))

    def as_json(self) -> dict[str, Any]:
        """All that it says."""
        return {
            "id": self.id,
            "title": self.title,
            "subtitle": self.subtitle,
            "blocks": [_told(each) for each in self.blocks],
            "foot": self.foot,
        }


def table(frame: pd.DataFrame, caption: str, widths: Sequence[int], words: int = 1) -> Table:
    """A frame of texts as a table. widths  of the columns, in their order; what is supposed beside one is as broad"""
    columns = tuple(map(str, frame.columns))
    rows = tuple(tuple(map(str, row)) for row in frame.itertuples(index=False, name=None))
    broad = [*widths, *[min(widths)] * (len(columns) - len(widths))]
    return Table(caption, columns, rows, tuple(broad), words)


def _told(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"heading": text}
        case Paragraph(text):
            return {"paragraph": text}
        case Table():
            return {"table": block.caption, "columns": list(block.columns), "rows": [list(row) for row in block.rows]}
        case Map():
            facts = [list(each) for each in block.facts]
            return {"map": block.page, "caption": block.caption, "facts": facts, "texts": list(block.texts)}

"""The layout of GB/T 9704 as the briefs follow it (参照版式), once for Word and PDF. Lengths in mm, sizes in points."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from documents.brief import Brief, Table

PAGE_MM = (210, 297)
# Top, bottom, left, right: the text is 156 × 225 mm, 22 lines of 28 characters.
MARGINS_MM = (37, 35, 28, 26)
# What offices have, by what it is used for.
FONTS = {
    "title": "\u65b9\u6b63\u5c0f\u6807\u5b8b\u7b80\u4f53",
    "body": "\u4eff\u5b8b",
    "heading": "\u9ed1\u4f53",
    "kai": "\u6977\u4f53",
    "song": "\u5b8b\u4f53",
}
LATIN = "Times New Roman"
# What the families of those fonts call themselves in their files.
CALLED = {
    "title": ("\u65b9\u6b63\u5c0f\u6807\u5b8b\u7b80\u4f53", "fzxiaobiaosong-b05s", "fzxiaobiaosong-b05"),
    "body": ("\u4eff\u5b8b", "\u4eff\u5b8b_gb2312", "fangsong", "fangsong_gb2312", "stfangsong"),
    "heading": ("\u9ed1\u4f53", "simhei", "stheiti"),
    "kai": ("\u6977\u4f53", "\u6977\u4f53_gb2312", "kaiti", "kaiti_gb2312", "stkaiti"),
    "song": ("\u5b8b\u4f53", "\u65b0\u5b8b\u4f53", "simsun", "nsimsun", "stsong"),
}
# What stands for them where an office brings none of its own.
_SERIF, _SANS = ("Noto Serif SC", "Noto Sans SC"), ("Noto Sans SC", "Noto Serif SC")
FAMILIES = {"title": _SERIF, "body": _SERIF, "heading": _SANS, "kai": _SERIF, "song": _SERIF}


def ems(text: str) -> float:
    """How long a text is, in Chinese signs; all others count for half of one."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


@dataclass(frozen=True)
class Sizes:
    """How large everything is set. line  from line to line;  map_mm  the breadth of the map;  small  one sheet only"""

    title: float = 22
    body: float = 16
    line: float = 28
    heading: float = 16
    note: float = 10.5
    note_line: float = 15
    cell: float = 10.5
    cell_line: float = 15
    figure: float = 16
    map_mm: float = 150
    small: bool = False
    margins_mm: tuple[int, int, int, int] = MARGINS_MM

    @property
    def text_mm(self) -> int:
        """The breadth of the text."""
        return PAGE_MM[0] - self.margins_mm[2] - self.margins_mm[3]


USUAL = Sizes()
# Tables of so many rows are never cut by the end of a page.
SHORT_TABLE = 12
# A sheet for one prefecture: 11 counties, its map and its peers must stay on it.
ONE_PAGE = Sizes(
    title=18,
    body=10.5,
    line=13.2,
    heading=11,
    note=7.5,
    note_line=9.5,
    cell=9,
    cell_line=10.3,
    figure=14,
    map_mm=88,
    small=True,
)
# The same words in English are longer by a third, and no standard of Chinese documents is about them.
ENGLISH_MARGINS_MM, ENGLISH_LETTERS, ENGLISH_LINES = (22, 26, 22, 22), 0.9, 0.88


def in_english(sizes: Sizes) -> Sizes:
    """The sizes of a sheet in English: narrower margins, smaller letters; those of notes can be no smaller."""
    return replace(
        sizes,
        **{name: getattr(sizes, name) * ENGLISH_LETTERS for name in ("body", "cell", "figure")},
        **{name: getattr(sizes, name) * ENGLISH_LINES for name in ("line", "cell_line")},
        margins_mm=ENGLISH_MARGINS_MM,
    )


def sizes_of(brief: Brief) -> Sizes:
    """The sizes that a brief is set in."""
    if not brief.one_page:
        return USUAL
    return ONE_PAGE if brief.language == "zh" else in_english(ONE_PAGE)


def is_short(block: Table) -> bool:
    """Whether a table is kept on one page."""
    return len(block.rows) <= SHORT_TABLE

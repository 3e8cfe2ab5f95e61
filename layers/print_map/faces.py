"""The letters of a sheet: which font file draws a text, how wide it becomes, where its lines break.

A text is bold where the bold file has every sign of it; a sign that no file has is printed as 〓, as printers do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.unparted import HELD

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

MM_PER_POINT = 25.4 / 72
LACKING = "\u3013"
LISTED, LONGEST_NAME = "\u3001", 4
# No line begins with these, and none ends with those.
NOT_FIRST = frozenset("\uff0c\u3002\uff1b\uff1a\u3001\uff1f\uff01\uff09\u300b\u3009\u201d\u2019\u2026\u00b7%,.;:!?)]}")
NOT_LAST = frozenset("\uff08\u300a\u3008\u201c\u2018([{")


@dataclass(frozen=True)
class Face:
    """One font file."""

    path: Path
    _widths: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def known(self) -> frozenset[int]:
        """The code points that it draws."""
        return frozenset(self._font.get_charmap())

    @cached_property
    def _font(self) -> Any:
        from matplotlib.font_manager import get_font  # noqa: PLC0415 -- only who prints pays for matplotlib

        return get_font(str(self.path))

    def draws(self, text: str) -> bool:
        """Whether it has every sign of a text."""
        return all(ord(sign) in self.known for sign in text)

    def width(self, text: str) -> float:
        """How wide a text is, in ems."""
        return sum(map(self._advance, text))

    def _advance(self, sign: str) -> float:
        if sign not in self._widths:
            from matplotlib.ft2font import LoadFlags  # noqa: PLC0415 -- as above

            self._font.set_size(100, 72)
            glyph = self._font.load_char(ord(sign), flags=LoadFlags.NO_HINTING)
            self._widths[sign] = glyph.linearHoriAdvance / 65536 / 100
        return self._widths[sign]


@dataclass(frozen=True)
class Faces:
    """The font files of a sheet, the first that has every sign of a text draws it; the last of `plain` draws the rest.

    plain, bold  in the order in which they are tried;  instead  sign -> what is printed in its place: quotation marks
    are as wide as a Chinese sign
    """

    plain: Sequence[Face]
    bold: Sequence[Face] = ()
    instead: Mapping[str, str] = field(default_factory=dict)

    def of(self, text: str, *, bold: bool = False) -> Face:
        """The file that draws a text."""
        tried = [*self.bold, *self.plain] if bold else self.plain
        return next((face for face in tried if face.draws(text)), self.plain[-1])

    def drawable(self, text: str) -> str:
        """A text on one line, with 〓 for what no file draws."""
        told = " ".join(text.split()).translate({ord(sign): put for sign, put in self.instead.items()})
        every = (*self.plain, *self.bold)
        whole = "".join(sign if any(ord(sign) in face.known for face in every) else LACKING for sign in told)
        last = self.plain[-1]
        if any(face.draws(whole) for face in self.plain):
            return whole
        return "".join(sign if ord(sign) in last.known else LACKING for sign in whole)

    def properties(self, text: str, points: float, *, bold: bool = False) -> FontProperties:
        """The same as matplotlib wants it."""
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415 -- only who prints pays for matplotlib

        return FontProperties(fname=str(self.of(text, bold=bold).path), size=points)

    def width(self, text: str, points: float, *, bold: bool = False) -> float:
        """How wide a text is on the sheet, in millimetres."""
        return self.of(text, bold=bold).width(text) * points * MM_PER_POINT

    def lines(self, text: str, points: float, width: float, *, bold: bool = False) -> list[str]:
        """A text broken into lines of at most `width` millimetres: between Chinese signs, else between words; a word
        that is too long for a line is broken anywhere.
        """
        whole = self.drawable(text)
        face = self.of(whole, bold=bold)
        room = width / (points * MM_PER_POINT)
        lines, line = list[str](), ""
        for piece in _pieces(whole):
            if line and face.width((line + piece).rstrip()) > room:
                lines.append(line.rstrip())
                line = ""
            line += piece.lstrip() if not line else piece
            while face.width(line.rstrip()) > room and len(line) > 1:
                fits = max(1, next(n for n in range(len(line), 0, -1) if n == 1 or face.width(line[:n]) <= room))
                lines.append(line[:fits])
                line = line[fits:]
        return [*lines, line.rstrip()] if line.strip() else lines or [""]


@lru_cache(maxsize=512)
def _pieces(text: str) -> tuple[str, ...]:
    """What may not be parted: a word with the space after it, a Chinese sign with the marks that belong to it, a date,
    a number with its unit and the like. Kept: a legend asks again for every size that it tries.
    """
    pieces: list[str] = []
    held = {sign for part in HELD.finditer(text) for sign in range(part.start() + 1, part.end())}
    for place, sign in enumerate(text):
        if pieces and (place in held or _stay_together(pieces[-1][-1], sign)):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return tuple(_names_whole(pieces))


def _stay_together(before: str, sign: str) -> bool:
    both_latin = _is_latin(sign) and _is_latin(before)
    return sign in NOT_FIRST or sign == " " or before in NOT_LAST or both_latin


def _names_whole(pieces: list[str]) -> list[str]:
    """The pieces with the short names of a list kept whole: what stands between two commas of a list."""
    found: list[str] = []
    start = 0
    for place, piece in enumerate(pieces):
        ends = piece[-1] in NOT_FIRST and not _is_latin(piece[-1])
        if not ends and place < len(pieces) - 1:
            continue
        run = pieces[start : place + 1]
        in_a_list = piece.endswith(LISTED) or (start and pieces[start - 1].endswith(LISTED))
        found += ["".join(run)] if in_a_list and len(run) <= LONGEST_NAME else run
        start = place + 1
    return found


def _is_latin(sign: str) -> bool:
    return ord(sign) < 0x2E80 and sign != " "

"""A page's map as a picture that can be handed out: title, map, legend, small print, on one sheet of paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.inquiry import Inquiry
from atlas.map_state import PROPOSED, Proposed
from atlas.words import Say, labelled
from documents.links import link_of, without_host
from documents.papers import Paper, paper_of
from documents.picture_words import Words, words_of
from documents.print_fonts import faces
from documents.qr_code import code_path
from layers import decide
from layers.palette import GREY, INK, SUPPOSED
from layers.print_map import ground, legend
from layers.print_map.chart import Drawn, draw_chart
from layers.print_map.faces import MM_PER_POINT
from layers.print_map.furniture import Measures
from layers.print_map.scene import Scene
from layers.print_map.sheet import THEME, Box, Form, Sheet

if TYPE_CHECKING:
    from atlas.siting.search import Found

# Millimetres and points on A4; larger papers take more of both.
MARGIN, GUTTER, CODE, LEGEND_WIDE = 11.0, 5.0, 22.0, 63.0
# Between a map and the legend under it, in gutters.
ABOVE_LEGEND = 0.78
TITLE, BESIDE, ABOVE, LEGEND, NOTES, NAMES = 13.5, 8.5, 8.0, 7.8, 6.3, 8.6
# Of the sheet, from edge to edge: how much of it the words over the map may take.
MOST_TITLE = 0.2
SMALLEST = 0.62
LAND_MARGIN = 6.0
# Around a picture that stands in the text of a document.
BARE = 0.5
MM_PER_PX = 0.215
LINE = 1.42
# Beside Latin letters the curled marks of a Chinese font stand too far apart.
STRAIGHT = {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"}
# How the scale of the map compares with that on A4 upright: marks and names become no smaller than this share.
A4_MM_PER_M, LEAST_SHARE, LEAST_NAMES = 2.2e-4, 0.7, 0.86


@dataclass(frozen=True)
class Composed:
    """A sheet that was drawn, with what a test may ask of it."""

    sheet: Sheet
    drawn: Drawn
    window: ground.Window
    words: Words
    scene: Scene


def picture(
    inquiry: Inquiry,
    page: str,
    sheet: str,
    form: Form,
    say: Say,
    *,
    found: Found | None = None,
    proposed: Proposed | None = None,
    address: str = "",
    stamp: str = "",
    fonts: Path | None = None,
) -> bytes:
    """The map of a page as a PNG (300 dpi), SVG or PDF of one page.

    sheet  a name of documents.papers;  found, proposed  what came of the search of the siting page, and how it is
    marked;  address  of the page, as its readers reach it, else its path as `cli.py link` takes it
    stamp  what stands on the map in place of the usual words;  fonts  a folder of an office's own
    Raises LookupError for an unknown sheet, ValueError for fonts that cannot be read.
    """
    made = compose(inquiry, page, sheet, say, found=found, proposed=proposed, address=address, stamp=stamp, fonts=fonts)
    return made.sheet.saved(form, title=made.words.title)


def compose(
    inquiry: Inquiry,
    page: str,
    sheet: str,
    say: Say,
    *,
    found: Found | None = None,
    proposed: Proposed | None = None,
    address: str = "",
    stamp: str = "",
    fonts: Path | None = None,
) -> Composed:
    """The same sheet before it becomes a file."""
    paper = paper_of(sheet)
    scene = scene_of(inquiry, page, proposed or Proposed(), say)
    words = words_of(inquiry, page, scene, found, say)
    letters = faces(fonts)
    if say.language != "zh":
        letters = replace(letters, instead=STRAIGHT)
    drawing, high = Sheet(paper.width, paper.height, letters), 0.0
    if paper.letters is not None:
        high = _Layout(drawing, paper, scene, words, say).legend_under_a_map_alone()
        drawing = Sheet(paper.width, paper.height + high, letters)
    link = address or link_of(inquiry, page)
    last = (
        say("data version {version}").format(version=inquiry.atlas.version),
        say("Lambert azimuthal equal-area projection, centre 23° N 113.5° E"),
        labelled(say("link"), link, say),
        *filter(None, [without_host(link, say)]),
    )
    layout = _Layout(drawing, paper, scene, words, say, high)
    window, drawn = layout.fill(stamp or say("sketch map, not reviewed, not for public use"), link, last)
    return Composed(drawing, drawn, window, words, scene)


def scene_of(inquiry: Inquiry, page: str, proposed: Proposed, say: Say) -> Scene:
    """What the map of a page shows, as its screen does."""
    view, question, world = inquiry.view, inquiry.question, inquiry.atlas.world
    decision = dict(view.decision)
    if proposed.classes:
        decision |= decide.decide(world, replace(view.moment, sites=proposed.classes), [PROPOSED])
    return Scene(
        world=world.in_files,
        decision=decision,
        captions=view.captions,
        on=tuple(question.layers),
        extra=[*view.extra, *proposed.marks],
        ring_m=None if view.reached.way.travel else view.reached.found.radius_m,
        prefecture=question.prefecture if page == "prefecture" else "",
        texts={"reefs": say("Dongsha Islands"), "sea": say("South China Sea")},
    )


class _Layout:
    """Where things stand on a sheet, from its top downwards."""

    def __init__(
        self, sheet: Sheet, paper: Paper, scene: Scene, words: Words, say: Say, legend_high: float = 0.0
    ) -> None:
        self._legend_high = legend_high
        self._sheet, self._paper, self._scene, self._words, self._say = sheet, paper, scene, words, say
        self._k = paper.scale
        self._letters, self._many = LEGEND * (paper.letters or paper.scale), 3 if paper.letters is None else 2
        self._left, self._right = MARGIN * self._k, paper.width - MARGIN * self._k

    def fill(self, stamp: str, link: str, last: Sequence[str]) -> tuple[ground.Window, Drawn]:
        """Draw everything; the map takes what the words leave."""
        if self._paper.bare:
            self._left, self._right = BARE, self._paper.width - BARE
            return self._filled(self._sheet.height - BARE, BARE, stamp)
        top = self._draw_title(self._paper.height - MARGIN * self._k * 0.82)
        notes = self._notes(last)
        code = CODE * self._k
        foot = MARGIN * self._k * 0.7 + max(len(notes) * NOTES * self._k * MM_PER_POINT * LINE, code)
        self._draw_notes(notes, foot)
        self._draw_code(link, foot, code)
        return self._filled(top, foot + GUTTER * self._k, stamp)

    def _filled(self, top: float, bottom: float, stamp: str) -> tuple[ground.Window, Drawn]:
        """Map and legend between two heights."""
        return self._beside(top, bottom, stamp) if self._paper.beside else self._under(top, bottom, stamp)

    def _seen(self, box: Box) -> ground.Window:
        """The land through a box of the sheet."""
        land = ground.land_box(self._scene.world, self._scene.prefecture)
        return ground.window(box, land, LAND_MARGIN * self._k)

    def legend_under_a_map_alone(self) -> float:
        """How high the legend becomes, with the room above it, where the map alone is as high as the paper."""
        seen = self._seen((BARE, BARE, self._paper.width - BARE, self._paper.height - BARE))
        wide = self._wide(self._paper.width - 2 * BARE)
        return self._high(
            legend.columns(self._sheet, self._blocks(seen), self._letters, wide, self._many), self._letters, wide
        )

    def _draw_title(self, top: float) -> float:
        """The sentence, as large as leaves the map its room; returns where the map may begin."""
        words, sheet, k, wide = self._words, self._sheet, self._k, self._right - self._left
        colour = SUPPOSED[THEME] if words.supposes else GREY[THEME]
        y = top - ABOVE * k * MM_PER_POINT
        sheet.text(self._left, y, words.above, ABOVE * k, colour=colour, bold=words.supposes)
        y -= 0.55 * TITLE * k * MM_PER_POINT
        share = 1.0
        while True:
            title = sheet.faces.lines(words.title, TITLE * k * share, wide, bold=True)
            beside = [line for each in words.beside for line in sheet.faces.lines(each, BESIDE * k * share, wide)]
            high = (len(title) * TITLE * 1.36 + len(beside) * BESIDE * LINE) * k * share * MM_PER_POINT
            if high <= MOST_TITLE * self._paper.height or share < SMALLEST:
                break
            share *= 0.94
        for line in title:
            y -= TITLE * k * share * MM_PER_POINT * 1.1
            sheet.text(self._left, y, line, TITLE * k * share, bold=True)
            y -= TITLE * k * share * MM_PER_POINT * 0.26
        y -= BESIDE * k * share * MM_PER_POINT * 0.3 if beside else 0.0
        for line in beside:
            y -= BESIDE * k * share * MM_PER_POINT * 1.12
            supposed = words.supposes and line.startswith(self._say("supposed"))
            sheet.text(self._left, y, line, BESIDE * k * share, colour=SUPPOSED[THEME] if supposed else INK[THEME])
            y -= BESIDE * k * share * MM_PER_POINT * 0.3
        return y - GUTTER * k * 0.7

    def _notes(self, last: Sequence[str]) -> list[str]:
        """The small print in lines, beside the code."""
        wide = self._right - self._left - (CODE + GUTTER) * self._k
        texts = [labelled(label, text, self._say) for label, text in self._words.notes] + [" · ".join(last)]
        return [line for text in texts for line in self._sheet.faces.lines(text, NOTES * self._k, wide)]

    def _draw_notes(self, notes: Sequence[str], top: float) -> None:
        size = NOTES * self._k
        for place, line in enumerate(notes):
            y = top - (place + 0.82) * size * MM_PER_POINT * LINE
            self._sheet.text(self._left, y, line, size, colour="#374151")

    def _draw_code(self, link: str, top: float, side: float) -> None:
        found = code_path(link, (self._right - side, top - side, self._right, top))
        if found is not None:
            self._sheet.draw(found, fill=INK[THEME])

    def _measures(self, seen: ground.Window) -> Measures:
        share = seen.mm_per_m / (A4_MM_PER_M * self._k)
        points = NAMES * self._k * min(1.0, max(LEAST_NAMES, share))
        return Measures(points, MM_PER_PX * self._k * min(1.0, max(LEAST_SHARE, share)))

    def _map(self, seen: ground.Window, stamp: str) -> tuple[ground.Window, Drawn]:
        return seen, draw_chart(self._sheet, self._scene, seen, self._measures(seen), stamp)

    def _beside(self, top: float, bottom: float, stamp: str) -> tuple[ground.Window, Drawn]:
        wide = LEGEND_WIDE * self._k
        found = self._map(self._seen((self._left, bottom, self._right - wide - GUTTER * self._k, top)), stamp)
        blocks = self._blocks(found[0])
        size = self._fitting(blocks, wide, 1, top - bottom)
        self._draw_columns(legend.columns(self._sheet, blocks, size, wide, 1), size, (self._right - wide, top, wide))
        return found

    def _under(self, top: float, bottom: float, stamp: str) -> tuple[ground.Window, Drawn]:
        many, wide = self._many, self._wide(self._right - self._left)
        # As high as the land asks for, or what the legend leaves.
        most = (self._right - self._left) * 0.82
        high, room = self._legend_high, top - bottom - most * 0.85
        while True:
            # What the map of one prefecture shows, and so its legend tells of, depends on the room that this leaves.
            seen = self._seen((self._left, max(top - most, bottom + high), self._right, top))
            blocks = self._blocks(seen)
            size = self._fitting(blocks, wide, many, room)
            parted = legend.columns(self._sheet, blocks, size, wide, many)
            needed = self._high(parted, size, wide)
            if needed <= high:
                break
            high = needed
        found = self._map(seen, stamp)
        self._draw_columns(parted, size, (self._left, seen.box[1] - GUTTER * self._k * 0.7, wide))
        return found

    def _wide(self, room: float) -> float:
        """How wide a column of the legend is under the map."""
        return (room - (self._many - 1) * GUTTER * self._k) / self._many

    def _high(self, parted: Sequence[Sequence[legend.Block]], size: float, wide: float) -> float:
        """How high the columns of a legend are, with the room above them."""
        return self._tallest(parted, size, wide) + GUTTER * self._k * ABOVE_LEGEND

    def _tallest(self, parted: Sequence[Sequence[legend.Block]], size: float, wide: float) -> float:
        """How high the highest of the columns is."""
        columns = (sum(legend.height(self._sheet, each, size, wide) for each in column) for column in parted)
        return max(columns, default=0)

    def _blocks(self, seen: ground.Window) -> list[legend.Block]:
        found = legend.blocks(self._scene, self._say, (seen, self._measures(seen).mm_per_px))
        return found if self._paper.letters is None else legend.shortened(found)

    def _fitting(self, blocks: Sequence[legend.Block], wide: float, many: int, room: float) -> float:
        """The size of letters, in points, at which the legend fits its room."""
        size = self._letters
        while self._paper.letters is None and size > self._letters * SMALLEST:
            parted = legend.columns(self._sheet, blocks, size, wide, many)
            if self._tallest(parted, size, wide) <= room:
                break
            size *= 0.96
        return size

    def _draw_columns(
        self, parted: Sequence[Sequence[legend.Block]], size: float, first: tuple[float, float, float]
    ) -> None:
        left, top, wide = first
        for column in parted:
            y = top
            for block in column:
                y = legend.draw_block(self._sheet, block, size, (left, y, wide), MM_PER_PX * self._k)
            left += wide + GUTTER * self._k

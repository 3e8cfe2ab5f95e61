"""One slide of a page, as PowerPoint shows and edits it: the sentence as its title, the map, three figures, and in the
notes where all that comes from.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Mm, Pt

from atlas.atlas import Atlas
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.own.laying import labelled_own
from atlas.question.question import Question
from documents.brief import Map
from documents.figures import Figure, figures_of
from documents.layout import FONTS, LATIN, ems
from documents.packed import without_clock
from documents.shared import WORKING_PAPER, conditions, definitions, foot, sources, subtitle, titled
from documents.unbroken import BEGIN_NO_LINE, END_NO_LINE, LANGUAGE, unbroken

if TYPE_CHECKING:
    from atlas.siting.search import Found

# 16:9, as presentations have it.
WIDE_MM, HIGH_MM, MARGIN_MM, GAP_MM = 338.667, 190.5, 14.0, 6.0
TITLE_MM, MAP_MM, FOOT_MM = 34.0, (212.0, 118.0), 10.0
TITLE_PT, LEAST_TITLE_PT, FIGURE_PT, NAME_PT, NOTE_PT, FOOT_PT = 22, 13, 30, 14, 11, 10
# Of a size of type: from line to line, and what words that break early leave of a line.
LEADING, FILLED = 1.2, 0.92
MM_PT = 25.4 / 72
# The margins that PowerPoint leaves within a box, both sides together.
INSET_MM = (5.1, 2.6)
INK, GREY = "1F2937", "4B5563"
BLANK = 5  # the layout of the package's own presentation that has a title and nothing else


@dataclass(frozen=True, eq=False)
class Slide:
    """What one slide says. under  the line below: date and stamp;  notes  what the speaker reads"""

    title: str
    figures: tuple[Figure, ...]
    map: Map
    under: str
    notes: tuple[str, ...]
    language: str

    def as_json(self) -> dict[str, Any]:
        """All that it says."""
        told = {"title": self.title, "figures": [list(each) for each in self.figures], "under": self.under}
        return told | {"notes": list(self.notes)}


def slide_of(atlas: Atlas, question: Question, page: str, found: Found | None = None, stamp: str = "") -> Slide:
    """The slide of a page for a question. found  what came of the search of the siting page

    stamp  what stands on its map, and so under it, in place of the usual words
    """
    inquiry = Inquiry(atlas, question)
    stamp = stamp or inquiry.say("sketch map, not reviewed, not for public use")
    told = lead(page, inquiry, found) or lead("overview", inquiry)
    notes = [
        *told[1:],
        *conditions(inquiry),
        *definitions(inquiry),
        *sources(inquiry),
        foot(inquiry, stamp, WORKING_PAPER),
    ]
    return Slide(
        title=titled(told[0], inquiry) if question.supposes and len(told) == 1 else _title(told, inquiry),
        figures=tuple(figures_of(page, inquiry)),
        map=Map(page, inquiry, "", found, stamp=stamp),
        under=f"{subtitle(inquiry)} · {stamp}",
        notes=tuple(notes),
        language=inquiry.say.language,
    )


def _title(told: tuple[str, ...], inquiry: Inquiry) -> str:
    """The sentences of the page; what counts a session's own data says so."""
    title = " ".join(told)
    return labelled_own(title, inquiry.say) if inquiry.atlas.own else title


def as_pptx(slide: Slide, picture: Callable[[Map], bytes]) -> bytes:
    """The slide as the bytes of a .pptx file. picture  draws its map as a PNG"""
    made = Presentation()
    made.slide_width, made.slide_height = Mm(WIDE_MM), Mm(HIGH_MM)
    _part_no_figure(made)
    page = made.slides.add_slide(made.slide_layouts[BLANK])
    title = page.shapes.title
    title.left, title.top, title.width, title.height = map(Mm, (MARGIN_MM, 8, WIDE_MM - 2 * MARGIN_MM, TITLE_MM))
    title.text_frame.word_wrap, title.text_frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    _write(title.text_frame.paragraphs[0], slide.title, title_points(slide.title), "title", INK, slide.language)
    top = 8 + TITLE_MM + GAP_MM / 2
    image = io.BytesIO(picture(slide.map))
    page.shapes.add_picture(image, Mm(MARGIN_MM), Mm(top), width=Mm(MAP_MM[0]), height=Mm(MAP_MM[1]))
    left = MARGIN_MM + MAP_MM[0] + GAP_MM
    each_mm = MAP_MM[1] / max(1, len(slide.figures))
    for place, (name, figure, note) in enumerate(slide.figures):
        box = page.shapes.add_textbox(
            Mm(left), Mm(top + place * each_mm), Mm(WIDE_MM - MARGIN_MM - left), Mm(each_mm)
        ).text_frame
        box.word_wrap = True
        _write(box.paragraphs[0], name, NAME_PT, "heading", GREY, slide.language)
        _write(box.add_paragraph(), figure, FIGURE_PT, "heading", INK, slide.language)
        _write(box.add_paragraph(), note, NOTE_PT, "body", GREY, slide.language)
    under = page.shapes.add_textbox(Mm(MARGIN_MM), Mm(HIGH_MM - FOOT_MM - 4), Mm(WIDE_MM - 2 * MARGIN_MM), Mm(FOOT_MM))
    _write(under.text_frame.paragraphs[0], slide.under, FOOT_PT, "body", GREY, slide.language)
    page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)
    made.core_properties.title, made.core_properties.author = slide.title, ""
    out = io.BytesIO()
    made.save(out)
    return without_clock(out.getvalue())


def title_points(title: str) -> int:
    """The largest size in which a title stands over its map, points; the least one for a title of a book's length."""
    wide, high = WIDE_MM - 2 * MARGIN_MM - INSET_MM[0], TITLE_MM - INSET_MM[1]

    def high_mm(points: int) -> float:
        lines = math.ceil(ems(title) * points * MM_PT / (wide * FILLED))
        return lines * points * MM_PT * LEADING

    fitting = (each for each in range(TITLE_PT, LEAST_TITLE_PT, -1) if high_mm(each) <= high)
    return next(fitting, LEAST_TITLE_PT)


def _part_no_figure(made: Any) -> None:
    """The signs that begin and end no line, where PowerPoint asks for them: before how texts look unless told."""
    told = parse_xml(f"<p:kinsoku {nsdecls('p')}/>")
    for name, value in (("lang", LANGUAGE), ("invalStChars", BEGIN_NO_LINE), ("invalEndChars", END_NO_LINE)):
        told.set(name, value)
    made.element.find(qn("p:defaultTextStyle")).addprevious(told)


def _write(paragraph: Any, text: str, points: float, font: str, colour: str, language: str) -> None:
    """One run with the office's font for Chinese and a Latin one."""
    run = paragraph.add_run()
    run.text, run.font.size, run.font.name = unbroken(text), Pt(points), LATIN
    rgb: Any = RGBColor
    run.font.color.rgb = rgb.from_string(colour)
    properties = run._r.get_or_add_rPr()
    properties.set("lang", LANGUAGE if language == "zh" else "en-GB")
    latin = properties.find(qn("a:latin"))
    latin.addnext(parse_xml(f'<a:ea {nsdecls("a")} typeface="{FONTS[font]}"/>'))

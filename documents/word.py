"""A brief as a Word file in the layout of GB/T 9704: styles with the fonts of an office, real headings, tables that
repeat their heading, and a page number with dashes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from documents.brief import Block, Brief, Heading, Map, Paragraph, Table
from documents.layout import FONTS, LATIN, MARGINS_MM, PAGE_MM, TEXT_MM, Sizes, is_short, sizes_of
from documents.packed import without_clock

Picture = Callable[[Map], bytes]
# A document says when its data are of, not when somebody pressed a button.
MADE = datetime.fromtimestamp(0, UTC)
BODY, NOTE, CELL, CAPTION, PICTURE = "Normal", "Note", "Cell", "Caption", "Picture"
CELL_SIDE_TWIPS = 40
TABLE_ORDER = [qn(f"w:{each}") for each in ("tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook")]
FIGURE, FOOT, NUMBER = "Figure", "Footer", "Page number"


def as_docx(brief: Brief, picture: Picture) -> bytes:
    """The brief as the bytes of a .docx file; equal briefs give equal bytes. picture  the PNG of a map"""
    document, size = Document(), sizes_of(brief)
    _styles(document, size)
    _page(document, brief, size)
    document.add_paragraph(brief.title, style="Title")
    document.add_paragraph(brief.subtitle, style="Subtitle")
    for block in brief.blocks:
        _write(document, block, picture, size)
    properties = document.core_properties
    properties.title, properties.author, properties.language = brief.title, "", brief.language
    properties.created = properties.modified = MADE
    properties.comments = brief.foot
    out = io.BytesIO()
    document.save(out)
    return without_clock(out.getvalue())


@dataclass(frozen=True)
class _Look:
    """How a style is set. line  points from line to line, None for as high as what stands in it;  indent  characters"""

    font: str
    points: float
    line: float | None
    indent: int = 0
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    after: float = 0.0
    keep: bool = False


def _styles(document: Made, size: Sizes) -> None:
    centre, left = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
    looks: Mapping[str, _Look] = {
        BODY: _Look("body", size.body, size.line, 0 if size.small else 2),
        "Title": _Look("title", size.title, size.title * 1.4, align=centre, keep=True),
        "Subtitle": _Look("kai", size.note, size.note_line, align=centre, after=size.line / 3),
        "Heading 1": _Look("heading", size.heading, size.line, 0 if size.small else 2, left, keep=True),
        "Heading 2": _Look("kai", size.heading, size.line, 2, left, keep=True),
        CAPTION: _Look("heading", size.cell, size.cell_line, align=centre, keep=True),
        NOTE: _Look("body", size.note, size.note_line, 0 if size.small else 2),
        CELL: _Look("body", size.cell, size.cell_line, align=centre),
        PICTURE: _Look("body", size.cell, None, align=centre, keep=True),
        FOOT: _Look("body", 9, 12, align=centre),
        NUMBER: _Look("song", 14, None, align=centre),
        FIGURE: _Look("body", size.cell, size.cell_line, align=left, after=2),
    }
    for name, look in looks.items():
        known = [each.name for each in document.styles]
        style: Any = (
            document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        _set(style, look, size)


def _set(style: Any, look: _Look, size: Sizes) -> None:
    """One style: the office font for Chinese, its Latin one, and none of the theme that a new document comes with."""
    style.font.size, style.font.bold, style.font.italic = Pt(look.points), False, False
    style.font.color.rgb = None
    run = style.element.get_or_add_rPr()
    for name in ("w:rFonts", "w:color", "w:spacing", "w:kern"):
        for found in run.findall(qn(name)):
            run.remove(found)
    fonts = OxmlElement("w:rFonts")
    for part, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", FONTS[look.font])):
        fonts.set(qn(f"w:{part}"), font)
    run.insert(0, fonts)
    shape = style.paragraph_format
    shape.alignment, shape.keep_with_next, shape.widow_control = look.align, look.keep, True
    shape.space_before, shape.space_after = Pt(0), Pt(look.after)
    if look.line is None:
        shape.line_spacing = 1.0
    else:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    properties = style.element.get_or_add_pPr()
    for found in (*properties.findall(qn("w:pBdr")), *properties.findall(qn("w:contextualSpacing"))):
        properties.remove(found)
    shape.first_line_indent = Pt(look.indent * look.points)
    if look.line != size.line or size.small:
        # The grid of lines is for the body: what is smaller would stand as far apart.
        snap = OxmlElement("w:snapToGrid")
        snap.set(qn("w:val"), "0")
        properties.insert_element_before(snap, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.find(qn("w:ind")).set(qn("w:firstLineChars"), str(look.indent * 100))


def _page(document: Made, brief: Brief, size: Sizes) -> None:
    """A4 with the margins of the standard, its grid of lines, and the foot of every page."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(each) for each in PAGE_MM)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, MARGINS_MM)
    section.footer_distance = Mm(14)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None and not size.small:
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(size.line * 20)))
    footer = section.footer
    first = footer.paragraphs[0]
    first.style, first.text = document.styles[NUMBER], ""
    first.add_run("— ")
    _field(first, "PAGE")
    first.add_run(" —")
    footer.add_paragraph(brief.foot, style=FOOT)


def _field(paragraph: WordParagraph, code: str) -> None:
    """A field that Word works out: begin, its code, what it showed last, end."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif text:
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = f" {text} "
            run._r.append(told)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _write(document: Made, block: Block, picture: Picture, size: Sizes) -> None:
    match block:
        case Heading():
            document.add_paragraph(block.text, style=f"Heading {block.level}")
        case Paragraph():
            document.add_paragraph(block.text, style=NOTE if block.small else BODY)
        case Table():
            document.add_paragraph(block.caption, style=CAPTION)
            _table(document, block, size)
        case Map() if block.facts:
            _beside(document, block, picture, size)
        case Map():
            document.add_paragraph(style=PICTURE).add_run().add_picture(io.BytesIO(picture(block)), Mm(size.map_mm))
            document.add_paragraph(block.caption, style=CAPTION).paragraph_format.keep_with_next = False


def _table(document: Made, block: Table, size: Sizes) -> None:
    """Ruled rows; the heading is repeated on every page, and no row is cut by the end of one."""
    made = document.add_table(rows=1 + len(block.rows), cols=len(block.columns), style="Table Grid")
    _widths(made, [TEXT_MM * each / sum(block.widths) for each in block.widths])
    for place, cells in enumerate((block.columns, *block.rows)):
        row = made.rows[place]
        _mark(row, "w:cantSplit")
        if not place:
            _mark(row, "w:tblHeader")
        for column, text in enumerate(cells):
            paragraph = row.cells[column].paragraphs[0]
            paragraph.style, paragraph.text = document.styles[CELL], text
            if place:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if column < block.words else WD_ALIGN_PARAGRAPH.CENTER
            # A short table is not cut; of a long one the heading stays with the first rows, and no row is left alone.
            kept = is_short(block) or place in (0, 1, len(block.rows) - 1)
            paragraph.paragraph_format.keep_with_next = kept and place < len(block.rows)
    gap = document.add_paragraph(style=CELL)
    gap.paragraph_format.line_spacing = Pt(size.cell_line / 3)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _widths(made: WordTable, widths_mm: list[float]) -> None:
    """Columns as broad as they are told, whatever stands in them, with little room at their sides."""
    sides = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), str(CELL_SIDE_TWIPS))
        room.set(qn("w:type"), "dxa")
        sides.append(room)
    made.autofit, made.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(made.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    about = made._tbl.tblPr
    about.append(sides)
    # Word asks for its own order, and calls a file damaged that has another.
    about[:] = sorted(about, key=lambda each: TABLE_ORDER.index(each.tag))


def _beside(document: Made, block: Map, picture: Picture, size: Sizes) -> None:
    """The map at the left, facts at its right, in a table without rules."""
    frame = document.add_table(rows=1, cols=2)
    _widths(frame, [size.map_mm + 2, TEXT_MM - size.map_mm - 2])
    left, right = frame.rows[0].cells
    left.paragraphs[0].style = document.styles[PICTURE]
    left.paragraphs[0].add_run().add_picture(io.BytesIO(picture(block)), Mm(size.map_mm))
    left.add_paragraph(block.caption, style=CAPTION)
    for place, (title, figure) in enumerate(block.facts):
        told = right.add_paragraph() if place else right.paragraphs[0]
        told.style = document.styles[FIGURE]
        told.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM - size.map_mm - 7), WD_TAB_ALIGNMENT.RIGHT)
        told.add_run(f"{title}\t")
        told.add_run(figure).font.bold = True
    for text in block.texts:
        right.add_paragraph(text, style=CELL).alignment = WD_ALIGN_PARAGRAPH.LEFT

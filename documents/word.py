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
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from documents.brief import Block, Brief, Heading, Map, Paragraph, Table
from documents.layout import FONTS, LATIN, PAGE_MM, Sizes, is_short, sizes_of
from documents.packed import without_clock
from documents.unbroken import BEGIN_NO_LINE, END_NO_LINE, LANGUAGE, unbroken

Picture = Callable[[Map], bytes]
# A document says when its data are of, not when somebody pressed a button.
MADE = datetime.fromtimestamp(0, UTC)
BODY, NOTE, CELL, CAPTION, PICTURE = "Normal", "Note", "Cell", "Caption", "Picture"
CELL_SIDE_TWIPS = 40
TABLE_ORDER = [qn(f"w:{each}") for each in ("tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook")]
HEAD, FIGURE, FOOT, NUMBER = "Cell heading", "Figure", "Footer", "Page number"


def as_docx(brief: Brief, picture: Picture) -> bytes:
    """The brief as the bytes of a .docx file; equal briefs give equal bytes. picture  the PNG of a map"""
    document, size = Document(), sizes_of(brief)
    _styles(document, size, brief.language)
    _chinese(document)
    _page(document, brief, size)
    document.add_paragraph(brief.title, style="Title")
    document.add_paragraph(unbroken(brief.subtitle), style="Subtitle")
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


def _styles(document: Made, size: Sizes, language: str) -> None:
    centre, left = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
    # What is held makes lines of Chinese uneven; to even them would part their letters, in the PDF as here.
    lines = left if language == "zh" else WD_ALIGN_PARAGRAPH.JUSTIFY
    looks: Mapping[str, _Look] = {
        BODY: _Look("body", size.body, size.line, 0 if size.small else 2, lines),
        "Title": _Look("title", size.title, size.title * 1.4, align=centre, keep=True),
        "Subtitle": _Look("kai", size.note, size.note_line, align=centre, after=size.line / 3),
        "Heading 1": _Look("heading", size.heading, size.line, 0 if size.small else 2, left, keep=True),
        "Heading 2": _Look("kai", size.heading, size.line, 2, left, keep=True),
        CAPTION: _Look("heading", size.cell, size.cell_line, align=centre, keep=True),
        NOTE: _Look("body", size.note, size.note_line, 0 if size.small else 2, lines),
        CELL: _Look("body", size.cell, size.cell_line, align=centre),
        HEAD: _Look("heading", size.cell, size.cell_line, align=centre),
        PICTURE: _Look("body", size.cell, None, align=centre, keep=True),
        FOOT: _Look("body", 9, 12, align=centre),
        NUMBER: _Look("song", 14, None, align=centre),
        FIGURE: _Look("body", size.cell, max(size.cell_line, size.figure), align=left, after=2),
    }
    known = [each.name for each in document.styles]
    for name, look in looks.items():
        style: Any = (
            document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        _set(style, look)


def _chinese(document: Made) -> None:
    """What every file made by a Chinese Word says and a new one of the library says otherwise (Japanese): by it offices
    choose what stands for a font that they lack, set two marks that meet as one, as the PDF does, and part no line.
    """
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    settings = document.settings.element
    for place in (defaults.find(qn("w:lang")), settings.find(qn("w:themeFontLang"))):
        place.set(qn("w:eastAsia"), LANGUAGE)
    spacing = settings.find(qn("w:characterSpacingControl"))
    spacing.set(qn("w:val"), "compressPunctuation")
    # In the order that Word asks for.
    for name, signs in (("w:noLineBreaksBefore", BEGIN_NO_LINE), ("w:noLineBreaksAfter", END_NO_LINE)):
        told = OxmlElement(name)
        told.set(qn("w:lang"), LANGUAGE)
        told.set(qn("w:val"), signs)
        spacing.addnext(told)


def _set(style: Any, look: _Look) -> None:
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
    properties.find(qn("w:ind")).set(qn("w:firstLineChars"), str(look.indent * 100))


def _page(document: Made, brief: Brief, size: Sizes) -> None:
    """A4 with the margins of the standard and the foot of every page. Its 22 lines come of their exact height: a grid
    would push what follows a table down to its next line, in LibreOffice over the end of the page.
    """
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(each) for each in PAGE_MM)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, size.margins_mm)
    section.footer_distance = Mm(14)
    footer = section.footer
    first = footer.paragraphs[0]
    first.style, first.text = document.styles[NUMBER], ""
    first.add_run("— ")
    _field(first, "PAGE")
    first.add_run(" —")
    footer.add_paragraph(unbroken(brief.foot), style=FOOT)


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
            document.add_paragraph(unbroken(block.text), style=NOTE if block.small else BODY)
        case Table():
            document.add_paragraph(unbroken(block.caption), style=CAPTION)
            _table(document, block, size)
        case Map() if block.facts:
            _beside(document, block, picture, size)
        case Map():
            _show(document.add_paragraph(style=PICTURE), picture(block), size)
            document.add_paragraph(unbroken(block.caption), style=CAPTION).paragraph_format.keep_with_next = False


def _table(document: Made, block: Table, size: Sizes) -> None:
    """Ruled rows; the heading is repeated on every page, and no row is cut by the end of one."""
    made = document.add_table(rows=1 + len(block.rows), cols=len(block.columns), style="Table Grid")
    head, body = (document.styles[each].style_id for each in (HEAD, CELL))
    _widths(made, [size.text_mm * each / sum(block.widths) for each in block.widths])
    for place, texts in enumerate((block.columns, *block.rows)):
        row = made.rows[place]
        cells = row.cells
        _mark(row, "w:cantSplit")
        if not place:
            _mark(row, "w:tblHeader")
        for column, text in enumerate(texts):
            cells[column].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cells[column].paragraphs[0]
            # By its id: for each cell the library would look through all styles for the one that is the default.
            paragraph._p.style, paragraph.text = body if place else head, text
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


def _show(paragraph: WordParagraph, picture: bytes, size: Sizes) -> None:
    """A picture in the line. What an office does not find said of the room around it, it supposes: LibreOffice 3 mm,
    which moves a map that fills its cell out of it.
    """
    shown = paragraph.add_run().add_picture(io.BytesIO(picture), Mm(size.map_mm))
    for side in ("distT", "distB", "distL", "distR"):
        shown._inline.set(side, "0")


def _in_heading_font(run: Run, points: float) -> None:
    """A figure as it stands in the PDF: large, in the font of headings."""
    run.font.size = Pt(points)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for part in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{part}"), FONTS["heading"])


def _beside(document: Made, block: Map, picture: Picture, size: Sizes) -> None:
    """The map at the left, facts at its right, in a table without rules."""
    frame = document.add_table(rows=1, cols=2)
    _widths(frame, [size.map_mm + 2, size.text_mm - size.map_mm - 2])
    left, right = frame.rows[0].cells
    left.paragraphs[0].style = document.styles[PICTURE]
    _show(left.paragraphs[0], picture(block), size)
    left.add_paragraph(unbroken(block.caption), style=CAPTION)
    for place, (title, figure) in enumerate(block.facts):
        told = right.add_paragraph() if place else right.paragraphs[0]
        told.style = document.styles[FIGURE]
        told.paragraph_format.tab_stops.add_tab_stop(Mm(size.text_mm - size.map_mm - 3.5), WD_TAB_ALIGNMENT.RIGHT)
        told.add_run(f"{title}\t")
        _in_heading_font(told.add_run(figure), size.figure)
    for text in block.texts:
        right.add_paragraph(unbroken(text), style=CELL).alignment = WD_ALIGN_PARAGRAPH.LEFT
